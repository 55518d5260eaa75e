package io.firstlight.ingest;

import io.firstlight.ingest.intake.Intake;
import io.firstlight.ingest.notice.Notices;
import io.firstlight.ingest.producer.OrderedAppender;
import io.firstlight.ingest.producer.TelemetryProducer;
import io.micrometer.core.instrument.MeterRegistry;

import java.time.InstantSource;

/**
 * The way into the log, assembled: one producer, shared, with the intake and the notices on top of it; and one that keeps the order of numbered
 * messages even when some fail. Thread-safe.
 */
public final class IngestService implements AutoCloseable {

    private final TelemetryProducer producer;
    private final OrderedAppender ordered;
    private final Intake intake;
    private final Notices notices;

    private IngestService(TelemetryProducer producer, OrderedAppender ordered, Intake intake, Notices notices) {
        this.producer = producer;
        this.ordered = ordered;
        this.intake = intake;
        this.notices = notices;
    }

    /**
     * Starts it; Kafka need not be there yet.
     *
     * @throws org.apache.kafka.common.KafkaException if the client refuses the configuration
     * @throws IllegalArgumentException if a registered schema cannot be read; the message names the file
     */
    public static IngestService start(IngestConfig config, MeterRegistry registry, InstantSource clock) {
        TelemetryProducer producer = TelemetryProducer.start(config, registry, clock);
        try {
            return over(producer, config, registry, clock);
        } catch (IllegalArgumentException e) {
            producer.close();
            throw e;
        }
    }

    private static IngestService over(
            TelemetryProducer producer, IngestConfig config, MeterRegistry registry, InstantSource clock) {
        OrderedAppender ordered = OrderedAppender.beside(producer, config, clock);
        return new IngestService(
                producer,
                ordered,
                new Intake(producer, ordered, config.maxValueBytes(), config.validation(), registry, clock),
                Notices.over(producer, config));
    }

    /** For sources in this process. */
    public TelemetryProducer producer() {
        return producer;
    }

    /** For what comes from outside. */
    public Intake intake() {
        return intake;
    }

    /** For notices of this process's own. */
    public Notices notices() {
        return notices;
    }

    /** Waits for acknowledgements, at most {@link IngestConfig#closeTimeout}. Idempotent. */
    @Override
    public void close() {
        ordered.close();
        producer.close();
    }
}
