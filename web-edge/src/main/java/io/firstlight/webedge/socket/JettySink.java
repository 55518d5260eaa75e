package io.firstlight.webedge.socket;

import io.firstlight.schemas.code.CloseCode;
import io.firstlight.webedge.outbox.FrameSink;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Writes through Jetty's core session: all frames but the last are gathered, the last one sends them on their way together. */
final class JettySink implements FrameSink {

    /** How long a client that does not read may hold up whoever closes its connection. */
    private static final long TAKE_WITHIN_MS = 500;

    /** How long a client may take to answer the close, as the protocol asks it to. */
    private static final long ANSWER_WITHIN_MS = 5000;

    private final CoreSession session;
    private final byte opCode;
    private final AtomicReference<@Nullable CompletableFuture<@Nullable Void>> closing = new AtomicReference<>();

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
        var unused = end(code);
    }

    /**
     * Closes with that code; the first call counts.
     *
     * @return completes when the transport has the close frame, or the connection is cut because the client takes none in time
     */
    CompletableFuture<@Nullable Void> end(CloseCode code) {
        CompletableFuture<@Nullable Void> handed = new CompletableFuture<>();
        CompletableFuture<@Nullable Void> before = closing.compareAndExchange(null, handed);
        if (before != null) {
            return before;
        }
        // A failure means that the connection is gone already.
        session.close(
                code.number(),
                code.reason().isEmpty() ? null : code.reason(),
                Callback.from(() -> handed.complete(null), failure -> handed.complete(null)));
        if (!handed.isDone()) {
            later(TAKE_WITHIN_MS, () -> {
                if (!handed.isDone()) {
                    session.abort();
                    handed.complete(null);
                }
            });
        }
        later(ANSWER_WITHIN_MS, () -> {
            if (!session.isClosed()) {
                session.abort();
            }
        });
        return handed;
    }

    private static void later(long ms, Runnable done) {
        CompletableFuture.delayedExecutor(ms, TimeUnit.MILLISECONDS).execute(done);
    }
}
