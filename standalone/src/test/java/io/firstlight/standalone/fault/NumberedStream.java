package io.firstlight.standalone.fault;

import io.firstlight.ingest.producer.Acknowledgement;
import io.firstlight.schemas.address.Address;

import java.util.ArrayList;
import java.util.List;

/**
 * One address that the load writes to: its records carry 0, 1, 2 and so on, and the fate of each number is kept here. Times are of
 * {@link System#nanoTime}; {@link #NEVER} stands for a time that has not come. Thread-safe.
 */
final class NumberedStream {

    static final long NEVER = Long.MAX_VALUE;

    private final Address address;
    private final List<Fate> fates = new ArrayList<>();
    private int acknowledged;
    private int failed;
    /** Where the last search by offset ended; offsets grow with the numbers. */
    private int searchFrom;

    NumberedStream(Address address) {
        this.address = address;
    }

    private static final class Fate {
        final long sentNanos;
        long acknowledgedNanos = NEVER;
        int partition = -1;
        long offset = -1;

        Fate(long sentNanos) {
            this.sentNanos = sentNanos;
        }
    }

    Address address() {
        return address;
    }

    /** The next number, sent now. */
    synchronized int next() {
        fates.add(new Fate(System.nanoTime()));
        return fates.size() - 1;
    }

    synchronized void acknowledged(int number, Acknowledgement where) {
        Fate fate = fates.get(number);
        fate.acknowledgedNanos = System.nanoTime();
        fate.partition = where.partition();
        fate.offset = where.offset();
        acknowledged++;
    }

    synchronized void failed() {
        failed++;
    }

    /** How many numbers were sent. */
    synchronized int sent() {
        return fates.size();
    }

    /** How many numbers Kafka has acknowledged. */
    synchronized int acknowledged() {
        return acknowledged;
    }

    /** How many numbers ended without an acknowledgement. */
    synchronized int failures() {
        return failed;
    }

    /** Where Kafka says that the number is, if it has said so. */
    synchronized boolean isAt(int number, int partition, long offset) {
        Fate fate = fates.get(number);
        return fate.partition == partition && fate.offset == offset;
    }

    synchronized boolean isAcknowledged(int number) {
        return number < fates.size() && fates.get(number).offset >= 0;
    }

    /** When the number after {@code seen} was sent. */
    synchronized long sentAfter(int seen) {
        return seen + 1 < fates.size() ? fates.get(seen + 1).sentNanos : NEVER;
    }

    /** When the number after {@code seen} was acknowledged. */
    synchronized long acknowledgedAfter(int seen) {
        return seen + 1 < fates.size() ? fates.get(seen + 1).acknowledgedNanos : NEVER;
    }

    /** The partition of all its records; -1 before the first acknowledgement. */
    synchronized int partition() {
        return fates.isEmpty() ? -1 : fates.getFirst().partition;
    }

    /** When the first number at or after that offset of its partition was acknowledged; asked with offsets that never go back. */
    synchronized long acknowledgedFrom(long offset) {
        while (searchFrom < fates.size()) {
            Fate fate = fates.get(searchFrom);
            if (fate.offset < 0) {
                return NEVER;
            }
            if (fate.offset >= offset) {
                return fate.acknowledgedNanos;
            }
            searchFrom++;
        }
        return NEVER;
    }

    /** The longest that an acknowledgement took of what was sent since, in nanoseconds. */
    synchronized long longestWaitNanos(long sinceNanos) {
        long longest = 0;
        for (int i = fates.size() - 1; i >= 0 && fates.get(i).sentNanos - sinceNanos >= 0; i--) {
            Fate fate = fates.get(i);
            if (fate.acknowledgedNanos != NEVER) {
                longest = Math.max(longest, fate.acknowledgedNanos - fate.sentNanos);
            }
        }
        return longest;
    }
}
