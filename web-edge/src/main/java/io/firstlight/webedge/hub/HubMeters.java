package io.firstlight.webedge.hub;

import io.firstlight.webedge.log.LogRecord;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What passes through a hub, counted; the first of a flood of bad records is logged, the rest only counted. */
public final class HubMeters {

    private static final Logger log = LoggerFactory.getLogger(HubMeters.class);
    private static final long LOG_EVERY = 1000;

    private final Counter dispatched;
    private final Counter malformed;
    private final Counter lagging;
    private final Counter holes;
    private final AtomicLong tailBytes;
    private final AtomicInteger replays;
    private long malformedSeen;

    /** Registers the counters. */
    public HubMeters(MeterRegistry meters) {
        dispatched = Counter.builder("firstlight.edge.records.dispatched")
                .description("Records that passed through the hub")
                .register(meters);
        malformed = Counter.builder("firstlight.edge.records.malformed")
                .description("Records that the edge skipped because they cannot be read")
                .register(meters);
        lagging = Counter.builder("firstlight.edge.subscriptions.lagging")
                .description("Times that a client was too slow for lossless data and was read on from the log")
                .register(meters);
        holes = Counter.builder("firstlight.edge.subscriptions.holes")
                .description("Times that retention overtook a client and it was told so")
                .register(meters);
        tailBytes = meters.gauge("firstlight.edge.tail.bytes", new AtomicLong());
        replays = meters.gauge("firstlight.edge.replays", new AtomicInteger());
    }

    void lagging() {
        lagging.increment();
    }

    void hole() {
        holes.increment();
    }

    void tailBytes(long bytes) {
        tailBytes.set(bytes);
    }

    void replays(int running) {
        replays.set(running);
    }

    void dispatched() {
        dispatched.increment();
    }

    void malformed(LogRecord record, String reason) {
        malformed.increment();
        if (malformedSeen++ % LOG_EVERY == 0) {
            log.warn(
                    "skipped a malformed record at {} partition {} offset {}: {} ({} so far)",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    reason,
                    malformedSeen);
        }
    }
}
