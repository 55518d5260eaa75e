package io.firstlight.ingest.source;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * What one source counts, and the first of each kind of trouble in its log. Meters: {@code firstlight.source.acknowledged}, {@code
 * firstlight.source.resent}, {@code firstlight.source.lost}, {@code firstlight.source.failures} and {@code firstlight.source.refused}, which has also the
 * tag {@code reason}; all have the tag {@code source}. Thread-safe.
 */
public final class SourceMeters {

    private static final Logger LOG = LoggerFactory.getLogger(SourceMeters.class);

    private final String source;
    private final Counter acknowledged;
    private final Counter resent;
    private final Counter lost;
    private final Counter failures;
    private final Map<Refusal, Counter> refused = new EnumMap<>(Refusal.class);
    /** Guarded by itself. */
    private final Set<Refusal> logged = EnumSet.noneOf(Refusal.class);

    /**
     * Meters of a source.
     *
     * @param source its name, {@code mqtt}; the same for all of its kind in this process
     */
    public SourceMeters(String source, MeterRegistry registry) {
        this.source = source;
        acknowledged = counter(registry, "firstlight.source.acknowledged", "Messages of sources that Kafka has");
        resent =
                counter(registry, "firstlight.source.resent", "Messages sent again, as Kafka did not acknowledge them");
        lost = counter(registry, "firstlight.source.lost", "Messages given up, as Kafka did not acknowledge them");
        failures = counter(registry, "firstlight.source.failures", "Tries to read that failed");
        for (Refusal reason : Refusal.values()) {
            refused.put(
                    reason,
                    Counter.builder("firstlight.source.refused")
                            .description("What was read and became no message")
                            .tag("source", source)
                            .tag("reason", reason.word())
                            .register(registry));
        }
    }

    private Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder(name)
                .description(description)
                .tag("source", source)
                .register(registry);
    }

    /** The source's name. */
    public String source() {
        return source;
    }

    /** Kafka has a message. */
    public void acknowledged() {
        acknowledged.increment();
    }

    /** A message that Kafka did not acknowledge is sent again. */
    public void resent() {
        resent.increment();
    }

    /** A message that Kafka did not acknowledge is given up. */
    public void lost() {
        lost.increment();
    }

    /** What the source reads could not be reached. */
    public void failed() {
        failures.increment();
    }

    /**
     * Something that was read becomes no message. The first of each reason is logged, the rest counted.
     *
     * @param what what and where, one line
     */
    public void refused(Refusal reason, String what) {
        Counter counter = refused.get(reason);
        if (counter != null) {
            counter.increment();
        }
        synchronized (logged) {
            if (!logged.add(reason)) {
                return;
            }
        }
        LOG.warn("{} source: {} is no message ({}); further ones are only counted", source, what, reason.word());
    }
}
