package io.firstlight.ingest.worker;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.schemas.exchange.ErrorAnswer;
import io.firstlight.schemas.json.Json;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** What a handler says to a request. */
public sealed interface Answer {

    /**
     * A value for the client, with status 200.
     *
     * @param json one JSON value in UTF-8, neither checked nor copied
     */
    @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
    record Value(byte[] json) implements Answer {
        public Value {
            Objects.requireNonNull(json, "json");
        }
    }

    /** No, with a status and a sentence for the client. */
    record Refusal(ErrorAnswer error) implements Answer {}

    /** A value that is JSON already, in UTF-8. */
    static Answer json(byte[] json) {
        return new Value(json);
    }

    /** A value that is JSON text. */
    static Answer json(String json) {
        return new Value(json.getBytes(StandardCharsets.UTF_8));
    }

    /** A value made of a tree; {@link Json#mapper()} makes trees. */
    static Answer json(JsonNode tree) {
        return json(tree.toString());
    }

    /**
     * No.
     *
     * @param code an HTTP status from 400 to 599
     * @param description one sentence for the client's user
     */
    static Answer refuse(int code, String description) {
        return new Refusal(new ErrorAnswer(code, description));
    }
}
