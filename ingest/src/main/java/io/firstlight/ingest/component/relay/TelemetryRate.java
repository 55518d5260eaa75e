package io.firstlight.ingest.component.relay;

/** How often telemetry is sent. */
public enum TelemetryRate {
    /** Every sample as it comes. */
    EVERY,
    /** The latest once in a period, if there is a new one. */
    LATEST,
    /** The latest once in a period, also if it is the same: what LOVE's producer does. */
    REPEAT
}
