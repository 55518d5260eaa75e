package io.firstlight.webedge.outbox;

import io.firstlight.schemas.code.CloseCode;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A connection that keeps what it is given; open by default, or stalled so that the test says when a write ends. */
public final class RecordingSink implements FrameSink {

    private final List<List<String>> writes = new ArrayList<>();
    private boolean stalled;
    private @Nullable Runnable pending;
    private @Nullable CloseCode closed;

    @Override
    public void write(List<byte[]> frames, Runnable done) {
        if (pending != null) {
            throw new AssertionError("a second write before the first has ended");
        }
        writes.add(frames.stream()
                .map(frame -> new String(frame, StandardCharsets.UTF_8))
                .toList());
        if (stalled) {
            pending = done;
        } else {
            done.run();
        }
    }

    @Override
    public void close(CloseCode code) {
        closed = code;
    }

    /** From now on writes end only when {@link #finishWrite} says so. */
    public void stall() {
        stalled = true;
    }

    /** Whether a write has begun and not ended. */
    public boolean isWriting() {
        return pending != null;
    }

    /** Ends the write under way. */
    public void finishWrite() {
        Runnable done = pending;
        pending = null;
        if (done == null) {
            throw new AssertionError("no write is under way");
        }
        done.run();
    }

    /** Ends this and all later writes at once. */
    public void resume() {
        stalled = false;
        if (pending != null) {
            finishWrite();
        }
    }

    /** Every write as the frames it carried. */
    public List<List<String>> writes() {
        return writes;
    }

    /** Every frame in order. */
    public List<String> frames() {
        return writes.stream().flatMap(List::stream).toList();
    }

    /** The code it was closed with. */
    public @Nullable CloseCode closed() {
        return closed;
    }
}
