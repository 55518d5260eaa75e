package io.firstlight.standalone.tap;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.schemas.json.Json;
import io.firstlight.schemas.json.JsonOutput;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/**
 * One strict JSON object a record: {@code topic}, {@code partition}, {@code offset}, {@code time} (ISO 8601, UTC), {@code key} (text or
 * null), {@code value} (the record's JSON). A value that is no strict JSON is null, with its bytes as {@code base64}; a record without
 * value (a tombstone) has neither.
 */
final class JsonLine implements LineFormat {

    @Override
    public String line(ConsumerRecord<byte[], byte[]> record) {
        byte @Nullable [] value = record.value();
        JsonOutput out = new JsonOutput(200 + (value == null ? 0 : value.length))
                .literal("{\"topic\":")
                .quoted(record.topic())
                .literal(",\"partition\":")
                .number(record.partition())
                .literal(",\"offset\":")
                .number(record.offset())
                .literal(",\"time\":")
                .quoted(Instant.ofEpochMilli(record.timestamp()).toString())
                .literal(",\"key\":");
        String key = TappedRecord.key(record);
        if (key == null) {
            out.literal("null");
        } else {
            out.quoted(key);
        }
        out.literal(",\"value\":");
        byte @Nullable [] json = value == null ? null : compact(value);
        out.literal(json == null ? "null" : new String(json, StandardCharsets.UTF_8));
        if (value != null && json == null) {
            out.literal(",\"base64\":").quoted(Base64.getEncoder().encodeToString(value));
        }
        return new String(out.literal("}").toByteArray(), StandardCharsets.UTF_8);
    }

    /** The value without line ends between its tokens; null if it is no strict JSON. */
    private static byte @Nullable [] compact(byte[] value) {
        if (!Json.isUtf8(value)) {
            return null;
        }
        try {
            // Read even where nothing needs to change: what cannot be read must not reach the line.
            JsonNode tree = Json.mapper().readTree(value);
            if (tree.isMissingNode()) {
                return null;
            }
            boolean oneLine = new String(value, StandardCharsets.UTF_8).chars().noneMatch(c -> c == '\n' || c == '\r');
            return oneLine ? value : Json.mapper().writeValueAsBytes(tree);
        } catch (IOException e) {
            return null;
        }
    }
}
