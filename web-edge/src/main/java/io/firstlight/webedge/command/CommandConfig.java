package io.firstlight.webedge.command;

import io.firstlight.schemas.setting.Setting;
import io.firstlight.webedge.passthrough.PassThroughRoute;
import io.firstlight.webedge.peer.AddressList;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Where commands go, and who may give them.
 *
 * @param commander key {@code FIRSTLIGHT_COMMANDER} (LOVE: {@code COMMANDER_HOSTNAME}, {@code COMMANDER_PORT}): base URL of the
 *     commander; null if there is none, and commands are answered with 503
 * @param timeout key {@code FIRSTLIGHT_COMMAND_TIMEOUT}: how long the commander may take to answer a command, an ISO 8601 duration from
 *     {@code PT1S} to {@code PT5M}, default {@code PT30S}
 * @param inFlight key {@code FIRSTLIGHT_COMMANDS_IN_FLIGHT}: most commands under way at once on this edge, 1 to 1000, default
 *     {@value #DEFAULT_IN_FLIGHT}
 * @param serverUrl key {@code FIRSTLIGHT_SERVER_URL} (LOVE: {@code SERVER_URL}): what stands behind the {@code @} of a command's identity,
 *     default {@value #DEFAULT_SERVER_URL}
 * @param permission key {@code FIRSTLIGHT_COMMAND_PERMISSION} (LOVE: {@code COMMANDING_PERMISSION_TYPE}): {@code user} or {@code location},
 *     default {@code user}
 * @param trustedProxies key {@code FIRSTLIGHT_TRUSTED_PROXIES}: addresses and blocks of the proxies whose {@code X-Real-IP} is believed beside
 *     those on loopback, default none
 * @param routes key {@code FIRSTLIGHT_COMMANDER_ROUTES}: what else goes through to the commander, rows as
 *     {@link PassThroughRoute#loveAnd} reads them; LOVE's routes are always there
 */
public record CommandConfig(
        @Nullable URI commander,
        Duration timeout,
        int inFlight,
        String serverUrl,
        PermissionMode permission,
        AddressList trustedProxies,
        List<PassThroughRoute> routes) {

    /** Default of {@code FIRSTLIGHT_COMMAND_TIMEOUT}: three times what LOVE's commander waits for a component. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    /** Default of {@code FIRSTLIGHT_COMMANDS_IN_FLIGHT}. */
    public static final int DEFAULT_IN_FLIGHT = 64;

    /** Default of {@code FIRSTLIGHT_SERVER_URL}. The name that the client used would do as well, but a client can make that up. */
    public static final String DEFAULT_SERVER_URL = "firstlight";

    private static final Duration LEAST_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration MOST_TIMEOUT = Duration.ofMinutes(5);
    private static final int MOST_IN_FLIGHT = 1000;
    private static final Pattern SERVER_URL = Pattern.compile("[!-?A-~]{1,253}");

    public CommandConfig {
        routes = List.copyOf(routes);
    }

    /** By what a command is permitted. */
    public enum PermissionMode {
        /** By the rights of the user. */
        USER,
        /** By the address that the request comes from; whose it is does not matter. */
        LOCATION
    }

    /**
     * Reads the keys named above; others are ignored.
     *
     * @throws IllegalArgumentException if a value is wrong; the message names the key
     */
    public static CommandConfig from(Map<String, String> settings) {
        return new CommandConfig(
                commander(settings.get("FIRSTLIGHT_COMMANDER")),
                Setting.duration(settings, "FIRSTLIGHT_COMMAND_TIMEOUT", DEFAULT_TIMEOUT, LEAST_TIMEOUT, MOST_TIMEOUT),
                Setting.number(settings, "FIRSTLIGHT_COMMANDS_IN_FLIGHT", DEFAULT_IN_FLIGHT, 1, MOST_IN_FLIGHT),
                serverUrl(settings.getOrDefault("FIRSTLIGHT_SERVER_URL", DEFAULT_SERVER_URL)),
                permission(settings.getOrDefault("FIRSTLIGHT_COMMAND_PERMISSION", "user")),
                proxies(settings.getOrDefault("FIRSTLIGHT_TRUSTED_PROXIES", "")),
                routes(settings.getOrDefault("FIRSTLIGHT_COMMANDER_ROUTES", "")));
    }

    private static @Nullable URI commander(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            URI url = URI.create(text);
            boolean plain = url.getRawQuery() == null && url.getRawFragment() == null && url.getRawUserInfo() == null;
            if (plain && url.getHost() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
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

    private static String serverUrl(String text) {
        if (!SERVER_URL.matcher(text).matches()) {
            throw new IllegalArgumentException("FIRSTLIGHT_SERVER_URL=" + text
                    + " must be 1 to 253 visible characters of ASCII without '@', such as love.example.org");
        }
        return text;
    }

    private static PermissionMode permission(String text) {
        return switch (text) {
            case "user" -> PermissionMode.USER;
            case "location" -> PermissionMode.LOCATION;
            default ->
                throw new IllegalArgumentException(
                        "FIRSTLIGHT_COMMAND_PERMISSION=" + text + " must be 'user' or 'location'");
        };
    }

    private static AddressList proxies(String text) {
        AddressList proxies = AddressList.parse(text);
        if (!proxies.unreadable().isEmpty()) {
            throw new IllegalArgumentException("FIRSTLIGHT_TRUSTED_PROXIES=" + text + " holds '"
                    + proxies.unreadable().getFirst() + "', which is no address such as 10.0.0.1 or 10.0.0.0/8");
        }
        return proxies;
    }

    private static List<PassThroughRoute> routes(String text) {
        try {
            return PassThroughRoute.loveAnd(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("FIRSTLIGHT_COMMANDER_ROUTES: " + e.getMessage(), e);
        }
    }
}
