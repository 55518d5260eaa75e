package io.firstlight.webedge.tower;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.json.Json;
import io.firstlight.schemas.json.Span;
import io.firstlight.schemas.record.ComponentRecord;
import io.firstlight.schemas.record.StreamSpan;
import io.firstlight.webedge.hub.Throttle;
import io.firstlight.webedge.log.LogEntry;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Tower's limit on details: of one thing, a notice passes if fewer than the rate have passed so far, or the rate-th last was more than a
 * second ago, or the last one more than one rate-th of a second. So a burst of twice the rate passes at most, then the rate. What is held
 * back is counted, and is in the log all the same.
 *
 * <p>Time is that of the records, so every edge, and every client that reads on from the log, holds back the same but for the beginning.
 */
final class NoticeThrottle implements Throttle {

    /** Above so many things at once, those that have been still are forgotten. */
    private static final int MANY = 1000;

    private static final long STILL_MS = 60_000;

    /** A clock that was set back by more than this begins anew: it must not stop the flow for as long. */
    private static final long CLOCK_BACK_MS = 1000;

    private final int rate;
    private final Set<String> throttled;
    private final Set<String> alwaysPass;
    private final Runnable heldBack;
    private final Map<Component, Flow> flows = new HashMap<>(2);

    /** A throttle that has seen nothing; {@code heldBack} is told of each that is. */
    NoticeThrottle(TowerConfig config, Runnable heldBack) {
        this.rate = config.rate();
        this.throttled = config.throttled();
        this.alwaysPass = config.alwaysPass();
        this.heldBack = heldBack;
    }

    @Override
    public int admit(LogEntry entry) {
        ComponentRecord record = entry.component();
        if (record == null
                || rate == 0
                || !throttled.contains(record.component().csc())) {
            return 0;
        }
        Flow flow = flows.get(record.component());
        long timeMs = entry.record().timestampMs();
        if (flow == null) {
            if (flows.size() >= MANY) {
                flows.values().removeIf(other -> other.isStill(timeMs));
            }
            flow = new Flow(rate);
            flows.put(record.component(), flow);
        }
        if (flow.passes(timeMs)) {
            return flow.take(timeMs);
        }
        if (isAlwaysPassed(record)) {
            return flow.countedOff();
        }
        heldBack.run();
        return flow.hold();
    }

    private boolean isAlwaysPassed(ComponentRecord record) {
        for (StreamSpan stream : record.streams()) {
            if (alwaysPass.contains(event(record.value(), stream.payload()))) {
                return true;
            }
        }
        return false;
    }

    /** The payload's {@code event}; empty if it has none. */
    private static String event(byte[] json, Span payload) {
        try (JsonParser parser = Json.strictParser(json, payload.start(), payload.end())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return "";
            }
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                if (field.equals("event")) {
                    return value == JsonToken.VALUE_STRING ? parser.getText() : "";
                }
                parser.skipChildren();
            }
            return "";
        } catch (IOException e) {
            throw new IllegalStateException("a record that was read before cannot be read", e);
        }
    }

    /** What has passed of one thing. */
    private static final class Flow {
        private final long[] passedMs;
        private long passed;
        private long lastMs = Long.MIN_VALUE;
        private int held;

        Flow(int rate) {
            passedMs = new long[rate];
        }

        boolean passes(long timeMs) {
            int rate = passedMs.length;
            if (timeMs < lastMs - CLOCK_BACK_MS) {
                passed = 0;
            }
            return passed < rate || timeMs - passedMs[(int) (passed % rate)] > 1000 || (timeMs - lastMs) * rate > 1000;
        }

        int take(long timeMs) {
            passedMs[(int) (passed++ % passedMs.length)] = timeMs;
            lastMs = timeMs;
            return countedOff();
        }

        int countedOff() {
            int before = held;
            held = 0;
            return before;
        }

        int hold() {
            held++;
            return HELD_BACK;
        }

        boolean isStill(long nowMs) {
            return held == 0 && nowMs - lastMs > STILL_MS;
        }
    }
}
