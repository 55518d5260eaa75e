package io.firstlight.ingest.relay;

import io.firstlight.schemas.setting.Setting;

import java.time.Duration;
import java.util.Map;

/**
 * How the relay works. Immutable.
 *
 * @param batchRows most rows that are on their way to Kafka at once; {@value #BATCH_ROWS}, 1 to 10000, default 500
 * @param poll how often the table is looked at without being told, and how often a relay that stands by tries to take over;
 *     {@value #POLL_MS}, in ms, 50 to 60000, default 1000
 */
public record RelayConfig(int batchRows, Duration poll) {

    /** Key of {@link #batchRows}. */
    public static final String BATCH_ROWS = "FIRSTLIGHT_RELAY_BATCH_ROWS";
    /** Key of {@link #poll}. */
    public static final String POLL_MS = "FIRSTLIGHT_RELAY_POLL_MS";

    private static final int DEFAULT_BATCH_ROWS = 500;
    private static final int DEFAULT_POLL_MS = 1_000;

    public RelayConfig {
        Setting.requireWithin(BATCH_ROWS, batchRows, 1, 10_000);
        Setting.requireWithin(POLL_MS, poll.toMillis(), 50, 60_000);
    }

    /**
     * The configuration that the keys describe; other keys are ignored.
     *
     * @throws IllegalArgumentException if a value is wrong; the message names the key
     */
    public static RelayConfig from(Map<String, String> configuration) {
        return new RelayConfig(
                Setting.number(configuration, BATCH_ROWS, DEFAULT_BATCH_ROWS),
                Setting.milliseconds(configuration, POLL_MS, DEFAULT_POLL_MS));
    }
}
