package io.firstlight.webedge.love.resource;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firstlight.schemas.json.Json;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a client sent: one JSON object, or a form. Nothing at all is an empty object. All wrong fields are named at once. Immutable.
 *
 * @param fields as they came
 */
public record Submission(ObjectNode fields) {

    private static final int LONGEST_REASON = 200;

    /** Numbers keep the digits that they came with: {@code 1.0} stays what it is. */
    private static final ObjectReader READER =
            Json.mapper().reader().without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);

    /** What is made of fields that are not there. */
    public enum Missing {
        /** They get their value for absence: a new object. */
        FILLED,
        /** They stay as they are, but those that are required must be there: an object that is replaced. */
        KEPT,
        /** They stay as they are: an object that is changed in places. */
        IGNORED
    }

    /**
     * The body of the request.
     *
     * @throws Refusal 400 if it is not one object
     */
    public static Submission of(Context context) {
        String type = context.contentType();
        byte[] body = context.bodyAsBytes();
        if (type != null && type.startsWith("application/x-www-form-urlencoded") && !beginsObject(body)) {
            return form(context);
        }
        return new Submission(object(body));
    }

    private static boolean beginsObject(byte[] body) {
        int at = 0;
        while (at < body.length && body[at] <= ' ' && body[at] >= 0) {
            at++;
        }
        return at < body.length && body[at] == '{';
    }

    private static Submission form(Context context) {
        ObjectNode fields = LoveJson.object();
        context.formParamMap().forEach((name, values) -> fields.put(name, values.getLast()));
        return new Submission(fields);
    }

    private static ObjectNode object(byte[] body) {
        if (body.length == 0) {
            return LoveJson.object();
        }
        JsonNode value;
        try {
            value = Json.isUtf8(body) ? READER.readTree(body) : null;
        } catch (JsonProcessingException e) {
            throw Refusal.of(400, "JSON parse error - " + reason(e));
        } catch (IOException e) {
            throw Refusal.of(400, "JSON parse error - the body cannot be read");
        }
        if (value == null) {
            throw Refusal.of(400, "JSON parse error - the body is not UTF-8");
        }
        if (value instanceof ObjectNode fields) {
            return fields;
        }
        throw Refusal.ofField("non_field_errors", "Invalid data. Expected a dictionary, but got another value.");
    }

    private static String reason(JsonProcessingException e) {
        String text = String.valueOf(e.getOriginalMessage());
        String bounded = text.length() > LONGEST_REASON ? text.substring(0, LONGEST_REASON) + "..." : text;
        return e.getLocation() == null
                ? bounded
                : bounded + ": line " + e.getLocation().getLineNr() + " column "
                        + e.getLocation().getColumnNr();
    }

    /** A field as it came; null if it is not there. */
    public @Nullable JsonNode get(String name) {
        return fields.get(name);
    }

    /**
     * The values of those fields; others are ignored.
     *
     * @throws Refusal 400 with a reason for each field that is wrong
     */
    public Map<String, @Nullable Object> values(List<Field> wanted, Missing missing) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        ObjectNode problems = LoveJson.object();
        for (Field field : wanted) {
            JsonNode value = fields.get(field.name());
            if (value != null) {
                switch (read(field, value)) {
                    case FieldType.Reading.Value good -> values.put(field.name(), good.value());
                    case FieldType.Reading.Problem problem ->
                        problems.putArray(field.name()).add(problem.reason());
                }
            } else if (field.required() && missing != Missing.IGNORED) {
                problems.putArray(field.name()).add("This field is required.");
            } else if (missing == Missing.FILLED) {
                values.put(field.name(), field.absent());
            }
        }
        if (!problems.isEmpty()) {
            throw Refusal.of(400, problems);
        }
        return values;
    }

    private static FieldType.Reading read(Field field, JsonNode value) {
        boolean mayBeNull = field.type() instanceof FieldType.Opaque
                || (field.type() instanceof FieldType.Choice choice && choice.mayBeNull());
        return value.isNull() && !mayBeNull
                ? new FieldType.Reading.Problem("This field may not be null.")
                : field.type().read(value);
    }
}
