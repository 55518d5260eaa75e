package io.firstlight.webedge.outbox;

import io.firstlight.schemas.code.CloseCode;

import java.util.List;

/** Where an outbox writes to: one connection. */
public interface FrameSink {

    /**
     * Writes the frames in order, all in as few system calls as it can, and calls {@code done} once when the connection has taken all
     * of them - perhaps before this returns, perhaps on another thread - or never if the connection died. Not called again before
     * then.
     */
    void write(List<byte[]> frames, Runnable done);

    /** Closes the connection with that code; idempotent. */
    void close(CloseCode code);
}
