package io.firstlight.webedge.socket;

import io.firstlight.schemas.code.CloseCode;
import io.firstlight.schemas.code.Remedy;
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

    /** Closes with that code, whenever the client comes to read it. */
    @Override
    public void close(CloseCode code) {
        var unused = begin(code);
    }

    /**
     * Closes with that code, unless it closes already. Who is to stay away is cut off if he does not take the close frame in time, or does not
     * answer it; who is to come back may read what there is, and why, when he can.
     *
     * @return completes when the transport has the close frame, or in any case after half a second
     */
    CompletableFuture<@Nullable Void> end(CloseCode code) {
        CompletableFuture<@Nullable Void> taken = begin(code);
        CompletableFuture<@Nullable Void> bounded = taken.copy();
        boolean cutOff = code.remedy() != Remedy.RESUME;
        if (!taken.isDone()) {
            later(TAKE_WITHIN_MS, () -> {
                if (cutOff && !taken.isDone()) {
                    session.abort();
                }
                bounded.complete(null);
            });
        }
        if (cutOff) {
            later(ANSWER_WITHIN_MS, () -> {
                if (!session.isClosed()) {
                    session.abort();
                }
            });
        }
        return bounded;
    }

    private CompletableFuture<@Nullable Void> begin(CloseCode code) {
        CompletableFuture<@Nullable Void> taken = new CompletableFuture<>();
        CompletableFuture<@Nullable Void> before = closing.compareAndExchange(null, taken);
        if (before != null) {
            return before;
        }
        // A failure means that the connection is gone already.
        session.close(
                code.number(),
                code.reason().isEmpty() ? null : code.reason(),
                Callback.from(() -> taken.complete(null), failure -> taken.complete(null)));
        return taken;
    }

    private static void later(long ms, Runnable done) {
        CompletableFuture.delayedExecutor(ms, TimeUnit.MILLISECONDS).execute(done);
    }
}
