package io.firstlight.ingest.component.relay;

import io.firstlight.ingest.producer.Message;
import io.firstlight.schemas.address.Address;
import io.firstlight.schemas.address.Category;
import org.jspecify.annotations.Nullable;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One address's way out, with the newest value that was put into it. Owned by the feed's thread.
 *
 * <p>Each value has a number. A value was lost if its number is the newest and it has failed; older ones do not matter any more.
 */
public final class Outlet {

    private static final long ANSWER_EVERY_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long FIRST_PAUSE_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int MOST_DOUBLINGS = 6;

    private final Outlets outlets;
    private final Address address;
    private byte @Nullable [] data;
    private long newest;
    private boolean waits;
    private int attempts;
    private long sentAtNs;
    private long answered = -1;
    private long answeredAtNs;

    private final AtomicInteger onTheWay = new AtomicInteger();
    private final AtomicLong failed = new AtomicLong();

    Outlet(Outlets outlets, Address address) {
        this.outlets = outlets;
        this.address = address;
    }

    /** Keeps a value without sending it: it waits for {@link #sendIfWaiting}. */
    public void put(byte[] value) {
        data = value;
        newest++;
        waits = true;
    }

    /**
     * Sends a value, and keeps it.
     *
     * @param value the message's data, the object from stream to payload; neither copied nor to be changed
     */
    public void send(byte[] value) {
        put(value);
        attempts = 0;
        send();
    }

    /** Sends the newest value if it was put and not sent. */
    public void sendIfWaiting() {
        if (waits) {
            send();
        }
    }

    /** Says the newest value again, as an event, for somebody who asks: not twice within a second unless there is a newer one. */
    public void answer() {
        byte[] value = data;
        long now = outlets.nanoTime();
        if (value == null || (answered == newest && now - answeredAtNs < ANSWER_EVERY_NS)) {
            return;
        }
        answered = newest;
        answeredAtNs = now;
        outlets.meters().answered();
        outlets.pass(new Message(Category.EVENT, address.component(), value));
    }

    /** Whether values may follow each other: not while one is on its way, or the way is blocked. */
    public boolean isFree() {
        return onTheWay.get() == 0 && outlets.isOpen();
    }

    boolean isLost() {
        return newest > 0 && failed.get() == newest;
    }

    boolean isDueAgain(long now) {
        return now - sentAtNs >= FIRST_PAUSE_NS << Math.min(attempts, MOST_DOUBLINGS);
    }

    void sendAgain(long now) {
        attempts++;
        newest++;
        send();
    }

    private void send() {
        byte[] value = data;
        if (value == null) {
            return;
        }
        long number = newest;
        waits = false;
        sentAtNs = outlets.nanoTime();
        onTheWay.incrementAndGet();
        outlets.send(new Message(address.category(), address.component(), value), failure -> {
            if (failure != null && !Outlets.isForGood(failure)) {
                failed.accumulateAndGet(number, Math::max);
                outlets.noteLost();
            }
            onTheWay.decrementAndGet();
        });
    }
}
