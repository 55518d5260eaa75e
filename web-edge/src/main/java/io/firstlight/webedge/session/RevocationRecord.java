package io.firstlight.webedge.session;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.auth.token.Revocation;
import io.firstlight.schemas.json.Json;
import io.firstlight.schemas.json.JsonOutput;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What a record of the topic of revocations says. Key and value are text: {@code token:<id>} or {@code user:<name>} with
 * <code>{"reason": "logout", "time": 1795215971194, "until": 1797807971194}</code>, {@code edge:<id>} with
 * <code>{"reason": "present", "time": 1795215971194, "seen": 4711}</code>; a tombstone takes back what its key says.
 */
sealed interface RevocationRecord {

    /** The connections of that token are to be closed. */
    record OfToken(String tokenId, long untilMs) implements RevocationRecord {}

    /** The connections of that user are to be looked after. */
    record OfUser(String userName, long untilMs) implements RevocationRecord {}

    /** An edge is there, and has done what the records below that offset asked for. */
    record Present(String edge, long seen) implements RevocationRecord {}

    /** An edge has left. */
    record Left(String edge) implements RevocationRecord {}

    /** A revocation that no longer matters, or something that this version does not know. */
    record Nothing() implements RevocationRecord {}

    /** The key of a token's revocation. */
    String TOKEN = "token:";

    /** The key of what is to be known of a user. */
    String USER = "user:";

    /** The key of an edge. */
    String EDGE = "edge:";

    /**
     * Reads a record.
     *
     * @throws IllegalArgumentException if its value is not what its key promises
     */
    static RevocationRecord parse(byte @Nullable [] key, byte @Nullable [] value) {
        String name = key == null ? "" : new String(key, StandardCharsets.UTF_8);
        if (name.startsWith(EDGE)) {
            String edge = name.substring(EDGE.length());
            return value == null ? new Left(edge) : new Present(edge, number(value, "seen"));
        }
        if (value == null) {
            return new Nothing();
        }
        if (name.startsWith(TOKEN)) {
            return new OfToken(name.substring(TOKEN.length()), number(value, "until"));
        }
        return name.startsWith(USER)
                ? new OfUser(name.substring(USER.length()), number(value, "until"))
                : new Nothing();
    }

    /** The key of a revocation. */
    static byte[] key(Revocation revocation) {
        return switch (revocation) {
            case Revocation.OfToken of -> bytes(TOKEN + of.tokenId());
            case Revocation.OfUser of -> bytes(USER + of.userName());
        };
    }

    /** The value of a revocation. */
    static byte[] value(Revocation revocation) {
        return value(
                revocation.reason().wireName(),
                revocation.at().toEpochMilli(),
                "until",
                revocation.until().toEpochMilli());
    }

    /** The key of an edge. */
    static byte[] edgeKey(String edge) {
        return bytes(EDGE + edge);
    }

    /** The value of an edge that is there. */
    static byte[] present(long timeMs, long seen) {
        return value("present", timeMs, "seen", seen);
    }

    private static byte[] value(String reason, long timeMs, String name, long number) {
        return new JsonOutput(100)
                .literal("{\"reason\": ")
                .quoted(reason)
                .literal(", \"time\": ")
                .literal(Long.toString(timeMs))
                .literal(", \"" + name + "\": ")
                .literal(Long.toString(number))
                .literal("}")
                .toByteArray();
    }

    private static long number(byte[] value, String name) {
        try {
            JsonNode number = Json.mapper().readTree(value).path(name);
            if (number.canConvertToLong()) {
                return number.asLong();
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("the value is no JSON", e);
        }
        throw new IllegalArgumentException("the value has no whole number '" + name + "'");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
