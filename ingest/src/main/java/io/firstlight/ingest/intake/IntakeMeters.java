package io.firstlight.ingest.intake;

import io.firstlight.schemas.code.ErrorCode;
import io.firstlight.schemas.topic.Topic;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * {@code firstlight.intake.accepted} by topic (records) and {@code firstlight.intake.rejected} by reason (inputs). The meters are made
 * beforehand: a look-up in the registry per message is slower than the count. Thread-safe.
 */
final class IntakeMeters {

    private final Map<Topic, Counter> accepted = new EnumMap<>(Topic.class);
    private final Map<ErrorCode, Counter> rejected = new EnumMap<>(ErrorCode.class);

    IntakeMeters(MeterRegistry registry) {
        for (Topic topic : Topic.values()) {
            accepted.put(
                    topic,
                    Counter.builder("firstlight.intake.accepted")
                            .description("Records accepted from remote producers")
                            .tag("topic", topic.suffix())
                            .register(registry));
        }
        for (ErrorCode code : ErrorCode.values()) {
            rejected.put(
                    code,
                    Counter.builder("firstlight.intake.rejected")
                            .description("Inputs refused")
                            .tag("reason", code.wireName())
                            .register(registry));
        }
    }

    void accepted(Topic topic, int records) {
        Objects.requireNonNull(accepted.get(topic)).increment(records);
    }

    void rejected(ErrorCode code) {
        Objects.requireNonNull(rejected.get(code)).increment();
    }
}
