package io.firstlight.ingest.component.relay;

import io.firstlight.ingest.component.LastState;
import io.firstlight.schemas.address.Address;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Takes back from the platform what a producer has derived before. It tries until it succeeds: what is derived anew must not be sent over
 * what is better. Owned by the feed's thread.
 */
public final class Recovery {

    private static final Logger log = LoggerFactory.getLogger(Recovery.class);

    private static final long AGAIN_NS = TimeUnit.SECONDS.toNanos(10);

    private final LastState lastState;
    private final Address address;
    private final LongSupplier nanoTime;
    private final Consumer<byte[]> then;
    private @Nullable CompletableFuture<Optional<byte[]>> reading;
    private long beganAtNs;
    private boolean over;

    /**
     * What is to be taken back.
     *
     * @param then takes the payload, if there is one
     */
    public Recovery(LastState lastState, Address address, LongSupplier nanoTime, Consumer<byte[]> then) {
        this.lastState = lastState;
        this.address = address;
        this.nanoTime = nanoTime;
        this.then = then;
    }

    /** Goes on as far as it can without waiting; true if nothing is left to do. The first call begins. */
    public boolean isOver() {
        if (over) {
            return true;
        }
        CompletableFuture<Optional<byte[]>> present = reading;
        if (present == null || (present.isCompletedExceptionally() && nanoTime.getAsLong() - beganAtNs >= AGAIN_NS)) {
            present = lastState.payload(address);
            reading = present;
            beganAtNs = nanoTime.getAsLong();
            var unused = present.whenComplete((payload, failure) -> {
                if (failure != null) {
                    log.warn("the last state of {} cannot be read, it is tried again: {}", address, failure.toString());
                }
            });
        }
        if (!present.isDone() || present.isCompletedExceptionally()) {
            return false;
        }
        over = true;
        present.join().ifPresent(then);
        return true;
    }
}
