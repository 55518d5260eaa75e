package io.firstlight.ingest.intake;

import io.firstlight.ingest.producer.Acknowledgement;
import io.firstlight.schemas.code.ErrorCode;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What became of an input. */
public sealed interface IntakeOutcome {

    /**
     * All of it was valid and is on its way to Kafka.
     *
     * @param acknowledgements completes when Kafka has every record, in the input's order; fails with
     *     {@link io.firstlight.ingest.producer.NotAcknowledged} (as the cause) if Kafka did not take one of them, which answers
     *     {@link ErrorCode#LOG_UNAVAILABLE}: others of the same input may be in the log. Completes on Kafka's network thread: do not
     *     block in what is chained to it
     */
    record Accepted(CompletableFuture<List<Acknowledgement>> acknowledgements) implements IntakeOutcome {}

    /**
     * Something in it was wrong, and nothing of it was written to its topic.
     *
     * @param code what kind of mistake
     * @param message what is wrong with this very input, for the client
     */
    record Rejected(ErrorCode code, String message) implements IntakeOutcome {}
}
