package io.firstlight.ingest.producer;

/** Failures of sends, for tests of what senders do about them. */
public final class Failures {

    private Failures() {}

    /** A failure for that reason. */
    public static NotAcknowledged of(NotAcknowledged.Reason reason) {
        return new NotAcknowledged(reason, "test", new IllegalStateException("as the test wants it"));
    }
}
