package io.firstlight.bench.live;

import io.firstlight.bench.message.Stamp;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/**
 * What one kind of client listens to: how something is posted that all its clients get, how a client joins, and where the stamp is in what it
 * gets. A post must be answered with {@code partition} and {@code offset} of its record. Immutable, thread-safe.
 */
public interface LiveFeed {

    /** Its name in the report, for example {@code messages}: letters and underscores. */
    String name();

    /** Where things are posted. */
    String postPath();

    /** What is posted, with that stamp somewhere in it. */
    byte[] post(Stamp stamp);

    /** Path and query of the socket. */
    String socketPath();

    /** Headers of each post and of each handshake beside the usual ones, such as {@code Authorization}. */
    Map<String, String> headers();

    /** The text frames that a client sends once its connection is open; none where it has joined by then. */
    List<byte[]> joining();

    /** The stamp in a frame, between the two indexes; null if the frame is something else, such as an answer to {@link #joining}. */
    @Nullable
    Stamp stamp(byte[] bytes, int from, int to);
}
