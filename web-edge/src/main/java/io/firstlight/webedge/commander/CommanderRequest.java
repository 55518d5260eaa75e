package io.firstlight.webedge.commander;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * One request to the commander.
 *
 * @param method {@code GET} or {@code POST}
 * @param pathAndQuery below the commander's base URL, beginning with {@code /}, encoded as it goes out
 * @param body JSON in UTF-8, null for none
 * @param within how long everything may take, redirects and the answer's body included
 * @param mostBytes the largest body that an answer may have
 */
@SuppressWarnings("ArrayRecordComponent") // shared, never compared
public record CommanderRequest(
        String method, String pathAndQuery, byte @Nullable [] body, Duration within, int mostBytes) {

    public CommanderRequest {
        if (!pathAndQuery.startsWith("/")) {
            throw new IllegalArgumentException("path '" + pathAndQuery + "' does not begin with /");
        }
    }

    /** A question. */
    public static CommanderRequest get(String pathAndQuery, Duration within, int mostBytes) {
        return new CommanderRequest("GET", pathAndQuery, null, within, mostBytes);
    }

    /** Something to do. */
    public static CommanderRequest post(String path, byte[] body, Duration within, int mostBytes) {
        return new CommanderRequest("POST", path, body, within, mostBytes);
    }
}
