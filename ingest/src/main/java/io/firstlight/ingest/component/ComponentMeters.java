package io.firstlight.ingest.component;

import io.firstlight.ingest.component.relay.RelayMeters;
import io.firstlight.schemas.address.Category;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a set of producers counts: {@code firstlight.component.samples} by category, {@code firstlight.component.sent},
 * {@code firstlight.component.lost} by reason, {@code firstlight.component.repaired} (newest values that were lost and sent again),
 * {@code firstlight.component.answers}, {@code firstlight.component.questions.dropped}, {@code firstlight.component.failures} (calls of a
 * producer that threw), {@code firstlight.component.refused} (samples of components beyond the bound), {@code firstlight.component.producers}.
 * Thread-safe.
 */
final class ComponentMeters implements RelayMeters {

    private final MeterRegistry registry;
    private final Counter telemetry;
    private final Counter events;
    private final Counter sent;
    private final Counter repaired;
    private final Counter answers;
    private final Counter questionsDropped;
    private final Counter failures;
    private final Counter refused;
    private final AtomicInteger producers;

    ComponentMeters(MeterRegistry registry) {
        this.registry = registry;
        telemetry = samples(Category.TELEMETRY);
        events = samples(Category.EVENT);
        sent = counter(
                "firstlight.component.sent", "Messages that producers of components have sent and the platform has");
        repaired = counter(
                "firstlight.component.repaired", "Newest values that were lost on their way and are sent again");
        answers = counter("firstlight.component.answers", "Answers to questions for the last value");
        questionsDropped =
                counter("firstlight.component.questions.dropped", "Questions that came while too many others waited");
        failures = counter("firstlight.component.failures", "Calls of a component's producer that failed");
        refused = counter(
                "firstlight.component.refused",
                "Samples of components for which there is no producer because there are too many");
        producers = registry.gauge("firstlight.component.producers", new AtomicInteger());
    }

    private Counter samples(Category category) {
        return Counter.builder("firstlight.component.samples")
                .description("Samples that producers of components were given")
                .tag("category", category.wireName())
                .register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    void sample(Category category) {
        (category == Category.TELEMETRY ? telemetry : events).increment();
    }

    void questionDropped() {
        questionsDropped.increment();
    }

    void failure() {
        failures.increment();
    }

    void refused() {
        refused.increment();
    }

    void producers(int count) {
        producers.set(count);
    }

    @Override
    public void sent() {
        sent.increment();
    }

    @Override
    public void lost(String reason) {
        Counter.builder("firstlight.component.lost")
                .description("Messages of components that the platform did not take")
                .tag("reason", reason.toLowerCase(Locale.ROOT))
                .register(registry)
                .increment();
    }

    @Override
    public void repaired() {
        repaired.increment();
    }

    @Override
    public void answered() {
        answers.increment();
    }
}
