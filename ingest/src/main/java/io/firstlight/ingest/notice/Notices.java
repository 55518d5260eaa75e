package io.firstlight.ingest.notice;

import io.firstlight.ingest.IngestConfig;
import io.firstlight.ingest.intake.NoticeWriter;
import io.firstlight.ingest.intake.NoticeWriter.Outcome;
import io.firstlight.ingest.producer.Acknowledgement;
import io.firstlight.ingest.producer.LogAppender;
import io.firstlight.schemas.notice.Notice;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Emits notices into the log.
 *
 * <pre>{@code
 * notices.emit(Notice.ofType("jobs", "status_changed"), "{\"unified_job_id\": 41, \"status\": \"running\"}");
 * notices.emit(Notice.ofId("job_events", 41), "{\"counter\": 57, \"stdout\": \"ok\"}");
 * notices.emit(new Notice("jobs", 41, "status_changed"), payload).join();
 * }</pre>
 *
 * The same lines run in {@code NoticesTest}. The payload is the very object that clients get, strict JSON; {@code group_name} is added where it
 * lacks. What else a record has is said at {@link NoticeWriter}. Notices of one thing (group and id), or of a group without an id, stay in
 * the order of the calls.
 *
 * <p>Thread-safe. When Kafka is away a call behaves as {@link io.firstlight.ingest.producer.TelemetryProducer} says.
 */
public final class Notices {

    private final LogAppender appender;
    private final NoticeWriter writer;
    private final String producerName;

    /**
     * Notices into that log.
     *
     * @param appender where they are written
     * @param maxValueBytes largest value of a record
     * @param producerName who emits, the records' {@code producer}
     */
    public Notices(LogAppender appender, int maxValueBytes, String producerName) {
        this.appender = appender;
        this.writer = new NoticeWriter(maxValueBytes);
        this.producerName = producerName;
    }

    /** Notices through that producer, which stays the caller's, under its configured name. */
    public static Notices over(LogAppender producer, IngestConfig config) {
        return new Notices(producer, config.maxValueBytes(), config.producerName());
    }

    /**
     * Emits a notice.
     *
     * @param payload the object that clients get, strict JSON in UTF-8
     * @return completes when every in-sync replica has it, on Kafka's network thread, or fails with
     *     {@link io.firstlight.ingest.producer.NotAcknowledged}
     * @throws IllegalArgumentException if the payload is none: no strict JSON object, too large, or of another {@code group_name}
     */
    public CompletableFuture<Acknowledgement> emit(Notice notice, byte[] payload) {
        return switch (writer.write(notice, payload, producerName)) {
            case Outcome.Written written ->
                appender.append(NoticeWriter.TOPIC, written.key(), written.value(), List.of());
            case Outcome.Refused refused ->
                throw new IllegalArgumentException("notice to " + notice.address() + ": " + refused.message());
        };
    }

    /** {@link #emit(Notice, byte[])} of a payload in a text. */
    public CompletableFuture<Acknowledgement> emit(Notice notice, String payload) {
        return emit(notice, payload.getBytes(StandardCharsets.UTF_8));
    }
}
