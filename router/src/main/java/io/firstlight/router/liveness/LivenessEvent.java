package io.firstlight.router.liveness;

import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.json.JsonOutput;
import io.firstlight.schemas.json.Span;
import io.firstlight.schemas.record.RecordWriter;

import java.util.List;
import java.util.Locale;

/**
 * Says of a component whether it is alive: a record of the event topic with the component's own address and the stream
 * {@value #STREAM}, so that it is state and history like any event. Its payload has the form of LOVE's events, a list with one object of
 * fields {@code {"value", "dataType", "units"}}. The record's producer is {@value #PRODUCER}, and its header {@value #HEADER} tells it
 * from signs of life. Immutable.
 *
 * <p>The fields are named as the components here, without their {@code Ms}; times are unix seconds UTC, and gaps seconds. Of
 * {@code silentStreams} there are the first {@value #MOST_NAMED}, and {@code silentStreamCount} says how many they are.
 *
 * @param component of whom
 * @param state {@code alive} or {@code silent}
 * @param sinceMs since when, by the router's clock: of silence, when it was last heard; of life, when it was heard again, or a cadence
 *     first known
 * @param lastSeenMs the time stamp of its last record
 * @param usualGapMs the usual gap of its quickest stream that goes on, else of the quickest
 * @param records how many were signs of life since it is known
 * @param producers who sent them, as far as they said so; the {@value ComponentLife#MOST_PRODUCERS} last heard
 * @param silentProducers those of them all of whose regular streams are silent
 * @param silentStreams regular streams from which nothing comes any more, as {@code category:stream}
 */
record LivenessEvent(
        Component component,
        State state,
        long sinceMs,
        long lastSeenMs,
        double usualGapMs,
        long records,
        List<String> producers,
        List<String> silentProducers,
        List<String> silentStreams) {

    static final String STREAM = "liveness";
    static final String PRODUCER = "router";
    static final String HEADER = "liveness";
    static final int MOST_NAMED = 20;

    enum State {
        ALIVE,
        SILENT;

        private String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    LivenessEvent {
        producers = List.copyOf(producers);
        silentProducers = List.copyOf(silentProducers);
        silentStreams = List.copyOf(silentStreams);
    }

    /**
     * The value of the record.
     *
     * @param nowMs for {@code producer_snd}
     */
    byte[] value(long nowMs) {
        JsonOutput out = new JsonOutput(1_024).literal("{\"" + STREAM + "\": [{");
        field(out, "state").quoted(state.wireName()).literal(of("String", "unitless"));
        next(out, "since").literal(seconds(sinceMs)).literal(of("Float", "second"));
        next(out, "lastSeen").literal(seconds(lastSeenMs)).literal(of("Float", "second"));
        next(out, "usualGap").literal(seconds(Math.round(usualGapMs))).literal(of("Float", "second"));
        next(out, "records").number(records).literal(of("Int", "unitless"));
        list(next(out, "producers"), producers);
        list(next(out, "silentProducers"), silentProducers);
        list(next(out, "silentStreams"), silentStreams.subList(0, Math.min(silentStreams.size(), MOST_NAMED)));
        next(out, "silentStreamCount").number(silentStreams.size()).literal(of("Int", "unitless"));
        byte[] data = out.literal("}]}").toByteArray();
        return RecordWriter.write(
                Category.EVENT, component, false, data, new Span(0, data.length), PRODUCER, seconds(nowMs));
    }

    private static JsonOutput next(JsonOutput out, String name) {
        return field(out.literal(", "), name);
    }

    private static JsonOutput field(JsonOutput out, String name) {
        return out.quoted(name).literal(": {\"value\": ");
    }

    private static void list(JsonOutput out, List<String> texts) {
        out.literal("[");
        for (int i = 0; i < texts.size(); i++) {
            out.literal(i == 0 ? "" : ", ").quoted(texts.get(i));
        }
        out.literal("]").literal(of("Array<String>", "unitless"));
    }

    private static String of(String dataType, String units) {
        return ", \"dataType\": \"" + dataType + "\", \"units\": \"" + units + "\"}";
    }

    private static String seconds(long ms) {
        return String.format(Locale.ROOT, "%d.%03d", Math.floorDiv(ms, 1_000), Math.floorMod(ms, 1_000));
    }
}
