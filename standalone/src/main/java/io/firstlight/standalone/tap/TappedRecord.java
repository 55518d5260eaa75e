package io.firstlight.standalone.tap;

import io.firstlight.schemas.record.ComponentRecord;
import io.firstlight.schemas.record.RecordParser;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/** How the parts of a record are read for filters and lines. */
final class TappedRecord {

    private TappedRecord() {}

    /** The key as text, bytes that are no UTF-8 replaced; null if it has none. */
    static @Nullable String key(ConsumerRecord<byte[], byte[]> record) {
        byte @Nullable [] key = record.key();
        return key == null ? null : new String(key, StandardCharsets.UTF_8);
    }

    /** Whether it is a component's message with that stream, or the state of such a stream. */
    static boolean hasStream(ConsumerRecord<byte[], byte[]> record, String stream) {
        String key = key(record);
        if (key != null) {
            String[] parts = key.split(":", -1);
            if (parts.length == 4) {
                return parts[3].equals(stream);
            }
        }
        return RecordParser.parse(record.value()) instanceof ComponentRecord component
                && component.streams().stream().anyMatch(span -> span.stream().equals(stream));
    }
}
