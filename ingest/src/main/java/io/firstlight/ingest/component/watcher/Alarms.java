package io.firstlight.ingest.component.watcher;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.schemas.json.Json;
import io.firstlight.schemas.json.JsonOutput;
import io.firstlight.schemas.json.Span;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The last sample of each alarm, in the order in which the alarms were first told. Of more than {@value #MOST} the one that was told longest ago
 * is forgotten. Owned by one caller at a time.
 */
final class Alarms {

    static final int MOST = 5_000;

    private final int most;
    private final Map<String, Alarm> byName = new LinkedHashMap<>();

    /**
     * One alarm.
     *
     * @param sentTai when it was told, TAI unix seconds; NaN if that is not known
     * @param fields its object of fields
     */
    @SuppressWarnings("ArrayRecordComponent") // shared, never compared
    private record Alarm(double sentTai, byte[] fields) {

        /** Whether this one is to stay although the other one is told. */
        boolean isNewerThan(double otherTai) {
            return sentTai > otherTai;
        }
    }

    Alarms() {
        this(MOST);
    }

    Alarms(int most) {
        this.most = most;
    }

    /** Takes a sample, unless a newer one of the same alarm is there; true if it was taken. */
    boolean take(String name, double sentTai, byte[] fields) {
        Alarm present = byName.get(name);
        if (present != null && present.isNewerThan(sentTai)) {
            return false;
        }
        byName.put(name, new Alarm(sentTai, fields));
        if (byName.size() > most) {
            forgetOldest();
        }
        return true;
    }

    private void forgetOldest() {
        String oldest = null;
        double since = Double.POSITIVE_INFINITY;
        for (Map.Entry<String, Alarm> entry : byName.entrySet()) {
            double sent = entry.getValue().sentTai();
            double at = Double.isNaN(sent) ? Double.NEGATIVE_INFINITY : sent;
            if (at < since) {
                since = at;
                oldest = entry.getKey();
            }
        }
        if (oldest != null) {
            byName.remove(oldest);
        }
    }

    /**
     * Puts those of an earlier dictionary before its own; of the same alarm the newer sample stays. What is no dictionary is passed over.
     *
     * @param payload as {@link #payload} made it
     * @param fromTai alarms that were told before are left out, TAI unix seconds
     */
    void takeBack(byte[] payload, double fromTai) {
        Map<String, Alarm> own = new LinkedHashMap<>(byName);
        byName.clear();
        try (JsonParser parser = Json.strictParser(payload, 0, payload.length)) {
            if (parser.nextToken() == JsonToken.START_OBJECT
                    && "alarms".equals(parser.nextFieldName())
                    && parser.nextToken() == JsonToken.START_OBJECT) {
                for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                    parser.nextToken();
                    takeBack(name, bytes(payload, Json.skipValue(parser)), fromTai);
                }
            }
        } catch (IOException e) {
            // The platform has checked what it keeps: this is the end of what can be read of something else.
            byName.keySet().retainAll(own.keySet());
        }
        own.forEach((name, alarm) -> take(name, alarm.sentTai(), alarm.fields()));
    }

    private void takeBack(String name, byte[] fields, double fromTai) throws IOException {
        JsonNode stamp = Json.mapper().readTree(fields).path("private_sndStamp").path("value");
        if (stamp.isNumber() && stamp.asDouble() >= fromTai) {
            take(name, stamp.asDouble(), fields);
        }
    }

    private static byte[] bytes(byte[] json, Span span) {
        return Arrays.copyOfRange(json, span.start(), span.end());
    }

    /** The payload: <code>{"alarms": {name: {fields}}}</code>. */
    byte[] payload() {
        JsonOutput out = new JsonOutput(1024).literal("{\"alarms\": {");
        boolean first = true;
        for (Map.Entry<String, Alarm> entry : byName.entrySet()) {
            out.literal(first ? "" : ", ")
                    .quoted(entry.getKey())
                    .literal(": ")
                    .span(entry.getValue().fields());
            first = false;
        }
        return out.literal("}}").toByteArray();
    }
}
