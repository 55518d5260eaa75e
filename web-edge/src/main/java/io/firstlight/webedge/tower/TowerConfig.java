package io.firstlight.webedge.tower;

import io.firstlight.schemas.setting.Setting;

import java.util.Map;
import java.util.Set;

/**
 * How Tower's protocol is spoken.
 *
 * @param channels key {@code FIRSTLIGHT_TOWER_CHANNELS}: most channels of one connection, 1 to as many subscriptions as it may
 *     have, default {@value #DEFAULT_CHANNELS} or as many
 * @param requestBytes key {@code FIRSTLIGHT_TOWER_REQUEST_BYTES}: largest request, 100 to 16,777,216, default {@value #DEFAULT_REQUEST_BYTES}
 * @param requestsPerSecond key {@code FIRSTLIGHT_TOWER_REQUESTS}: most requests of one connection per second, 1 to 100,000, default
 *     {@value #DEFAULT_REQUESTS}
 * @param rate key {@code FIRSTLIGHT_NOTICE_RATE}: most notices per second of one thing in the groups that are throttled, 0 for any number, to
 *     100,000; default {@value #DEFAULT_RATE}
 * @param throttled key {@code FIRSTLIGHT_NOTICE_RATE_GROUPS}: those groups, separated by commas; by default the details of running jobs
 * @param alwaysPass key {@code FIRSTLIGHT_NOTICE_RATE_PASS}: values of the payload's {@code event} that are never held back, separated by
 *     commas; by default the starts of plays and tasks, the statistics and the end
 */
public record TowerConfig(
        int channels,
        int requestBytes,
        int requestsPerSecond,
        int rate,
        Set<String> throttled,
        Set<String> alwaysPass) {

    /** Default of {@code FIRSTLIGHT_TOWER_CHANNELS}. */
    public static final int DEFAULT_CHANNELS = 5_000;

    /** Default of {@code FIRSTLIGHT_TOWER_REQUEST_BYTES}: all channels that one may have, with long names. */
    public static final int DEFAULT_REQUEST_BYTES = 1 << 20;

    /** Default of {@code FIRSTLIGHT_TOWER_REQUESTS}: pages ask once when they open. */
    public static final int DEFAULT_REQUESTS = 20;

    /** Default of {@code FIRSTLIGHT_NOTICE_RATE}: Tower's. */
    public static final int DEFAULT_RATE = 30;

    /** Default of {@code FIRSTLIGHT_NOTICE_RATE_GROUPS}: Tower's groups of details. */
    public static final String DEFAULT_THROTTLED =
            "job_events,ad_hoc_command_events,project_update_events,inventory_update_events,system_job_events";

    /** Default of {@code FIRSTLIGHT_NOTICE_RATE_PASS}: the events that Tower always sends. */
    public static final String DEFAULT_ALWAYS_PASS =
            "playbook_on_play_start,playbook_on_task_start,playbook_on_stats,EOF";

    public TowerConfig {
        throttled = Set.copyOf(throttled);
        alwaysPass = Set.copyOf(alwaysPass);
    }

    /**
     * Reads the keys named above; others are ignored.
     *
     * @param subscriptions how many subscriptions a connection may have: each channel is one
     * @throws IllegalArgumentException if a value is wrong; the message names the key
     */
    public static TowerConfig from(Map<String, String> settings, int subscriptions) {
        return new TowerConfig(
                Setting.number(
                        settings,
                        "FIRSTLIGHT_TOWER_CHANNELS",
                        Math.min(DEFAULT_CHANNELS, subscriptions),
                        1,
                        subscriptions),
                Setting.number(settings, "FIRSTLIGHT_TOWER_REQUEST_BYTES", DEFAULT_REQUEST_BYTES, 100, 16 << 20),
                Setting.number(settings, "FIRSTLIGHT_TOWER_REQUESTS", DEFAULT_REQUESTS, 1, 100_000),
                Setting.number(settings, "FIRSTLIGHT_NOTICE_RATE", DEFAULT_RATE, 0, 100_000),
                Setting.names(settings.getOrDefault("FIRSTLIGHT_NOTICE_RATE_GROUPS", DEFAULT_THROTTLED)),
                Setting.names(settings.getOrDefault("FIRSTLIGHT_NOTICE_RATE_PASS", DEFAULT_ALWAYS_PASS)));
    }
}
