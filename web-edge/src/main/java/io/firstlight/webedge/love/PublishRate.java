package io.firstlight.webedge.love;

import java.util.concurrent.TimeUnit;

/**
 * What one producer may send in a second, in messages and in bytes: that much at once, and then as much as the time that has passed allows (the "generic
 * cell rate algorithm" of ITU-T I.371). Who sends more is not refused: he is read from later. Owned by the connection's thread.
 */
public final class PublishRate {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Limits limits;
    private long messagesDue;
    private long bytesDue;

    /**
     * Limits.
     *
     * @param messages most messages in a second; 0 for any number
     * @param bytes most bytes in a second; 0 for any number
     */
    public record Limits(int messages, int bytes) {}

    /** @param now nanoseconds of a clock that never runs backwards, as in {@link #take} */
    PublishRate(Limits limits, long now) {
        this.limits = limits;
        this.messagesDue = now;
        this.bytesDue = now;
    }

    /** Counts a message; returns for how many nanoseconds nothing more is to be read, 0 if it may go on at once. */
    long take(int bytes, long now) {
        long wait = 0;
        if (limits.messages > 0) {
            messagesDue = Math.max(messagesDue, now) + SECOND / limits.messages;
            wait = messagesDue - now - SECOND;
        }
        if (limits.bytes > 0) {
            bytesDue = Math.max(bytesDue, now) + bytes * SECOND / limits.bytes;
            wait = Math.max(wait, bytesDue - now - SECOND);
        }
        return Math.max(wait, 0);
    }
}
