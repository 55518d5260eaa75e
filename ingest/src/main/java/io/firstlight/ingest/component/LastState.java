package io.firstlight.ingest.component;

import io.firstlight.schemas.address.Address;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What the platform remembers of an address. A producer that starts anew takes back what it derived before: SAL's own topics keep only the
 * last sample of each, which is too little for a dictionary of alarms. Implementations are thread-safe.
 */
@FunctionalInterface
public interface LastState {

    /** Remembers nothing: for producers that do not reach the platform's log. */
    LastState NONE = address -> CompletableFuture.completedFuture(Optional.empty());

    /**
     * The payload of the last message of an address, strict JSON; empty if there is none.
     *
     * @return returns at once; fails in bounded time if it cannot be found out
     */
    CompletableFuture<Optional<byte[]>> payload(Address address);
}
