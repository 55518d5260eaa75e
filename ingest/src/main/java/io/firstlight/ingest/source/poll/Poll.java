package io.firstlight.ingest.source.poll;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.ingest.field.JsonFields;
import io.firstlight.ingest.field.ObjectFields;
import io.firstlight.ingest.producer.Message;
import io.firstlight.ingest.producer.MessageBuilder;
import io.firstlight.ingest.source.rule.Declaration;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One thing to ask for. Immutable.
 *
 * @param url where
 * @param period from one time of asking to the next; {@code period_ms}, 100 to 86400000, default 10000
 * @param timeout within which the whole answer must be there; {@code timeout_ms}, 100 to 300000, default 5000
 * @param headers of the request, perhaps with secrets
 * @param category telemetry or event
 * @param component whose the values are
 * @param stream where they are
 * @param reachable the event that says whether there are answers; null for none
 * @param fields which values; empty for all of the answer's object, under dotted names
 * @param units of those that {@code fields} does not name
 */
record Poll(
        URI url,
        Duration period,
        Duration timeout,
        Map<String, String> headers,
        Category category,
        Component component,
        String stream,
        @Nullable String reachable,
        List<PolledField> fields,
        Map<String, String> units) {

    private static final Set<String> KEYS = Set.of(
            "url",
            "period_ms",
            "timeout_ms",
            "headers",
            "category",
            "csc",
            "salindex",
            "stream",
            "reachable_event",
            "fields",
            "units");

    private static final int DEFAULT_PERIOD_MS = 10_000;
    private static final int DEFAULT_TIMEOUT_MS = 5_000;

    /**
     * One value of an answer.
     *
     * @param name the field's name
     * @param pointer where it is (RFC 6901)
     * @param units its unit
     */
    record PolledField(String name, JsonPointer pointer, String units) {

        private static final Set<String> KEYS = Set.of("name", "pointer", "units");

        static PolledField of(Declaration declared) {
            declared.allow(KEYS);
            try {
                return new PolledField(
                        declared.text("name"),
                        JsonPointer.compile(declared.text("pointer")),
                        declared.text("units", MessageBuilder.UNITLESS));
            } catch (IllegalArgumentException e) {
                throw declared.has("pointer") && !declared.text("pointer").startsWith("/")
                        ? declared.wrong("pointer", "is no JSON pointer such as /main/temp")
                        : e;
            }
        }
    }

    Poll {
        headers = Map.copyOf(headers);
        fields = List.copyOf(fields);
        units = Map.copyOf(units);
    }

    static Poll of(Declaration declared) {
        declared.allow(KEYS);
        List<PolledField> fields = new ArrayList<>();
        if (declared.has("fields")) {
            Set<String> names = new HashSet<>();
            for (Declaration each : declared.declarations("fields", "name")) {
                PolledField field = PolledField.of(each);
                if (!names.add(field.name)) {
                    throw each.wrong("name", "is there twice");
                }
                fields.add(field);
            }
            if (declared.has("units")) {
                throw declared.wrong("units", "belong into the fields where there are fields");
            }
        }
        Poll poll = new Poll(
                url(declared),
                Duration.ofMillis(declared.number("period_ms", DEFAULT_PERIOD_MS, 100, 86_400_000)),
                Duration.ofMillis(declared.number("timeout_ms", DEFAULT_TIMEOUT_MS, 100, 300_000)),
                declared.texts("headers"),
                declared.category(),
                declared.component(),
                declared.name("stream"),
                declared.has("reachable_event") ? declared.name("reachable_event") : null,
                fields,
                declared.texts("units"));
        try {
            var unused = poll.request(null);
        } catch (IllegalArgumentException e) {
            throw declared.wrong("headers", "cannot be sent: some name or value is not allowed");
        }
        return poll;
    }

    private static URI url(Declaration declared) {
        try {
            URI url = URI.create(declared.text("url"));
            if (("http".equals(url.getScheme()) || "https".equals(url.getScheme())) && url.getHost() != null) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            if (!declared.has("url")) {
                throw e;
            }
            // Falls through to the one message for all mistakes.
        }
        throw declared.wrong("url", "is no URL of http or https");
    }

    /** What is asked; an answer that has still that tag need not be sent. */
    HttpRequest request(@Nullable String entityTag) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(url).timeout(timeout).header("Accept", "application/json");
        headers.forEach(request::setHeader);
        if (entityTag != null) {
            request.setHeader("If-None-Match", entityTag);
        }
        return request.GET().build();
    }

    /**
     * The message that an answer becomes; empty if there is no field in it.
     *
     * @throws IllegalArgumentException if it is no JSON
     */
    Optional<Message> message(byte[] body) {
        JsonNode answer = JsonFields.read(body);
        MessageBuilder message = Message.of(category, component).stream(stream);
        if (fields.isEmpty()) {
            if (!JsonFields.isObject(answer)) {
                throw new IllegalArgumentException("it is no JSON object, and no fields are declared");
            }
            ObjectFields all = new ObjectFields(answer);
            all.write(units, message);
            return all.isEmpty() ? Optional.empty() : Optional.of(message.build());
        }
        boolean none = true;
        for (PolledField field : fields) {
            JsonNode value = answer.at(field.pointer);
            none &= value.isMissingNode() || value.isNull();
            JsonFields.write(field.name, value, field.units, message);
        }
        return none ? Optional.empty() : Optional.of(message.build());
    }

    /** What is logged of it: a query may hold a secret, headers too. */
    @Override
    public String toString() {
        return url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort())
                + url.getRawPath();
    }
}
