package io.firstlight.ingest.intake;

import io.firstlight.schemas.address.Address;
import io.firstlight.schemas.json.Span;

import java.util.Optional;

/** Whether what a stream carries is as it should be, beyond being JSON. Implementations are thread-safe. */
@FunctionalInterface
interface PayloadRule {

    /** Everything is. */
    PayloadRule NONE = (address, json, payload) -> Optional.empty();

    /**
     * Checks a payload.
     *
     * @param payload where in the bytes it lies, strict JSON
     * @return what is wrong with it, for the client; empty if nothing is
     */
    Optional<String> violation(Address address, byte[] json, Span payload);
}
