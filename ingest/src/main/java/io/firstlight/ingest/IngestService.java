package io.firstlight.ingest;

import io.firstlight.ingest.intake.Intake;
import io.firstlight.ingest.producer.TelemetryProducer;
import io.micrometer.core.instrument.MeterRegistry;

import java.time.InstantSource;

/** The way into the log, assembled: one producer, shared, and the intake on top of it. Thread-safe. */
public final class IngestService implements AutoCloseable {

    private final TelemetryProducer producer;
    private final Intake intake;

    private IngestService(TelemetryProducer producer, Intake intake) {
        this.producer = producer;
        this.intake = intake;
    }

    /**
     * Starts it; Kafka need not be there yet.
     *
     * @throws org.apache.kafka.common.KafkaException if the client refuses the configuration
     */
    public static IngestService start(IngestConfig config, MeterRegistry registry, InstantSource clock) {
        TelemetryProducer producer = TelemetryProducer.start(config, registry, clock);
        return new IngestService(producer, new Intake(producer, config.maxValueBytes(), registry, clock));
    }

    /** For sources in this process. */
    public TelemetryProducer producer() {
        return producer;
    }

    /** For what comes from outside. */
    public Intake intake() {
        return intake;
    }

    /** Waits for acknowledgements, at most {@link IngestConfig#closeTimeout}. Idempotent. */
    @Override
    public void close() {
        producer.close();
    }
}
