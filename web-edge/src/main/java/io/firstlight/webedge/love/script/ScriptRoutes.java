package io.firstlight.webedge.love.script;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firstlight.webedge.love.database.LoveDatabase;
import io.firstlight.webedge.love.resource.Access;
import io.firstlight.webedge.love.resource.Field;
import io.firstlight.webedge.love.resource.FieldType;
import io.firstlight.webedge.love.resource.LoveJson;
import io.firstlight.webedge.love.resource.Refusal;
import io.firstlight.webedge.love.resource.Resource;
import io.firstlight.webedge.love.resource.ResourceRoutes;
import io.firstlight.webedge.love.resource.ResourceTable;
import io.firstlight.webedge.love.resource.Submission;
import io.firstlight.webedge.love.resource.Submission.Missing;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;

import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * {@code /manager/api/validate-config-schema/} and {@code /manager/api/scriptconfiguration/...}, for everybody with a token.
 *
 * <p>What is wrong with a configuration is an answer, not an error: {@code {"title": "INVALID CONFIG YAML", "error": {...}}} or
 * {@code {"title": "ERROR WHILE PARSING YAML STRING", "error": {...}}}, with 200 where it was only asked for and 400 where it was to be saved.
 */
public final class ScriptRoutes {

    private static final String SAVED = "/manager/api/scriptconfiguration";

    private static final Field SCHEMA = Field.required("schema", new FieldType.Verbatim(YamlText.MOST_CHARACTERS));

    private static final List<Field> CHECKED =
            List.of(Field.required("config", new FieldType.Verbatim(YamlText.MOST_CHARACTERS)), SCHEMA);

    private static final Resource RESOURCE = new Resource(
            "love.script_configuration",
            List.of(
                    Field.required("script_path", new FieldType.Text(300, false)),
                    Field.required("config_name", new FieldType.Text(300, false)),
                    Field.required("config_schema", new FieldType.Verbatim(YamlText.MOST_CHARACTERS)),
                    Field.required("script_type", new FieldType.Choice(List.of("standard", "external"), false))),
            Map.of(),
            false,
            "creation_timestamp desc, id desc");

    private final ResourceTable saved;
    private final Access access;

    public ScriptRoutes(LoveDatabase database, Clock clock, Access access) {
        this.saved = new ResourceTable(database, clock, RESOURCE, Map.of());
        this.access = access;
    }

    /** Adds the routes. */
    public void register(RoutesConfig routes) {
        routes.post("/manager/api/validate-config-schema", this::check);
        new ResourceRoutes(
                        SAVED,
                        saved,
                        access::user,
                        access::user,
                        "This configuration exists already.",
                        ScriptRoutes::wanted,
                        ScriptRoutes::vet)
                .register(routes);
    }

    private void check(Context context) {
        access.user(context);
        Map<String, ?> texts = Submission.of(context).values(CHECKED, Missing.FILLED);
        String answer = switch (ConfigCheck.check(
                String.valueOf(texts.get("config")), String.valueOf(texts.get("schema")))) {
            case ConfigCheck.Outcome.Valid valid -> "{\"title\": \"None\", \"output\": " + valid.configuration() + "}";
            case ConfigCheck.Outcome.Invalid invalid -> invalid(invalid).toString();
            case ConfigCheck.Outcome.NoYaml broken ->
                noYaml(broken.error(), String.valueOf(texts.get("config"))).toString();
            case ConfigCheck.Outcome.BadSchema bad -> throw Refusal.ofField("schema", bad.reason());
        };
        LoveJson.send(context, 200, answer);
    }

    /** Both parameters or neither: one of them alone is not looked at, as with LOVE. */
    private static Map<String, ?> wanted(Context context) {
        String path = context.queryParam("path");
        String type = context.queryParam("type");
        // The database has no NUL, so a text with one is in no row; it may not be asked for either.
        return path == null || type == null || path.isEmpty() || type.isEmpty()
                ? Map.of()
                : Map.of("script_path", path.replace('\0', '\uFFFD'), "script_type", type.replace('\0', '\uFFFD'));
    }

    /** A configuration comes with the schema that it fits; only one that replaces another as a whole may come without. */
    private static void vet(Submission submission, HandlerType method) {
        boolean given = submission.get("config_schema") != null || method.equals(HandlerType.POST);
        boolean unchecked = method.equals(HandlerType.PUT) && submission.get("schema") == null;
        if (!given || unchecked) {
            return;
        }
        Map<String, ?> texts = submission.values(
                List.of(Field.optional("config_schema", new FieldType.Verbatim(YamlText.MOST_CHARACTERS), ""), SCHEMA),
                Missing.FILLED);
        String configuration = String.valueOf(texts.get("config_schema"));
        switch (ConfigCheck.check(configuration, String.valueOf(texts.get("schema")))) {
            case ConfigCheck.Outcome.Valid valid -> {}
            case ConfigCheck.Outcome.Invalid invalid -> throw Refusal.of(400, invalid(invalid));
            case ConfigCheck.Outcome.NoYaml broken -> throw Refusal.of(400, noYaml(broken.error(), configuration));
            case ConfigCheck.Outcome.BadSchema bad -> throw Refusal.ofField("schema", bad.reason());
        }
    }

    private static ObjectNode invalid(ConfigCheck.Outcome.Invalid invalid) {
        ObjectNode answer = LoveJson.object().put("title", "INVALID CONFIG YAML");
        ObjectNode error = answer.putObject("error").put("message", invalid.message());
        LoveJson.putJson(error, "path", invalid.path().toString());
        LoveJson.putJson(error, "schema_path", invalid.schemaPath().toString());
        return answer;
    }

    /** PyYAML ends what it reads with a NUL and calls it a unicode string; front ends are given the same. */
    private static ObjectNode noYaml(YamlText.Outcome.Broken broken, String text) {
        ObjectNode answer = LoveJson.object().put("title", "ERROR WHILE PARSING YAML STRING");
        ObjectNode error = answer.putObject("error")
                .put("context", broken.context())
                .putNull("note")
                .put("problem", broken.problem());
        error.putObject("problem_mark")
                .put("buffer", text + '\0')
                .put("column", broken.column())
                .put("index", broken.index())
                .put("line", broken.line())
                .put("name", "<unicode string>")
                .put("pointer", broken.index());
        return answer;
    }
}
