package io.firstlight.ingest.component.queue;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.ingest.component.Fields;
import io.firstlight.schemas.json.Json;
import io.firstlight.schemas.json.JsonOutput;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a queue and its scripts have said, and the payloads of the three streams that LOVE's producer makes of it. What is said does not have
 * to come in the order in which it was said, because topics are not ordered against each other: details of scripts are kept before the queue lists
 * them, and a while after it does not any more. Owned by one caller at a time.
 */
final class QueueState {

    /** Of scripts that are not in the queue so many are remembered; those of which nothing was heard for longest go first. */
    static final int UNLISTED = 200;

    private static final int MOST_SCHEMAS = 2_000;
    private static final String EMPTY_SCHEMA = "# empty schema";

    private final int mostFinished;
    private boolean enabled;
    private boolean running;
    private List<Integer> current = List.of();
    private List<Integer> waiting = List.of();
    private List<Integer> finished = List.of();
    private final Map<Integer, ScriptDetails> scripts = new HashMap<>();
    private List<Available> available = List.of();
    private final Map<Available, String> schemas = new HashMap<>();

    // Whether the queue has told its lists, and the scripts that are available; and whether they were sent before.
    private boolean listed;
    private boolean listedBefore;
    private boolean offered;
    private boolean offeredBefore;

    /** A script that can be put into the queue. */
    private record Available(String type, String path) {}

    /**
     * An empty queue that is not enabled.
     *
     * @param mostFinished so many finished scripts are shown
     */
    QueueState(int mostFinished) {
        this.mostFinished = mostFinished;
    }

    /** SAL's yes or no; some components have numbers for it. */
    static boolean isSet(Fields fields, String name) {
        return fields.flag(name, fields.integer(name, 0) == 1);
    }

    /** The event {@code queue}. */
    void queue(Fields fields) {
        listed = true;
        enabled = isSet(fields, "enabled");
        running = isSet(fields, "running");
        int index = (int) fields.integer("currentSalIndex", 0);
        current = index > 0 ? List.of(index) : List.of();
        waiting = first(fields.integers("salIndices"), fields.integer("length", 0));
        finished = first(fields.integers("pastSalIndices"), Math.min(fields.integer("pastLength", 0), mostFinished));
        listed().forEach(this::details);
    }

    private static List<Integer> first(List<Long> indices, long count) {
        return indices.stream().limit(Math.max(count, 0)).map(Long::intValue).toList();
    }

    private Stream<Integer> listed() {
        return Stream.of(current, waiting, finished).flatMap(List::stream);
    }

    /** The scripts whose hearts should beat: the current one, then those that wait. */
    List<ScriptDetails> active() {
        return Stream.of(current, waiting)
                .flatMap(List::stream)
                .map(this::details)
                .toList();
    }

    /** The scripts that run. */
    List<ScriptDetails> current() {
        return current.stream().map(this::details).toList();
    }

    boolean isActive(int script) {
        return current.contains(script) || waiting.contains(script);
    }

    /** Whether what a script says of itself shows: it is in the queue, or the queue has told about it. */
    boolean isKnown(int script) {
        ScriptDetails details = scripts.get(script);
        return details != null && (details.isOfQueue() || listed().anyMatch(index -> index == script));
    }

    /** What is known of a script; it is remembered from now on. */
    ScriptDetails details(int script) {
        ScriptDetails details = scripts.computeIfAbsent(script, ScriptDetails::new);
        // Twice as many as are kept, so that they need not be sorted for every new one.
        if (scripts.size() > 2 * UNLISTED + current.size() + waiting.size() + finished.size()) {
            forget(script);
        }
        return details;
    }

    private void forget(int except) {
        Set<Integer> listed = new HashSet<>(listed().toList());
        listed.add(except);
        List<Integer> unlisted = scripts.values().stream()
                .filter(details -> !listed.contains(details.index()))
                .sorted(Comparator.comparingDouble(ScriptDetails::heardTai))
                .map(ScriptDetails::index)
                .toList();
        unlisted.stream().limit(Math.max(unlisted.size() - UNLISTED, 0)).forEach(scripts::remove);
    }

    /** The event {@code availableScripts}. */
    void availableScripts(Fields fields) {
        offered = true;
        available = Stream.concat(
                        paths("standard", fields.text("standard", "")), paths("external", fields.text("external", "")))
                .distinct()
                .toList();
        // Those that are not available now may be again; but paths must not pile up for ever.
        if (schemas.size() > MOST_SCHEMAS) {
            schemas.keySet().retainAll(available);
        }
    }

    private static Stream<Available> paths(String type, String paths) {
        return Stream.of(paths.split(":")).filter(path -> !path.isEmpty()).map(path -> new Available(type, path));
    }

    /** The event {@code configSchema}. */
    void configSchema(Fields fields) {
        String schema = fields.text("configSchema", "");
        schemas.put(
                new Available(ScriptDetails.type(fields), fields.text("path", "")),
                schema.isEmpty() ? EMPTY_SCHEMA : schema);
    }

    /** The payload of {@code stateStream}. */
    byte[] state() {
        return new JsonOutput(64)
                .literal("{\"enabled\": " + enabled + ", \"running\": " + running + "}")
                .toByteArray();
    }

    /** The payload of {@code scriptsStream}. */
    byte[] scripts() {
        JsonOutput out = new JsonOutput(4096).literal("{\"current_scripts\": ");
        write(current, out);
        out.literal(", \"waiting_scripts\": ");
        write(waiting, out);
        out.literal(", \"finished_scripts\": ");
        write(finished, out);
        return out.literal("}").toByteArray();
    }

    private void write(List<Integer> indices, JsonOutput out) {
        out.literal("[");
        String separator = "";
        for (int index : indices) {
            out.literal(separator);
            details(index).writeTo(out);
            separator = ", ";
        }
        out.literal("]");
    }

    /** The payload of {@code availableScriptsStream}. */
    byte[] availableScripts() {
        JsonOutput out = new JsonOutput(4096).literal("{\"available_scripts\": [");
        String separator = "";
        for (Available script : available) {
            out.literal(separator)
                    .literal("{\"type\": \"")
                    .literal(script.type())
                    .literal("\", \"path\": ");
            out.quoted(script.path()).literal(", \"configSchema\": ");
            out.quoted(schemas.getOrDefault(script, "")).literal("}");
            separator = ", ";
        }
        return out.literal("]}").toByteArray();
    }

    /** Whether lists of scripts can be told: empty ones would replace better ones while the topic of the queue cannot be read. */
    boolean hasLists() {
        return listed || !listedBefore;
    }

    /** The same of the scripts that are available. */
    boolean hasOffer() {
        return offered || !offeredBefore;
    }

    /** Fills gaps of scripts that are listed, of all while none are, from an earlier {@link #scripts} payload. */
    void takeBackScripts(byte[] payload) {
        Set<Integer> present = new HashSet<>(listed().toList());
        JsonNode before = read(payload);
        listedBefore = before.isObject();
        for (String list : List.of("current_scripts", "waiting_scripts", "finished_scripts")) {
            for (JsonNode script : before.path(list)) {
                int index = script.path("index").asInt();
                if (!listed || present.contains(index)) {
                    details(index).takeBack(script);
                }
            }
        }
    }

    /** Fills gaps of the schemas from an earlier {@link #availableScripts} payload. */
    void takeBackSchemas(byte[] payload) {
        JsonNode before = read(payload);
        offeredBefore = before.isObject();
        for (JsonNode script : before.path("available_scripts")) {
            Available key = new Available(
                    script.path("type").asText(), script.path("path").asText());
            String schema = script.path("configSchema").asText();
            if ((!offered || available.contains(key)) && !schema.isEmpty()) {
                schemas.putIfAbsent(key, schema);
            }
        }
    }

    private static JsonNode read(byte[] payload) {
        try {
            return Json.mapper().readTree(payload);
        } catch (IOException e) {
            // Not what we had written: then there is nothing to take back.
            return Json.mapper().missingNode();
        }
    }
}
