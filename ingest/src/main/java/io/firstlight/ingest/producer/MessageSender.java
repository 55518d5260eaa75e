package io.firstlight.ingest.producer;

import java.util.concurrent.CompletableFuture;

/** Where a source sends its messages. Implementations are thread-safe. */
public interface MessageSender {

    /**
     * Sends one component's message, stamped with the time of this call.
     *
     * @return completes when Kafka has it, or fails with {@link NotAcknowledged}
     */
    CompletableFuture<Acknowledgement> send(Message message);
}
