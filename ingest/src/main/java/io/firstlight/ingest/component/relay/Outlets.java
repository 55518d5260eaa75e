package io.firstlight.ingest.component.relay;

import io.firstlight.ingest.producer.Message;
import io.firstlight.ingest.producer.MessageSender;
import io.firstlight.ingest.producer.NotAcknowledged;
import io.firstlight.schemas.address.Address;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Sends messages, and sees to it that the newest value of each address arrives in the end. What is lost on its way is counted, and the
 * newest of its address is sent again: as soon as anything arrives, until then one message a second tries. A value that was overtaken by a newer
 * one is not sent again, and what is too large or wrong never.
 *
 * <p>Owned by the feed's thread, which a full buffer holds up in {@link Outlet#send}; answers of the platform come on any thread.
 */
public final class Outlets {

    private static final Logger log = LoggerFactory.getLogger(Outlets.class);

    /** Why a message was lost that was not even tried. */
    static final String BLOCKED = "blocked";

    private static final long LOOK_NS = TimeUnit.SECONDS.toNanos(1);

    private final MessageSender client;
    private final RelayMeters meters;
    private final LongSupplier nanoTime;
    private final List<Outlet> all = new ArrayList<>();
    private long lookedAtNs;
    private long triedAtNs;

    /** Whether there may be an outlet whose newest value was lost. */
    private volatile boolean anyLost;

    private final AtomicBoolean anyForGood = new AtomicBoolean();

    /** Whether the last answer was that a message is lost, for a reason that holds for the others as well. */
    private volatile boolean blocked;

    /**
     * Outlets that send to that client.
     *
     * @param nanoTime as {@link System#nanoTime}
     */
    public Outlets(MessageSender client, RelayMeters meters, LongSupplier nanoTime) {
        this.client = client;
        this.meters = meters;
        this.nanoTime = nanoTime;
        lookedAtNs = nanoTime.getAsLong();
        triedAtNs = lookedAtNs;
    }

    /** An address's way out. It lives as long as this does. */
    public Outlet open(Address address) {
        Outlet outlet = new Outlet(this, address);
        all.add(outlet);
        return outlet;
    }

    /** Sends a message that nobody misses when it is lost, because the next one says more; left out while the way is blocked. */
    public void pass(Message message) {
        if (isOpen()) {
            send(message);
        } else {
            meters.lost(BLOCKED);
        }
    }

    /** Sends a message that is part of a sequence, whatever became of the one before. It is not sent again. */
    public void send(Message message) {
        send(message, failure -> {});
    }

    /** Sends again what is due. Called some times a second. */
    public void tick() {
        long now = nanoTime.getAsLong();
        if (!anyLost || now - lookedAtNs < LOOK_NS) {
            return;
        }
        lookedAtNs = now;
        // First, so that what is lost from now on is seen the next time.
        anyLost = false;
        boolean more = false;
        for (Outlet outlet : all) {
            if (outlet.isLost()) {
                more = true;
                if (outlet.isDueAgain(now) && isOpen()) {
                    meters.repaired();
                    outlet.sendAgain(now);
                }
            }
        }
        if (more) {
            anyLost = true;
        }
    }

    /** Whether to send what need not be sent now: always while messages arrive, else once a second, to see whether they do again. */
    boolean isOpen() {
        return !blocked || nanoTime.getAsLong() - triedAtNs >= LOOK_NS;
    }

    RelayMeters meters() {
        return meters;
    }

    long nanoTime() {
        return nanoTime.getAsLong();
    }

    /** Marks that an outlet's newest value did not get out. Any thread. */
    void noteLost() {
        anyLost = true;
    }

    void send(Message message, Consumer<@Nullable Throwable> then) {
        triedAtNs = nanoTime.getAsLong();
        try {
            var unused =
                    client.send(message).whenComplete((acknowledgement, failure) -> answered(message, failure, then));
        } catch (RuntimeException e) {
            answered(message, e, then);
        }
    }

    private void answered(Message message, @Nullable Throwable failure, Consumer<@Nullable Throwable> then) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause == null) {
            meters.sent();
            if (blocked) {
                blocked = false;
                log.info("messages of components arrive again");
            }
        } else {
            meters.lost(cause instanceof NotAcknowledged known ? known.reason().name() : "other");
            if (isForGood(cause)) {
                // Each is counted; a topic that is too large or wrong once is so every time.
                if (anyForGood.compareAndSet(false, true)) {
                    log.warn(
                            "a message of {} is lost for good, later ones are only counted: {}",
                            message.component(),
                            cause.toString());
                }
            } else if (!blocked && !isOvertaken(cause)) {
                blocked = true;
                log.warn(
                        "messages of components do not arrive, first of {}: {}", message.component(), cause.toString());
            }
        }
        then.accept(cause);
    }

    static boolean isForGood(Throwable failure) {
        return failure instanceof NotAcknowledged known && known.isForGood();
    }

    private static boolean isOvertaken(Throwable failure) {
        return failure instanceof NotAcknowledged known && known.reason() == NotAcknowledged.Reason.OVERTAKEN;
    }
}
