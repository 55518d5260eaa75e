package io.firstlight.webedge.command;

import io.firstlight.ingest.producer.Acknowledgement;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;

import java.util.concurrent.CompletableFuture;

/** Where commands and acknowledgements are written down. Thread-safe. */
@FunctionalInterface
public interface CommandLog {

    /**
     * Writes a record of a component.
     *
     * @return completes when Kafka has it, or fails with {@link io.firstlight.ingest.producer.NotAcknowledged}
     */
    CompletableFuture<Acknowledgement> send(Category category, Component component, byte[] value);
}
