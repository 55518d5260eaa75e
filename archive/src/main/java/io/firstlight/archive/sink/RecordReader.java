package io.firstlight.archive.sink;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.firstlight.archive.store.RecordTable;
import io.firstlight.schemas.json.Json;
import io.firstlight.schemas.record.ComponentRecord;
import io.firstlight.schemas.record.ParsedRecord;
import io.firstlight.schemas.record.RecordParser;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

import java.io.IOException;

/** Decides what a record is. Thread-safe. */
final class RecordReader {

    private RecordReader() {}

    /** What a record turned out to be. */
    sealed interface Reading {

        /** A message: its value is one strict JSON object. */
        record Message() implements Reading {}

        /** A component's record. */
        record Component(ComponentRecord content) implements Reading {}

        /** Unfit, and nobody else says so: for the quarantine. */
        record Unfit(String reason) implements Reading {}

        /** Unfit, and in the quarantine already, for the router reads that topic too. */
        record LeftToRouter(String reason) implements Reading {}
    }

    /** Reads a record of the message topic. */
    static Reading message(ConsumerRecord<byte[], byte[]> record) {
        String fault = faultOfMessage(record.value());
        return fault == null ? new Reading.Message() : new Reading.Unfit(fault);
    }

    /** Reads a record of a category topic. */
    static Reading component(ConsumerRecord<byte[], byte[]> record, RecordTable table) {
        return switch (RecordParser.parse(record.value())) {
            case ParsedRecord.Malformed malformed -> new Reading.LeftToRouter(malformed.reason());
            case ComponentRecord content -> inTable(content, table);
        };
    }

    private static Reading inTable(ComponentRecord content, RecordTable table) {
        return content.category().topic() == table.topic()
                ? new Reading.Component(content)
                // No table here is the right one. The router refuses it for the same reason.
                : new Reading.LeftToRouter("its category " + content.category().wireName() + " is not the topic's");
    }

    private static @Nullable String faultOfMessage(byte @Nullable [] value) {
        if (value == null) {
            return "the record has no value";
        }
        if (!Json.isUtf8(value)) {
            return "the value is not UTF-8";
        }
        try (JsonParser parser = Json.strictParser(value, 0, value.length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return "the value is not a JSON object";
            }
            parser.skipChildren();
            return parser.nextToken() == null ? null : "there is text after the JSON object";
        } catch (IOException e) {
            String message = String.valueOf(e.getMessage());
            return "the value is not strict JSON: "
                    + message.lines().findFirst().orElse(message);
        }
    }
}
