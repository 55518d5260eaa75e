package io.firstlight.bench.micro;

import io.firstlight.schemas.code.CloseCode;
import io.firstlight.webedge.outbox.FrameSink;

import java.util.List;

/** A connection that takes every frame at once and forgets it. Stateless. */
public final class NullSink implements FrameSink {

    @Override
    public void write(List<byte[]> frames, Runnable done) {
        done.run();
    }

    @Override
    public void close(CloseCode code) {
        throw new IllegalStateException("closed with " + code + ", though it takes everything at once");
    }
}
