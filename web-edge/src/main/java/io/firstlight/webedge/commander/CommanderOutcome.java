package io.firstlight.webedge.commander;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.schemas.json.Json;
import io.firstlight.schemas.json.JsonOutput;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What came of a request to the commander; either way there is a status and a JSON body for the client. */
public sealed interface CommanderOutcome {

    /** Longest text that is shown of what should have been JSON, or lacks an {@code ack}; in characters. */
    int MOST_SHOWN = 500;

    /** The HTTP status for the client. */
    int status();

    /** Strict JSON for the client. */
    byte[] body();

    /** In one text what the commander, or the edge in its place, said. */
    String ack();

    /**
     * The commander answered, and with JSON.
     *
     * @param status its HTTP status
     * @param body its JSON; unchanged, except that the bare words {@code NaN} and {@code Infinity} are null
     */
    @SuppressWarnings("ArrayRecordComponent") // shared, never compared
    record Answered(int status, byte[] body) implements CommanderOutcome {

        @Override
        public String ack() {
            try {
                JsonNode ack = Json.mapper().readTree(body).get("ack");
                if (ack != null && ack.isTextual()) {
                    return ack.asText();
                }
            } catch (IOException e) {
                // It was parsed before; should that ever be untrue, the text itself tells.
            }
            return bounded(new String(body, StandardCharsets.UTF_8));
        }
    }

    /**
     * There is no JSON answer.
     *
     * @param status 502, 503 or 504
     * @param ack why, in a sentence for the operator
     * @param nothingSent whether the request surely did not reach the commander; if false it may have had its effect
     * @param commanderStatus the commander's HTTP status, if it answered without JSON; else 0
     */
    record Failed(int status, String ack, boolean nothingSent, int commanderStatus) implements CommanderOutcome {

        @Override
        public byte[] body() {
            return ackBody(ack);
        }
    }

    /** The JSON in which LOVE's front end shows a text: {@code {"ack": text}}. */
    static byte[] ackBody(String text) {
        return new JsonOutput(text.length() + 16)
                .literal("{\"ack\": ")
                .quoted(text)
                .literal("}")
                .toByteArray();
    }

    /** The beginning of a text, on one line. */
    static String bounded(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= MOST_SHOWN ? line : line.substring(0, MOST_SHOWN) + " ...";
    }
}
