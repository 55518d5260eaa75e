package io.firstlight.standalone.command;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The environment variables of the process as we read them: each option {@code --foo-bar} is also {@code FIRSTLIGHT_FOO_BAR}, and the
 * names of a LOVE or SAL deployment stand for ours where ours are absent. An empty variable counts as absent, as compose files leave them so.
 * Immutable.
 */
public final class Environment {

    /** Before every variable of ours. */
    public static final String PREFIX = "FIRSTLIGHT_";

    /** LOVE's and SAL's variables that mean the same as one of ours. */
    private static final Map<String, String> LOVE_NAMES = Map.ofEntries(
            Map.entry("PROCESS_CONNECTION_PASS", "FIRSTLIGHT_PROCESS_PASSWORD"),
            Map.entry("URL_SUBPATH", "FIRSTLIGHT_URL_SUBPATH"),
            Map.entry("SHOW_TRACE_TIMESTAMPS", "FIRSTLIGHT_LOVE_TRACING"),
            Map.entry("HEARTBEAT_QUERY_COMMANDER", "FIRSTLIGHT_LOVE_HEARTBEATS"),
            Map.entry("LOVE_PRODUCER_LEGACY", "FIRSTLIGHT_LOVE_PRODUCER_LEGACY"),
            Map.entry("SERVER_URL", "FIRSTLIGHT_SERVER_URL"),
            Map.entry("COMMANDING_PERMISSION_TYPE", "FIRSTLIGHT_COMMAND_PERMISSION"),
            Map.entry("ADMIN_USER_PASS", "FIRSTLIGHT_AUTH_ADMIN_PASSWORD"),
            Map.entry("USER_USER_PASS", "FIRSTLIGHT_AUTH_USER_PASSWORD"),
            Map.entry("CMD_USER_PASS", "FIRSTLIGHT_AUTH_CMD_USER_PASSWORD"),
            Map.entry("FINISHED_SCRIPTS_LIST_SIZE", "FIRSTLIGHT_COMPONENT_FINISHED_SCRIPTS"),
            Map.entry("LSST_TOPIC_SUBNAME", "FIRSTLIGHT_SAL_SUBNAME"),
            Map.entry("LSST_KAFKA_BROKER_ADDR", "FIRSTLIGHT_SAL_KAFKA"),
            Map.entry("LSST_SCHEMA_REGISTRY_URL", "FIRSTLIGHT_SAL_REGISTRY"),
            Map.entry("LSST_KAFKA_SECURITY_USERNAME", "FIRSTLIGHT_SAL_USERNAME"),
            Map.entry("LSST_KAFKA_SECURITY_PASSWORD", "FIRSTLIGHT_SAL_PASSWORD"),
            Map.entry("LSST_KAFKA_SECURITY_PROTOCOL", "FIRSTLIGHT_SAL_PROTOCOL"),
            Map.entry("LSST_KAFKA_SECURITY_MECHANISM", "FIRSTLIGHT_SAL_MECHANISM"),
            Map.entry("LSST_MAX_HISTORY_READ", "FIRSTLIGHT_SAL_HISTORY"));

    private final Map<String, String> ours;
    private final Map<String, String> sources;

    private Environment(Map<String, String> ours, Map<String, String> sources) {
        this.ours = Map.copyOf(ours);
        this.sources = Map.copyOf(sources);
    }

    /** Reads the variables of a process. */
    public static Environment of(Map<String, String> variables) {
        Map<String, String> ours = new HashMap<>();
        Map<String, String> sources = new HashMap<>();
        LOVE_NAMES.forEach((love, name) -> put(ours, sources, name, variables.get(love), love));
        String host = variables.get("COMMANDER_HOSTNAME");
        if (host != null && !host.isEmpty()) {
            String port = variables.getOrDefault("COMMANDER_PORT", "");
            String url = "http://" + host + (port.isEmpty() ? "" : ":" + port);
            put(ours, sources, "FIRSTLIGHT_COMMANDER", url, "COMMANDER_HOSTNAME and COMMANDER_PORT");
        }
        String socket = variables.get("WEBSOCKET_HOST");
        if (socket != null && !socket.isEmpty()) {
            put(ours, sources, "FIRSTLIGHT_EDGE", "ws://" + socket, "WEBSOCKET_HOST");
        }
        if (variables.containsKey("FIRSTLIGHT_DEBUG")) {
            String debug = variables.getOrDefault("FIRSTLIGHT_DEBUG", "");
            put(ours, sources, "FIRSTLIGHT_VERBOSE", debug.equals("1") ? "true" : debug, "FIRSTLIGHT_DEBUG");
        }
        variables.forEach((name, value) -> {
            if (name.startsWith(PREFIX)) {
                put(ours, sources, name, value, name);
            }
        });
        return new Environment(ours, sources);
    }

    private static void put(
            Map<String, String> ours, Map<String, String> sources, String name, @Nullable String value, String source) {
        if (value != null && !value.isEmpty()) {
            ours.put(name, value);
            sources.put(name, source);
        }
    }

    /** The variable for the long name of an option: {@code --foo-bar} is {@code FIRSTLIGHT_FOO_BAR}. */
    public static String variableOf(String longOption) {
        return PREFIX + longOption.substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** The value of a variable of ours. */
    public Optional<String> value(String variable) {
        return Optional.ofNullable(ours.get(variable));
    }

    /** The name under which the user set a variable of ours: itself, or LOVE's. */
    public String sourceOf(String variable) {
        return sources.getOrDefault(variable, variable);
    }

    /** All variables of ours. */
    public Map<String, String> values() {
        return ours;
    }
}
