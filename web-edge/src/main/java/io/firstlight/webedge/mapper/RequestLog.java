package io.firstlight.webedge.mapper;

import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Where requests are written. Implementations are thread-safe. */
interface RequestLog {

    /**
     * Where a request lies.
     *
     * @param position the place behind it in the form that clients hold; null if the cluster did not tell the topic's id
     */
    record Placed(int partition, long offset, @Nullable String position) {}

    /** What the future of a request fails with. */
    final class NotTaken extends RuntimeException {

        private static final long serialVersionUID = 1L;
        private final boolean mayBeIn;
        private final boolean tooLarge;

        NotTaken(boolean mayBeIn, boolean tooLarge, Throwable cause) {
            super(cause.toString(), cause);
            this.mayBeIn = mayBeIn;
            this.tooLarge = tooLarge;
        }

        /** Whether the request may be in the log nevertheless. */
        boolean mayBeIn() {
            return mayBeIn;
        }

        /** Whether it is larger than the log takes. */
        boolean tooLarge() {
            return tooLarge;
        }
    }

    /** Writes a request; completes when every in-sync replica has it, or fails with {@link NotTaken}. */
    CompletableFuture<Placed> append(String topic, byte[] value, List<Header> headers);
}
