package io.firstlight.webedge.feed;

import io.firstlight.schemas.position.PositionToken;
import io.firstlight.webedge.hub.Start;
import io.firstlight.webedge.socket.Connection;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/**
 * What a client asks for by its query; without any of it, it gets what fpesa's clients get. Of a repeated parameter the last value counts, as
 * over REST; those of other names are of no interest.
 *
 * @param frames {@code frames=binary} (fpesa's) or {@code text}
 * @param shape {@code positions=true}: each message in an envelope with the position after it
 * @param start {@code since=<position>}: where to begin; now if it is absent or empty
 */
public record FeedRequest(Connection.Frames frames, FeedShape shape, Start start) {

    /**
     * Reads a query.
     *
     * @throws IllegalArgumentException if a value makes no sense. A position that is none is not among them: whoever sits in a browser learns
     *     nothing from a refused handshake, so that is told by how the connection ends
     */
    public static FeedRequest of(Map<String, List<String>> query) {
        return new FeedRequest(
                frames(last(query, "frames")), shape(last(query, "positions")), start(last(query, "since")));
    }

    private static @Nullable String last(Map<String, List<String>> query, String name) {
        List<String> values = query.get(name);
        return values == null || values.isEmpty() ? null : values.getLast();
    }

    private static Connection.Frames frames(@Nullable String text) {
        return switch (text == null ? "binary" : text) {
            case "binary" -> Connection.Frames.BINARY;
            case "text" -> Connection.Frames.TEXT;
            default -> throw new IllegalArgumentException("frames must be binary or text");
        };
    }

    private static FeedShape shape(@Nullable String text) {
        return switch (text == null ? "false" : text) {
            case "false" -> FeedShape.BARE;
            case "true" -> FeedShape.WITH_POSITIONS;
            default -> throw new IllegalArgumentException("positions must be true or false");
        };
    }

    private static Start start(@Nullable String text) {
        return text == null || text.isEmpty()
                ? new Start.Now(false)
                : PositionToken.decode(text).<Start>map(Start.At::new).orElseGet(Start.Foreign::new);
    }
}
