package io.firstlight.webedge.sse;

import io.firstlight.schemas.code.CloseCode;
import io.firstlight.webedge.outbox.FrameSink;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Writes to a servlet's response without waiting: when the response cannot take more, the container says when it can. Thread-safe; every
 * field is guarded by {@code this}, and nothing foreign is called under the lock but the response, which never calls back on the same
 * thread.
 */
final class ServletSink implements FrameSink, WriteListener {

    private static final Logger log = LoggerFactory.getLogger(ServletSink.class);

    /** How long a client that does not read may hold up whoever ends its stream. */
    private static final long TAKE_WITHIN_MS = 500;

    private final AsyncContext context;
    private final ServletOutputStream out;
    private final Runnable failed;
    private final Runnable disconnect;
    private final CompletableFuture<@Nullable Void> over = new CompletableFuture<>();
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private @Nullable Runnable done;
    private boolean toFlush;
    private boolean closing;
    private boolean ended;

    /**
     * A sink; the caller sets it as the response's write listener.
     *
     * @param failed run once when the client is gone
     * @param disconnect cuts the client off
     */
    ServletSink(AsyncContext context, ServletOutputStream out, Runnable failed, Runnable disconnect) {
        this.context = context;
        this.out = out;
        this.failed = failed;
        this.disconnect = disconnect;
    }

    @Override
    public void write(List<byte[]> frames, Runnable whenDone) {
        synchronized (this) {
            waiting.addAll(frames);
            done = whenDone;
        }
        goOn();
    }

    @Override
    public void onWritePossible() {
        goOn();
    }

    private void goOn() {
        Runnable finished;
        try {
            finished = writeWhatCanBe();
        } catch (IOException | IllegalStateException e) {
            onError(e);
            return;
        }
        if (finished != null) {
            finished.run();
        }
    }

    private synchronized @Nullable Runnable writeWhatCanBe() throws IOException {
        while (!ended && out.isReady()) {
            byte[] next = waiting.poll();
            if (next != null) {
                out.write(next);
                toFlush = true;
            } else if (toFlush) {
                toFlush = false;
                out.flush();
            } else if (closing) {
                ended = true;
                context.complete();
                return () -> over.complete(null);
            } else {
                Runnable finished = done;
                done = null;
                return finished;
            }
        }
        return null;
    }

    @Override
    public void onError(Throwable failure) {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            waiting.clear();
        }
        log.debug("an event stream ended: {}", failure.toString());
        failed.run();
        complete();
        over.complete(null);
    }

    private void complete() {
        try {
            context.complete();
        } catch (IllegalStateException e) {
            log.debug("it had been completed: {}", e.getMessage());
        }
    }

    /** Ends the stream after what is under way, whenever the client takes that; it reconnects by itself, as the protocol has it. */
    @Override
    public void close(CloseCode code) {
        synchronized (this) {
            closing = true;
        }
        goOn();
    }

    /**
     * Ends the stream after what is under way, or cuts the client off if it does not take that in time; may be repeated.
     *
     * @return completes when the end is with the container, or the client was cut off: within a second
     */
    CompletableFuture<@Nullable Void> end(CloseCode code) {
        close(code);
        if (!over.isDone()) {
            CompletableFuture.delayedExecutor(TAKE_WITHIN_MS, TimeUnit.MILLISECONDS)
                    .execute(this::cutOff);
        }
        return over;
    }

    private void cutOff() {
        synchronized (this) {
            if (ended) {
                return;
            }
        }
        disconnect.run();
        onError(new IOException("the client takes nothing and its stream is to end"));
    }
}
