package io.firstlight.webedge.command;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.Map;

/**
 * Where commands go.
 *
 * @param commander key {@code FIRSTLIGHT_COMMANDER} (LOVE: {@code COMMANDER_HOSTNAME}, {@code COMMANDER_PORT}): base URL of the
 *     commander; null if there is none, and commands are answered with 503
 */
public record CommandConfig(@Nullable URI commander) {

    /**
     * Reads the keys named above; others are ignored.
     *
     * @throws IllegalArgumentException if a value is wrong; the message names the key
     */
    public static CommandConfig from(Map<String, String> settings) {
        return new CommandConfig(commander(settings.get("FIRSTLIGHT_COMMANDER")));
    }

    private static @Nullable URI commander(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            URI url = URI.create(text);
            if (url.getHost() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            throw noUrl(text, e);
        }
        throw noUrl(text, null);
    }

    private static IllegalArgumentException noUrl(String text, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "FIRSTLIGHT_COMMANDER=" + text + " is not a URL such as http://host:5000", cause);
    }
}
