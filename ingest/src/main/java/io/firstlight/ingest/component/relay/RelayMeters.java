package io.firstlight.ingest.component.relay;

/** Hears what becomes of messages. Thread-safe. */
public interface RelayMeters {

    /** The platform has a message. */
    void sent();

    /** The platform does not have a message, for that reason. */
    void lost(String reason);

    /** The newest value of an address was lost and is sent again. */
    void repaired();

    /** A question was answered. */
    void answered();
}
