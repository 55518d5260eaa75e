package io.firstlight.webedge.socket;

import io.firstlight.schemas.code.CloseCode;
import io.firstlight.webedge.outbox.FrameSink;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;

import java.nio.ByteBuffer;
import java.util.List;

/** Writes through Jetty's core session: all frames but the last are gathered, the last one sends them on their way together. */
final class JettySink implements FrameSink {

    private final CoreSession session;
    private final byte opCode;

    /** A sink whose data frames have that opcode: text or binary. */
    JettySink(CoreSession session, byte opCode) {
        this.session = session;
        this.opCode = opCode;
    }

    @Override
    public void write(List<byte[]> frames, Runnable done) {
        int last = frames.size() - 1;
        for (int i = 0; i < last; i++) {
            session.sendFrame(frame(frames.get(i)), Callback.NOOP, true);
        }
        // A failure needs no answer: Jetty closes the connection, and that ends the outbox.
        session.sendFrame(frame(frames.get(last)), Callback.from(done, failure -> {}), false);
    }

    private Frame frame(byte[] payload) {
        return new Frame(opCode).setPayload(ByteBuffer.wrap(payload));
    }

    @Override
    public void close(CloseCode code) {
        session.close(code.number(), code.reason().isEmpty() ? null : code.reason(), Callback.NOOP);
    }
}
