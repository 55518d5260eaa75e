package io.firstlight.archive.sink;

import java.time.Instant;

/** How the sink is, for a health page. */
public sealed interface SinkState {

    /** Not at work yet: tables and topics are being made. */
    record Starting() implements SinkState {}

    /** Kafka and PostgreSQL answered when last asked. */
    record Running() implements SinkState {}

    /**
     * Nothing can be stored at the moment; it goes on trying, and nothing is lost as long as Kafka keeps the records.
     *
     * @param reason what fails, for an operator
     * @param since when it began
     */
    record Degraded(String reason, Instant since) implements SinkState {}

    /** Closed. */
    record Stopped() implements SinkState {}
}
