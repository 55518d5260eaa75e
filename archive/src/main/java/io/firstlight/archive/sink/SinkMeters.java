package io.firstlight.archive.sink;

import io.firstlight.archive.store.Outcome;
import io.firstlight.archive.store.Refused;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what the sink does; says the first of what must not go unseen, and counts the rest. Thread-safe. */
final class SinkMeters {

    private static final Logger log = LoggerFactory.getLogger(SinkMeters.class);
    private static final long SAID_AT_FIRST = 10;
    private static final long THEN_EVERY = 1_000;

    private final MeterRegistry registry;
    private final Counter messageRows;
    private final Counter componentRows;
    private final Counter quarantined;
    private final Counter malformed;
    private final Counter fenced;
    private final Counter gap;
    private final Counter topicsMadeAgain;
    private final Map<String, Uuid> topicIds = new ConcurrentHashMap<>();
    private final Timer batches;
    private final AtomicLong lag = new AtomicLong();

    SinkMeters(MeterRegistry registry) {
        this.registry = registry;
        messageRows = registry.counter("firstlight.archive.rows", "table", "message");
        componentRows = registry.counter("firstlight.archive.rows", "table", "component");
        quarantined = registry.counter("firstlight.archive.quarantined");
        malformed = registry.counter("firstlight.archive.malformed");
        fenced = registry.counter("firstlight.archive.fenced");
        gap = registry.counter("firstlight.archive.gap.records");
        topicsMadeAgain = registry.counter("firstlight.archive.topics.recreated");
        batches = registry.timer("firstlight.archive.batch");
        registry.gauge("firstlight.archive.lag.records", lag);
    }

    void stored(Outcome.Stored outcome, Duration took) {
        messageRows.increment(outcome.messageRows());
        componentRows.increment(outcome.componentRows());
        batches.record(took);
        for (Refused record : outcome.refused()) {
            quarantined.increment();
            say(quarantined, "in quarantine: {}-{} at {}: {}", record.source(), record.reason());
        }
    }

    void malformed(ConsumerRecord<byte[], byte[]> record, String reason) {
        malformed.increment();
        say(malformed, "malformed, left to the router's quarantine: {}-{} at {}: {}", record, reason);
    }

    void fenced() {
        fenced.increment();
    }

    void gap(long records) {
        gap.increment((double) records);
    }

    /** Notes which topic has that name now. Counted here because a sink that Kafka's client threw out begins with nothing in mind. */
    void topic(String name, Uuid id) {
        Uuid before = topicIds.put(name, id);
        if (before != null && !before.equals(id)) {
            log.warn("topic {} was made again; it is stored from its beginning", name);
            topicsMadeAgain.increment();
        }
    }

    void failed(String of) {
        registry.counter("firstlight.archive.failures", "of", of).increment();
    }

    void lag(long records) {
        lag.set(records);
    }

    private static void say(Counter counter, String format, ConsumerRecord<byte[], byte[]> record, String reason) {
        long count = (long) counter.count();
        if (count <= SAID_AT_FIRST || count % THEN_EVERY == 0) {
            log.warn(format, record.topic(), record.partition(), record.offset(), reason);
        }
    }
}
