package io.firstlight.schemas.record;

/** What the bytes of a record turned out to be. A bad record is an expected outcome, not an exception. */
public sealed interface ParsedRecord permits ComponentRecord, ParsedRecord.Malformed {

    /**
     * Bytes that are no component record.
     *
     * @param reason why, for the operator who looks into the quarantine
     */
    record Malformed(String reason) implements ParsedRecord {}
}
