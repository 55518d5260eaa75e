package io.firstlight.webedge.love.settings;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.webedge.love.resource.Access;
import io.firstlight.webedge.love.resource.Field;
import io.firstlight.webedge.love.resource.FieldType;
import io.firstlight.webedge.love.resource.LoveJson;
import io.firstlight.webedge.love.resource.Refusal;
import io.firstlight.webedge.love.resource.Submission;
import io.firstlight.webedge.love.resource.Submission.Missing;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/**
 * {@code /manager/api/config}, {@code config-set} and {@code configfile/...}. Whoever has a token reads and chooses; who has the right to
 * administer writes. A file is written as {@code {"filename": text, "content": {...}}}.
 */
public final class ConfigRoutes {

    private static final String FILES = "/manager/api/configfile";

    private static final List<Field> FIELDS = List.of(
            Field.required("filename", new FieldType.Text(255, false)),
            Field.required("content", new FieldType.Document()));

    private final ConfigFiles files;
    private final Access access;

    public ConfigRoutes(ConfigFiles files, Access access) {
        this.files = files;
        this.access = access;
    }

    /** Adds the routes. */
    public void register(RoutesConfig routes) {
        routes.get("/manager/api/config", this::first);
        routes.post("/manager/api/config-set", this::choose);
        routes.get(FILES, this::list);
        routes.post(FILES, this::create);
        routes.get(FILES + "/{id}", this::get);
        routes.get(FILES + "/{id}/content", this::content);
        routes.put(FILES + "/{id}", context -> update(context, Missing.KEPT));
        routes.patch(FILES + "/{id}", context -> update(context, Missing.IGNORED));
        routes.delete(FILES + "/{id}", this::delete);
    }

    private void first(Context context) {
        access.user(context);
        LoveJson.send(context, 200, files.first().orElseThrow(Refusal::notFoundWithoutBody));
    }

    private void choose(Context context) {
        String user = access.user(context).name();
        JsonNode id = Submission.of(context).get("config_id");
        if (id == null || !id.asText().matches("[0-9]{1,18}")) {
            throw Refusal.notFoundWithoutBody();
        }
        LoveJson.send(context, 200, files.choose(user, id.asLong()).orElseThrow(Refusal::notFoundWithoutBody));
    }

    private void list(Context context) {
        access.user(context);
        LoveJson.send(context, files.list());
    }

    private void get(Context context) {
        access.user(context);
        LoveJson.send(context, 200, files.find(LoveJson.id(context)).orElseThrow(Refusal::notFound));
    }

    private void content(Context context) {
        access.user(context);
        LoveJson.send(context, 200, files.content(LoveJson.id(context)).orElseThrow(Refusal::notFoundWithoutBody));
    }

    private void create(Context context) {
        String user = access.administrator(context).name();
        Map<String, @Nullable Object> values = Submission.of(context).values(FIELDS, Missing.FILLED);
        LoveJson.send(
                context,
                201,
                files.insert(user, String.valueOf(values.get("filename")), String.valueOf(values.get("content"))));
    }

    private void update(Context context, Missing missing) {
        access.administrator(context);
        long id = LoveJson.id(context);
        if (files.find(id).isEmpty()) {
            throw Refusal.notFound();
        }
        Map<String, @Nullable Object> values = Submission.of(context).values(FIELDS, missing);
        LoveJson.send(
                context,
                200,
                files.update(id, (String) values.get("filename"), (String) values.get("content"))
                        .orElseThrow(Refusal::notFound));
    }

    private void delete(Context context) {
        access.administrator(context);
        switch (files.delete(LoveJson.id(context))) {
            case DONE -> context.status(204);
            case NO_SUCH_FILE -> throw Refusal.notFound();
            case LAST_ONE ->
                throw Refusal.of(409, "The last configuration file cannot be deleted: every user needs one.");
        }
    }
}
