package io.firstlight.ingest.edge;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.ingest.producer.NotAcknowledged;
import io.firstlight.schemas.address.Names;
import io.firstlight.schemas.json.Json;
import io.firstlight.schemas.position.PartitionOffset;
import io.firstlight.schemas.position.PositionToken;
import io.firstlight.schemas.record.InitialStateRequest;
import org.jspecify.annotations.Nullable;

import java.io.IOException;

/** What an edge says to a producer. */
sealed interface Answer {

    /**
     * The log has a message.
     *
     * @param next the place behind it; null if the edge did not tell
     */
    record Acknowledged(long number, @Nullable PartitionOffset next) implements Answer {}

    /**
     * A message, or a request, was refused.
     *
     * @param number the message's; 0 if the edge did not tell
     * @param name the error's name in the catalogue
     * @param remedy what helps, in the catalogue's words
     */
    record Refused(long number, String name, String message, String remedy) implements Answer {

        /** Whether the edge may take the same later, of itself. */
        boolean canBeRetried() {
            return remedy.equals("retry_later");
        }

        /** What the sender of the message is told. */
        NotAcknowledged.Reason reason() {
            return switch (name) {
                case "overtaken" -> NotAcknowledged.Reason.OVERTAKEN;
                case "too_large" -> NotAcknowledged.Reason.TOO_LARGE;
                // The others ask for a login or a right, which may be given.
                default -> remedy.equals("fix_request") ? NotAcknowledged.Reason.WRONG : NotAcknowledged.Reason.REFUSED;
            };
        }
    }

    /** Somebody wishes to know what a component last said. */
    record Asked(InitialStateRequest wish) implements Answer {}

    /** A confirmation, or what this client does not know. */
    record Other() implements Answer {}

    /** Reads a frame; what is no JSON is {@link Other}. */
    static Answer parse(String frame) {
        try {
            return of(Json.mapper().readTree(frame));
        } catch (IOException | IllegalArgumentException e) {
            return new Other();
        }
    }

    private static Answer of(JsonNode frame) {
        if (frame.has("ack")) {
            return new Acknowledged(frame.path("ack").asLong(), place(frame.path("position")));
        }
        JsonNode error = frame.path("error");
        if (error.isObject()) {
            return new Refused(
                    frame.path("id").asLong(),
                    error.path("name").asText(),
                    error.path("message").asText(),
                    error.path("remedy").asText());
        }
        return frame.path("category").asText().equals("initial_state")
                ? wish(frame.path("data").path(0))
                : new Other();
    }

    private static @Nullable PartitionOffset place(JsonNode position) {
        return position.isTextual()
                ? PositionToken.decode(position.asText())
                        .filter(known -> known.offsets().size() == 1)
                        .map(known -> known.offsets().getFirst())
                        .orElse(null)
                : null;
    }

    private static Answer wish(JsonNode element) {
        String csc = element.path("csc").asText();
        JsonNode index = element.path("salindex");
        String event = element.path("data").path("event_name").asText();
        if (!Names.isLegal(csc) || !Names.isLegal(event)) {
            return new Other();
        }
        boolean ofAll = index.asText().equals(InitialStateRequest.ALL);
        return new Asked(new InitialStateRequest(csc, csc, ofAll ? null : Integer.valueOf(index.asInt()), event));
    }
}
