package io.firstlight.ingest.sal;

import io.firstlight.schemas.address.Category;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/** What a feed from SAL counts: {@code firstlight.sal...}. Thread-safe. */
final class SalMeters {

    private final Map<Category, Counter> samples = new EnumMap<>(Category.class);
    private final Map<Skip, Counter> skips = new EnumMap<>(Skip.class);
    private final Map<Jump, Counter> jumps = new EnumMap<>(Jump.class);
    private final Counter illegalTopics;
    private final Counter listenerFailures;
    private final Counter registryFailures;
    private final Counter brokerFailures;
    private final AtomicInteger topics = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();

    /** Why a record was skipped. */
    enum Skip {
        /** It has no value. */
        EMPTY,
        /** It does not begin as Confluent's wire format does. */
        UNFRAMED,
        /** The registry does not know its schema. */
        UNKNOWN_SCHEMA,
        /** Its schema is none that can be read. */
        UNUSABLE_SCHEMA,
        /** It is no value of its schema. */
        MALFORMED
    }

    /** Why reading went on elsewhere than where it had come to. */
    enum Jump {
        /** The topic was deleted and made again: from its beginning. */
        MADE_AGAIN,
        /** What comes next has been deleted: from the oldest that is left. */
        DELETED,
        /** The log ends before: from its end. */
        TRUNCATED
    }

    SalMeters(MeterRegistry registry) {
        for (Category category : new Category[] {Category.TELEMETRY, Category.EVENT}) {
            samples.put(
                    category,
                    Counter.builder("firstlight.sal.samples")
                            .description("Samples delivered")
                            .tag("category", category.wireName())
                            .register(registry));
        }
        for (Skip skip : Skip.values()) {
            skips.put(
                    skip,
                    Counter.builder("firstlight.sal.skipped")
                            .description("Records of SAL that were skipped")
                            .tag("reason", word(skip))
                            .register(registry));
        }
        for (Jump jump : Jump.values()) {
            jumps.put(
                    jump,
                    Counter.builder("firstlight.sal.jumps")
                            .description(
                                    "Partitions of SAL that are read from elsewhere than where reading had come to")
                            .tag("reason", word(jump))
                            .register(registry));
        }
        illegalTopics = counter(registry, "firstlight.sal.topics.illegal", "Topics whose names are none for us");
        listenerFailures = counter(registry, "firstlight.sal.listener.failures", "Calls of the listener that failed");
        registryFailures = counter(
                registry, "firstlight.sal.registry.failures", "Requests that the schema registry did not answer");
        brokerFailures =
                counter(registry, "firstlight.sal.broker.failures", "Requests that SAL's brokers did not answer");
        registry.gauge("firstlight.sal.topics", topics);
        registry.gauge("firstlight.sal.waiting", waiting);
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    void delivered(Category category) {
        Objects.requireNonNull(samples.get(category)).increment();
    }

    void skipped(Skip skip) {
        Objects.requireNonNull(skips.get(skip)).increment();
    }

    void jumped(Jump jump) {
        Objects.requireNonNull(jumps.get(jump)).increment();
    }

    void illegalTopic() {
        illegalTopics.increment();
    }

    void listenerFailed() {
        listenerFailures.increment();
    }

    void registryFailed() {
        registryFailures.increment();
    }

    void brokerFailed() {
        brokerFailures.increment();
    }

    /** How many topics are read. */
    void topics(int count) {
        topics.set(count);
    }

    /** How many partitions wait for a schema. */
    void waiting(int count) {
        waiting.set(count);
    }
}
