package io.firstlight.webedge.mapper;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.schemas.json.Json;
import io.firstlight.schemas.rules.JsonRules;
import io.firstlight.schemas.topic.TopicPlan;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the file that declares endpoints: {@code {"endpoints": [{"path": ..., "method": ..., ...}]}}. Immutable. */
final class EndpointFile {

    static final int DEFAULT_TIMEOUT_MS = 10_000;
    static final int DEFAULT_MAX_IN_FLIGHT = 100;
    static final int DEFAULT_MAX_BODY_BYTES = 1 << 20;
    static final int DEFAULT_PARTITIONS = 4;
    static final Duration DEFAULT_STORED_FOR = Duration.ofDays(7);
    static final Duration DEFAULT_WAITED_FOR = Duration.ofMinutes(10);

    private static final int LEAST_TIMEOUT_MS = 100;
    private static final int MOST_TIMEOUT_MS = 300_000;
    private static final int MOST_IN_FLIGHT = 10_000;
    private static final int MOST_BODY_BYTES = 16 << 20;
    private static final int MOST_PARTITIONS = 1_000;
    private static final int MOST_ENDPOINTS = 1_000;

    private static final Set<String> KEYS = Set.of(
            "path",
            "method",
            "mode",
            "topic",
            "body",
            "query",
            "timeout_ms",
            "max_in_flight",
            "max_body_bytes",
            "access",
            "partitions",
            "retention");

    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+/?");
    private static final int MOST_PATH_CHARACTERS = 200;
    private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,249}");

    private final TopicPlan plan;

    /** For a cluster with those topics, none of which may be an endpoint's. */
    EndpointFile(TopicPlan plan) {
        this.plan = plan;
    }

    /**
     * The endpoints of a file.
     *
     * @throws IllegalArgumentException if it cannot be read or declares something wrong; the message names endpoint and key
     */
    List<Endpoint> read(Path file) {
        try {
            return parse(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new IllegalArgumentException("the file cannot be read: " + e, e);
        }
    }

    List<Endpoint> parse(byte[] json) throws IOException {
        JsonNode declared = root(json).path("endpoints");
        if (!declared.isArray()) {
            throw new IllegalArgumentException("the file is not {\"endpoints\": [...]}");
        }
        if (declared.size() > MOST_ENDPOINTS) {
            throw new IllegalArgumentException(declared.size() + " endpoints are more than " + MOST_ENDPOINTS);
        }
        List<Endpoint> endpoints = new ArrayList<>();
        Map<String, String> names = new HashMap<>();
        Map<String, String> topics = new HashMap<>();
        for (JsonNode each : declared) {
            Declaration declaration = new Declaration(each, label(endpoints.size() + 1, each));
            Endpoint endpoint = endpoint(declaration);
            if (names.put(endpoint.name(), declaration.label) != null) {
                throw declaration.wrong("path", "is declared twice for " + endpoint.method());
            }
            String first = topics.put(endpoint.topic(), declaration.label);
            if (first != null) {
                throw declaration.wrong("topic", "is the topic of " + first + " already");
            }
            endpoints.add(endpoint);
        }
        return endpoints;
    }

    private static JsonNode root(byte[] json) throws IOException {
        try {
            return Json.mapper().readTree(json);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("the file is no JSON: " + oneLine(e.getOriginalMessage()), e);
        }
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ");
    }

    private static String label(int number, JsonNode endpoint) {
        return "endpoint " + number + " '" + endpoint.path("method").asText("") + ' '
                + endpoint.path("path").asText("") + "'";
    }

    private Endpoint endpoint(Declaration of) {
        of.requireKnownKeys();
        Mode mode = Mode.of(of.text("mode"))
                .orElseThrow(() -> of.wrong("mode", "must be 'fire-and-forget' or 'request-response'"));
        return new Endpoint(
                method(of),
                path(of),
                mode,
                topic(of),
                of.number("partitions", DEFAULT_PARTITIONS, 1, MOST_PARTITIONS),
                of.duration("retention", mode == Mode.FIRE_AND_FORGET ? DEFAULT_STORED_FOR : DEFAULT_WAITED_FOR),
                of.rules("body"),
                of.rules("query"),
                Duration.ofMillis(of.number("timeout_ms", DEFAULT_TIMEOUT_MS, LEAST_TIMEOUT_MS, MOST_TIMEOUT_MS)),
                of.number("max_in_flight", DEFAULT_MAX_IN_FLIGHT, 1, MOST_IN_FLIGHT),
                of.number("max_body_bytes", DEFAULT_MAX_BODY_BYTES, 1, MOST_BODY_BYTES),
                of.access());
    }

    private static String method(Declaration of) {
        String method = of.text("method");
        if (!METHODS.contains(method)) {
            throw of.wrong("method", "must be GET, POST, PUT, PATCH or DELETE");
        }
        return method;
    }

    private static String path(Declaration of) {
        String path = of.text("path");
        if (path.length() > MOST_PATH_CHARACTERS || !PATH.matcher(path).matches()) {
            throw of.wrong(
                    "path",
                    "must be a path such as /api/echo, of letters, digits, '.', '_', '~' and '-', at most "
                            + MOST_PATH_CHARACTERS + " characters");
        }
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private String topic(Declaration of) {
        String topic = of.text("topic");
        if (!TOPIC.matcher(topic).matches() || topic.equals(".") || topic.equals("..") || topic.startsWith("__")) {
            throw of.wrong("topic", "must be a name that Kafka allows for topics of users");
        }
        if (plan.topic(topic).isPresent()) {
            throw of.wrong("topic", "is one of Firstlight's own topics");
        }
        return topic;
    }

    /** One endpoint's object, and what messages call it. */
    private static final class Declaration {

        private final JsonNode object;
        private final String label;

        Declaration(JsonNode object, String label) {
            this.object = object;
            this.label = label;
        }

        IllegalArgumentException wrong(String key, String what) {
            JsonNode value = object.path(key);
            return new IllegalArgumentException(
                    label + ": " + key + (value.isValueNode() ? "=" + value.asText() : "") + " " + what);
        }

        void requireKnownKeys() {
            if (!object.isObject()) {
                throw new IllegalArgumentException(label + " is no object");
            }
            object.fieldNames().forEachRemaining(key -> {
                if (!KEYS.contains(key)) {
                    throw new IllegalArgumentException(label + ": " + key + " is no key of an endpoint");
                }
            });
        }

        String text(String key) {
            if (!object.path(key).isTextual()) {
                throw wrong(key, object.has(key) ? "must be a text" : "is missing");
            }
            return object.path(key).textValue();
        }

        int number(String key, int absent, int least, int most) {
            JsonNode value = object.path(key);
            if (value.isMissingNode()) {
                return absent;
            }
            if (!value.isInt() || value.intValue() < least || value.intValue() > most) {
                throw wrong(key, "must be a whole number from " + least + " to " + most);
            }
            return value.intValue();
        }

        Duration duration(String key, Duration absent) {
            if (!object.has(key)) {
                return absent;
            }
            try {
                Duration duration = Duration.parse(text(key));
                if (duration.toMillis() > 0) {
                    return duration;
                }
            } catch (DateTimeParseException | ArithmeticException e) {
                // Falls through to the one message for all mistakes.
            }
            throw wrong(key, "must be an ISO 8601 duration such as P7D or PT10M");
        }

        @Nullable
        JsonRules rules(String key) {
            if (!object.has(key)) {
                return null;
            }
            try {
                return JsonRules.of(object.path(key).toString());
            } catch (IllegalArgumentException e) {
                throw wrong(key, oneLine(String.valueOf(e.getMessage())));
            }
        }

        @Nullable
        EndpointAccess access() {
            if (!object.has("access")) {
                return null;
            }
            String text = text("access");
            try {
                return EndpointAccess.parse(text);
            } catch (IllegalArgumentException e) {
                throw wrong("access", String.valueOf(e.getMessage()));
            }
        }
    }
}
