package io.firstlight.schemas.jsonschema;

import io.firstlight.schemas.topic.Topic;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The published JSON Schemas by name and by topic. Stateless. */
public final class JsonSchemas {

    private static final String COMPONENT_RECORD = "component-record.v1";
    private static final String ERROR = "error.v1";
    private static final List<String> NAMES =
            List.of(COMPONENT_RECORD, "message.v1", "state.v1", "rollup.v1", "revocation.v1", ERROR);

    private JsonSchemas() {}

    /** The names of all schemas, for example {@code state.v1}. */
    public static List<String> names() {
        return NAMES;
    }

    /** The name of the schema of a topic's values; empty for quarantine and replies, which hold whatever came. */
    public static Optional<String> name(Topic topic) {
        return switch (topic) {
            case TELEMETRY, EVENT, ACK, LOG, HEARTBEAT, COMMAND, INITIAL_STATE -> Optional.of(COMPONENT_RECORD);
            case MESSAGE, STATE, ROLLUP, REVOCATION -> Optional.of(topic.suffix() + ".v1");
            case REPLY, QUARANTINE -> Optional.empty();
        };
    }

    /** The text of the schema of a topic's values; empty for quarantine and replies. */
    public static Optional<String> text(Topic topic) {
        return name(topic).flatMap(JsonSchemas::text);
    }

    /** The text of the schema of error frames and error bodies. */
    public static String error() {
        return text(ERROR).orElseThrow();
    }

    /** The text of the schema of that name; empty if there is none. Names may come from outside. */
    public static Optional<String> text(String name) {
        return NAMES.contains(name) ? Optional.of(read(name)) : Optional.empty();
    }

    private static String read(String name) {
        try (InputStream in =
                JsonSchemas.class.getResourceAsStream("/io/firstlight/schemas/jsonschema/" + name + ".json")) {
            if (in == null) {
                throw new IllegalStateException("schema " + name + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
