package io.firstlight.ingest.producer;

import io.firstlight.schemas.topic.Topic;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the producer counts: {@code firstlight.producer.acknowledged} by topic, {@code firstlight.producer.failed} by reason,
 * {@code firstlight.producer.waiting} (sent, not yet answered). Thread-safe.
 */
final class ProducerMeters {

    private final Map<Topic, Counter> acknowledged = new EnumMap<>(Topic.class);
    private final Map<NotAcknowledged.Reason, Counter> failed = new EnumMap<>(NotAcknowledged.Reason.class);
    private final LongAdder waiting = new LongAdder();

    ProducerMeters(MeterRegistry registry) {
        for (Topic topic : Topic.values()) {
            acknowledged.put(
                    topic,
                    Counter.builder("firstlight.producer.acknowledged")
                            .description("Records that Kafka has acknowledged")
                            .tag("topic", topic.suffix())
                            .register(registry));
        }
        for (NotAcknowledged.Reason reason : NotAcknowledged.Reason.values()) {
            failed.put(
                    reason,
                    Counter.builder("firstlight.producer.failed")
                            .description("Records that Kafka did not acknowledge")
                            .tag("reason", reason.name().toLowerCase(java.util.Locale.ROOT))
                            .register(registry));
        }
        Gauge.builder("firstlight.producer.waiting", waiting, LongAdder::sum)
                .description("Records sent and not yet answered by Kafka")
                .register(registry);
    }

    void sending() {
        waiting.increment();
    }

    void acknowledged(Topic topic) {
        waiting.decrement();
        Objects.requireNonNull(acknowledged.get(topic)).increment();
    }

    void failed(NotAcknowledged.Reason reason) {
        waiting.decrement();
        Objects.requireNonNull(failed.get(reason)).increment();
    }
}
