package io.firstlight.webedge.love;

import io.firstlight.schemas.setting.Setting;

import java.util.Map;

/**
 * How LOVE's protocol is spoken; each key also has LOVE's own name.
 *
 * @param subPath key {@code FIRSTLIGHT_URL_SUBPATH} (LOVE: {@code URL_SUBPATH}): path that everything is mounted under besides the root, such
 *     as {@code /love}; empty for none
 * @param tracing key {@code FIRSTLIGHT_LOVE_TRACING} (LOVE: {@code SHOW_TRACE_TIMESTAMPS}): whether data frames carry {@code tracing},
 *     default false
 * @param heartbeats key {@code FIRSTLIGHT_LOVE_HEARTBEATS} (LOVE: {@code HEARTBEAT_QUERY_COMMANDER}): whether heartbeats of manager and
 *     commander are sent, default true
 * @param legacyInitialState key {@code FIRSTLIGHT_LOVE_PRODUCER_LEGACY} (LOVE: {@code LOVE_PRODUCER_LEGACY}): any text has requests for
 *     initial state go to {@code initial_state-all-all-all} instead of the component's producers
 * @param openPublish key {@code FIRSTLIGHT_OPEN_PUBLISH}: whether every user may publish every address, as LOVE allows; for tests of LOVE's
 *     own, default false
 * @param publishing keys {@code FIRSTLIGHT_PUBLISH_RATE} and {@code FIRSTLIGHT_PUBLISH_BYTES}: most messages, and most bytes, that one connection
 *     publishes in a second, 0 for any number, to 1,000,000 and 1 GiB; default {@value #DEFAULT_PUBLISH_RATE} and
 *     {@value #DEFAULT_PUBLISH_BYTES}. Who sends more is read from later
 */
public record LoveConfig(
        String subPath,
        boolean tracing,
        boolean heartbeats,
        boolean legacyInitialState,
        boolean openPublish,
        PublishRate.Limits publishing) {

    /** Default of {@code FIRSTLIGHT_PUBLISH_RATE}: more than any component says. */
    public static final int DEFAULT_PUBLISH_RATE = 50_000;

    /** Default of {@code FIRSTLIGHT_PUBLISH_BYTES}. */
    public static final int DEFAULT_PUBLISH_BYTES = 64 << 20;

    /**
     * Reads the keys named above; others are ignored.
     *
     * @throws IllegalArgumentException if a value is wrong; the message names the key
     */
    public static LoveConfig from(Map<String, String> settings) {
        return new LoveConfig(
                subPath(settings.getOrDefault("FIRSTLIGHT_URL_SUBPATH", "")),
                Setting.truth(settings, "FIRSTLIGHT_LOVE_TRACING", false),
                Setting.truth(settings, "FIRSTLIGHT_LOVE_HEARTBEATS", true),
                !settings.getOrDefault("FIRSTLIGHT_LOVE_PRODUCER_LEGACY", "").isEmpty(),
                Setting.truth(settings, "FIRSTLIGHT_OPEN_PUBLISH", false),
                new PublishRate.Limits(
                        Setting.number(settings, "FIRSTLIGHT_PUBLISH_RATE", DEFAULT_PUBLISH_RATE, 0, 1_000_000),
                        Setting.number(settings, "FIRSTLIGHT_PUBLISH_BYTES", DEFAULT_PUBLISH_BYTES, 0, 1 << 30)));
    }

    private static String subPath(String text) {
        String path = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        if (!path.isEmpty() && !path.matches("(/[A-Za-z0-9._~-]+)+")) {
            throw new IllegalArgumentException("FIRSTLIGHT_URL_SUBPATH=" + text + " is not a path such as /love");
        }
        return path;
    }
}
