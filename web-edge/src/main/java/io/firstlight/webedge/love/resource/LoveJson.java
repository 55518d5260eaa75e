package io.firstlight.webedge.love.resource;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.firstlight.schemas.json.Json;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** How LOVE's resources write JSON. */
public final class LoveJson {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private LoveJson() {}

    /** An empty object. */
    public static ObjectNode object() {
        return Json.mapper().createObjectNode();
    }

    /** ISO 8601 in UTC with microseconds, such as {@code 2021-01-05T17:03:55.382000Z}. */
    public static String time(Instant instant) {
        return TIME.format(instant);
    }

    /** The instant as the database keeps it. */
    static Instant stored(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS);
    }

    /**
     * The value as JSON text of ASCII characters: what clients escape and UTF-8 cannot hold, such as half a surrogate pair, stays escaped,
     * so that the database takes it.
     */
    public static String ascii(JsonNode value) {
        try {
            return Json.mapper()
                    .writer()
                    .with(JsonWriteFeature.ESCAPE_NON_ASCII)
                    .writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a tree that was read cannot be written", e);
        }
    }

    /** Puts text that is JSON already; null for {@code null}. */
    public static void putJson(ObjectNode object, String field, @Nullable String json) {
        if (json == null) {
            object.putNull(field);
        } else {
            object.putRawValue(field, new RawValue(json));
        }
    }

    /** Answers with JSON. */
    public static void send(Context context, int status, String json) {
        context.status(status).contentType("application/json").result(json.getBytes(StandardCharsets.UTF_8));
    }

    /** Answers with an object. */
    public static void send(Context context, int status, ObjectNode object) {
        send(context, status, object.toString());
    }

    /** Answers 200 with an array. */
    public static void send(Context context, List<ObjectNode> objects) {
        ArrayNode array = Json.mapper().createArrayNode();
        array.addAll(objects);
        send(context, 200, array.toString());
    }

    /** The object's number in the path. */
    public static long id(Context context) {
        String text = context.pathParam("id");
        if (text.isEmpty() || text.length() > 18 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw Refusal.notFound();
        }
        return Long.parseLong(text);
    }
}
