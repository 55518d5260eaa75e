package io.firstlight.ingest.component.queue;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.ingest.component.Fields;
import io.firstlight.schemas.json.JsonOutput;
import io.firstlight.schemas.json.NonFiniteNumbers;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What is known of one script: what the queue says of it (event {@code script}) and what it says itself. Times are TAI unix seconds. Its
 * JSON is the object of LOVE's producer, with 0 where nothing was said. Names of states are those of ts_xml's {@code ScriptProcessState}
 * and {@code ScriptState}. Owned by one caller at a time.
 */
final class ScriptDetails {

    /** So many of its log messages are kept. */
    static final int LOG_MESSAGES = 20;

    private static final String UNKNOWN = "UNKNOWN";
    private static final List<String> PROCESS_STATES = List.of(
            UNKNOWN, "LOADING", "CONFIGURED", "RUNNING", "DONE", "LOADFAILED", "CONFIGURE_FAILED", "TERMINATED");
    private static final List<String> SCRIPT_STATES = List.of(
            UNKNOWN,
            "UNCONFIGURED",
            "CONFIGURED",
            "RUNNING",
            "PAUSED",
            "ENDING",
            "STOPPING",
            "FAILING",
            "DONE",
            "STOPPED",
            "FAILED",
            "CONFIGURE_FAILED");
    private static final List<String> TIMES = List.of(
            "timestampConfigureEnd",
            "timestampConfigureStart",
            "timestampProcessEnd",
            "timestampProcessStart",
            "timestampRunStart");
    private static final int INFO = 20;

    private final int index;
    private final String[] times = {"0", "0", "0", "0", "0"};
    private final Deque<byte[]> log = new ArrayDeque<>();
    private double heardTai = Double.NEGATIVE_INFINITY;
    private double scriptStateTai = Double.NEGATIVE_INFINITY;
    private String path = UNKNOWN;
    private String type = UNKNOWN;
    private String processState = UNKNOWN;
    private String scriptState = UNKNOWN;
    private String duration = "0";
    private String lastCheckpoint = "";
    private String description = "";
    private String className = "";
    private String remotes = "";
    private String pauseCheckpoints = "";
    private String stopCheckpoints = "";
    private long logLevel = INFO;
    private boolean ofQueue;
    private boolean hasState;
    private boolean hasMetadata;
    private boolean hasDescription;
    private boolean hasCheckpoints;
    private boolean hasLogLevel;
    private double lastBeatUtc = -1;
    private int lostBeats;

    ScriptDetails(int index) {
        this.index = index;
    }

    int index() {
        return index;
    }

    /** Whether this queue has told something about it. */
    boolean isOfQueue() {
        return ofQueue;
    }

    /** Something was heard of it. */
    void heard(double sentTai) {
        heardTai = Math.max(heardTai, Double.isNaN(sentTai) ? Double.NEGATIVE_INFINITY : sentTai);
    }

    /** When something was heard of it last. */
    double heardTai() {
        return heardTai;
    }

    /** The queue's event {@code script}. */
    void script(Fields fields, double sentTai) {
        ofQueue = true;
        type = type(fields);
        path = fields.text("path", UNKNOWN);
        processState = name(PROCESS_STATES, fields.integer("processState", 0));
        scriptState(fields.integer("scriptState", 0), sentTai);
        for (int i = 0; i < times.length; i++) {
            times[i] = number(fields.number(TIMES.get(i), 0));
        }
    }

    static String type(Fields fields) {
        return QueueState.isSet(fields, "isStandard") ? "standard" : "external";
    }

    /** An event of the script itself; false if it says nothing that is shown. */
    boolean event(String stream, Fields fields, double sentTai) {
        switch (stream) {
            case "state" -> {
                hasState = true;
                scriptState(fields.integer("state", 0), sentTai);
                lastCheckpoint = fields.text("lastCheckpoint", "");
            }
            case "metadata" -> {
                hasMetadata = true;
                duration = number(fields.number("duration", 0));
            }
            case "description" -> {
                hasDescription = true;
                description = fields.text("description", "");
                className = fields.text("classname", "");
                remotes = fields.text("remotes", "");
            }
            case "checkpoints" -> {
                hasCheckpoints = true;
                pauseCheckpoints = fields.text("pause", "");
                stopCheckpoints = fields.text("stop", "");
            }
            case "logLevel" -> {
                hasLogLevel = true;
                logLevel = fields.integer("level", INFO);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Queue and script both tell it, in topics that are not ordered against each other: what was sent later counts. */
    private void scriptState(long number, double sentTai) {
        if (sentTai < scriptStateTai) {
            return;
        }
        if (!Double.isNaN(sentTai)) {
            scriptStateTai = sentTai;
        }
        scriptState = name(SCRIPT_STATES, number);
    }

    private static String name(List<String> names, long number) {
        return number >= 0 && number < names.size() ? names.get((int) number) : UNKNOWN;
    }

    private static String number(double value) {
        if (!Double.isFinite(value)) {
            return NonFiniteNumbers.encoded(value);
        }
        return new String(new JsonOutput(32).decimal(value).toByteArray(), StandardCharsets.US_ASCII);
    }

    /** Keeps a log message, and of too many the newest. */
    void log(byte[] data) {
        log.addLast(data);
        if (log.size() > LOG_MESSAGES) {
            log.removeFirst();
        }
    }

    /** The log messages that are kept, oldest first. */
    Iterable<byte[]> log() {
        return log;
    }

    /** Its heart has beaten at that moment, UTC unix seconds. */
    void beat(double utc) {
        if (!Double.isNaN(utc)) {
            lastBeatUtc = Math.max(lastBeatUtc, utc);
        }
    }

    /** The payload of its heartbeat; each call counts one as lost if the last is older than that. */
    byte[] heartbeat(double sinceUtc) {
        lostBeats = lastBeatUtc < sinceUtc ? lostBeats + 1 : 0;
        return new JsonOutput(128)
                .literal("{\"script_heartbeat\": {\"salindex\": ")
                .number(index)
                .literal(", \"lost\": ")
                .number(lostBeats)
                .literal(", \"last_heartbeat_timestamp\": ")
                .decimal(lastBeatUtc)
                .literal("}}")
                .toByteArray();
    }

    /** Fills what was not told since the start with what this producer's predecessor had made of it. */
    void takeBack(JsonNode before) {
        if (!ofQueue) {
            path = before.path("path").asText(UNKNOWN);
            type = before.path("type").asText(UNKNOWN);
            processState = before.path("process_state").asText(UNKNOWN);
            for (int i = 0; i < times.length; i++) {
                times[i] = json(before, TIMES.get(i), times[i]);
            }
            ofQueue = !path.equals(UNKNOWN);
            if (!hasState) {
                scriptState = before.path("script_state").asText(UNKNOWN);
            }
        }
        if (!hasState) {
            lastCheckpoint = before.path("last_checkpoint").asText("");
        }
        if (!hasMetadata) {
            duration = json(before, "expected_duration", duration);
        }
        if (!hasDescription) {
            description = before.path("description").asText("");
            className = before.path("classname").asText("");
            remotes = before.path("remotes").asText("");
        }
        if (!hasCheckpoints) {
            pauseCheckpoints = before.path("pause_checkpoints").asText("");
            stopCheckpoints = before.path("stop_checkpoints").asText("");
        }
        if (!hasLogLevel) {
            logLevel = before.path("log_level").asLong(INFO);
        }
    }

    private static String json(JsonNode before, String field, String absent) {
        JsonNode value = before.path(field);
        if (value.isFloatingPointNumber()) {
            // The tree has forgotten the zero after the point.
            return number(value.asDouble());
        }
        return value.isMissingNode() ? absent : value.toString();
    }

    void writeTo(JsonOutput out) {
        out.literal("{\"remote\": null, \"setup\": true, \"index\": ").number(index);
        text(out, "path", path);
        text(out, "type", type);
        text(out, "process_state", processState);
        text(out, "script_state", scriptState);
        for (int i = 0; i < times.length; i++) {
            out.literal(", \"").literal(TIMES.get(i)).literal("\": ").literal(times[i]);
        }
        out.literal(", \"expected_duration\": ").literal(duration);
        text(out, "last_checkpoint", lastCheckpoint);
        text(out, "description", description);
        text(out, "classname", className);
        text(out, "remotes", remotes);
        // LOVE's producer does not fill these two: heartbeats come by themselves.
        out.literal(", \"last_heartbeat_timestamp\": 0, \"lost_heartbeats\": 0");
        text(out, "pause_checkpoints", pauseCheckpoints);
        text(out, "stop_checkpoints", stopCheckpoints);
        out.literal(", \"log_level\": ").number(logLevel).literal("}");
    }

    private static void text(JsonOutput out, String field, String value) {
        out.literal(", \"").literal(field).literal("\": ").quoted(value);
    }
}
