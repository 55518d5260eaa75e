package io.firstlight.webedge.tower;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * The secret that each request of a connection must repeat whose session a browser has shown by itself: the cookie {@code csrftoken} as it
 * was at the handshake. A foreign page can have a browser connect, but cannot read that cookie.
 *
 * @param cookie its value, a secret; empty if there was none: then nothing is the right one
 */
public record XrfToken(String cookie) {

    /** Whether the request has shown it. Takes the same time however much of it is right. */
    boolean isShownIn(@Nullable JsonNode shown) {
        return shown != null
                && shown.isTextual()
                && !cookie.isEmpty()
                && MessageDigest.isEqual(
                        cookie.getBytes(StandardCharsets.UTF_8), shown.asText().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "XrfToken[***]";
    }
}
