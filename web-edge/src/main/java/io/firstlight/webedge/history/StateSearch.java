package io.firstlight.webedge.history;

import io.firstlight.auth.right.AddressPattern;
import io.firstlight.schemas.address.Address;
import io.firstlight.schemas.record.ComponentRecord;
import io.firstlight.schemas.record.StreamSpan;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.webedge.log.Frontier;
import io.firstlight.webedge.log.LogEntry;
import io.firstlight.webedge.log.LogLayout;
import io.firstlight.webedge.log.LogRecord;
import io.firstlight.webedge.state.AddressValue;
import io.firstlight.webedge.state.LatestValue;
import io.firstlight.webedge.target.Target;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One search for the state at a place in the log. Not thread-safe.
 *
 * <p>An address whose latest record of all lies before the place has that value. Of the others the last record before the place is looked
 * for in windows that reach ever further back in time. What a window does not hold can only be older than the window's beginning; so an
 * address is settled when its newest record found is not older than that, and until then an older window may still have, in another
 * partition, a later one.
 */
final class StateSearch {

    private static final long SECOND_MS = 1000;
    private static final long MINUTE_MS = 60 * SECOND_MS;
    private static final long HOUR_MS = 60 * MINUTE_MS;
    private static final long DAY_MS = 24 * HOUR_MS;

    private static final Target ANY = new Target.OfSelection("all-all-all-all", List.of(AddressPattern.EVERYTHING));

    /** How far back the windows reach; the last one takes what is left. */
    private static final long[] REACHES_MS = {
        10 * SECOND_MS, MINUTE_MS, 10 * MINUTE_MS, HOUR_MS, 6 * HOUR_MS, DAY_MS, 7 * DAY_MS, 30 * DAY_MS, Long.MAX_VALUE
    };

    private final Target target;
    private final Frontier at;
    private final LogLayout layout;
    private final LogTimes times;
    private final Walks walks;
    private final Map<Address, LatestValue> settled = new HashMap<>();
    private final Map<Address, @Nullable LatestValue> open = new HashMap<>();
    private final Set<Topic> begunAnew = EnumSet.noneOf(Topic.class);
    private long recordsLeft;

    /** Begins walks through the log. */
    interface Walks {
        LogWalk walk(Target target, Frontier from, @Nullable Frontier end);
    }

    /**
     * A search that has not begun.
     *
     * @param at the place; not changed
     * @param maxRecords how many offsets it may pass
     */
    StateSearch(Target target, Frontier at, LogLayout layout, LogTimes times, Walks walks, long maxRecords) {
        this.target = target;
        this.at = at;
        this.layout = layout;
        this.times = times;
        this.walks = walks;
        this.recordsLeft = maxRecords;
    }

    /**
     * Searches.
     *
     * @param latest the latest record known of each address
     * @param knownAt how far these were known
     * @param nowMs unix milliseconds
     * @throws LogTimes.LogAwayException if the log does not answer
     */
    void run(List<AddressValue> latest, @Nullable Frontier knownAt, long nowMs) throws InterruptedException {
        for (AddressValue known : latest) {
            settled.put(known.address(), known.value());
        }
        if (knownAt != null) {
            fold(earlier(knownAt, at), at, settled);
        }
        settled.forEach((address, value) -> {
            if (!isBefore(address, value)) {
                open.put(address, null);
            }
        });
        settled.keySet().removeAll(open.keySet());
        if (!open.isEmpty()) {
            lookBack(nowMs);
        }
    }

    private boolean isBefore(Address address, LatestValue value) {
        return value.isFormer() || value.offset() < at.next(address.category().topic(), value.partition());
    }

    private void lookBack(long nowMs) throws InterruptedException {
        Frontier beginning = times.beginning(layout, at.topics());
        for (Topic topic : at.topics()) {
            for (int p = 0; p < beginning.partitions(topic); p++) {
                if (beginning.next(topic, p) > 0) {
                    begunAnew.add(topic);
                }
            }
        }
        long fromMs = timeOfPlace(nowMs);
        Frontier upper = at;
        long reached = 0;
        for (long reach : REACHES_MS) {
            Window window = window(fromMs, reached, Math.min(reach, fromMs), beginning, upper);
            if (window == null) {
                return;
            }
            fold(window.lower(), upper, open);
            recordsLeft -= distance(window.lower(), upper);
            boolean everything = beginning.reaches(window.lower());
            settle(everything ? Long.MIN_VALUE : fromMs - window.reachMs());
            if (everything || unsettled() == 0) {
                if (everything) {
                    dropNeverSeen();
                }
                return;
            }
            upper = window.lower();
            reached = window.reachMs();
        }
    }

    /** A stretch of the log before the one that was read last. */
    private record Window(Frontier lower, long reachMs) {}

    /** The window that reaches so far back, or as far as the bound on records lets it; null if that is no further than before. */
    private @Nullable Window window(long fromMs, long reached, long reach, Frontier beginning, Frontier upper)
            throws InterruptedException {
        long length = reach;
        while (length > reached) {
            Frontier lower =
                    length == fromMs ? beginning : times.firstAt(layout, at.topics(), Math.max(fromMs - length, 0));
            lower = earlier(lower, upper);
            if (distance(lower, upper) <= recordsLeft) {
                return new Window(lower, length);
            }
            if (length - reached <= SECOND_MS) {
                return null;
            }
            length = reached + (length - reached) / 2;
        }
        return null;
    }

    /** The time stamp of the first record after the place, of whatever address; now, if there is none. */
    private long timeOfPlace(long nowMs) throws InterruptedException {
        LogWalk walk = walks.walk(ANY, at.copy(at.topics()), times.end(layout, at.topics()));
        return next(walk) instanceof LogScan.Step.Hit hit ? hit.entry().record().timestampMs() : nowMs;
    }

    /** Takes the records of a stretch into the newest that is held of each address of the map. */
    private void fold(Frontier from, Frontier end, Map<Address, @Nullable LatestValue> into)
            throws InterruptedException {
        LogWalk walk = walks.walk(target, from.copy(from.topics()), end);
        while (next(walk) instanceof LogScan.Step.Hit hit) {
            LogEntry entry = hit.entry();
            ComponentRecord component = entry.component();
            if (component != null) {
                for (StreamSpan stream : component.streams()) {
                    fold(entry.record(), component, stream, into);
                }
            }
        }
    }

    @SuppressWarnings("ReferenceEquality") // that very map
    private void fold(
            LogRecord record, ComponentRecord component, StreamSpan stream, Map<Address, @Nullable LatestValue> into) {
        Address address = new Address(component.category(), component.component(), stream.stream());
        if (!target.includes(address) || (into == open && settled.containsKey(address))) {
            return;
        }
        LatestValue held = into.get(address);
        if (held == null || !held.covers(record.partition(), record.offset(), record.timestampMs())) {
            into.put(
                    address,
                    LatestValue.of(
                            component.value(),
                            stream.payload(),
                            component.salindexIsText(),
                            record.timestampMs(),
                            record.partition(),
                            record.offset()));
        }
    }

    private LogScan.Step next(LogWalk walk) throws InterruptedException {
        LogScan.Step step = walk.next();
        while (step instanceof LogScan.Step.Gone gone) {
            // Retention came nearer while we read: what it took is unknown, the rest is still there.
            begunAnew.add(gone.topic());
            walk.at().pass(gone.topic(), gone.partition(), gone.earliest());
            step = walk.next();
        }
        if (step instanceof LogScan.Step.Unavailable unavailable) {
            throw new LogTimes.LogAwayException(unavailable.reason(), null);
        }
        return step;
    }

    private void settle(long sinceMs) {
        open.entrySet().removeIf(entry -> {
            LatestValue found = entry.getValue();
            if (found == null || found.timestampMs() < sinceMs) {
                return false;
            }
            settled.put(entry.getKey(), found);
            return true;
        });
    }

    private int unsettled() {
        return open.size();
    }

    /** The whole log was read: an address without a record had no value, unless retention took the topic's beginning. */
    private void dropNeverSeen() {
        open.keySet().removeIf(address -> !begunAnew.contains(address.category().topic()));
    }

    private Frontier earlier(Frontier one, Frontier other) {
        Frontier earlier = Frontier.beginning(layout, at.topics());
        for (Topic topic : at.topics()) {
            for (int p = 0; p < at.partitions(topic); p++) {
                earlier.pass(topic, p, Math.min(one.next(topic, p), other.next(topic, p)));
            }
        }
        return earlier;
    }

    private static long distance(Frontier from, Frontier to) {
        long distance = 0;
        for (Topic topic : from.topics()) {
            for (int p = 0; p < from.partitions(topic); p++) {
                distance += to.next(topic, p) - from.next(topic, p);
            }
        }
        return distance;
    }

    /** The values found; a deleted address has none. */
    List<AddressValue> values() {
        List<AddressValue> values = new ArrayList<>();
        settled.forEach((address, value) -> addUnlessDeleted(values, address, value));
        open.forEach((address, value) -> {
            if (value != null) {
                addUnlessDeleted(values, address, value);
            }
        });
        return values;
    }

    private static void addUnlessDeleted(List<AddressValue> values, Address address, LatestValue value) {
        if (!value.isDeleted()) {
            values.add(new AddressValue(address, value));
        }
    }

    /** The addresses of which nothing was found though they may have had a value. */
    List<Address> unknown() {
        List<Address> unknown = new ArrayList<>();
        open.forEach((address, value) -> {
            if (value == null) {
                unknown.add(address);
            }
        });
        return unknown;
    }
}
