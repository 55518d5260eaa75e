package io.firstlight.webedge.hub;

import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.json.Span;
import io.firstlight.schemas.record.ComponentRecord;
import io.firstlight.webedge.log.LogEntry;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/**
 * Whose a value is, and when it was recorded, as a frame says it.
 *
 * @param category the kind of message
 * @param component the component instance
 * @param salindexIsText whether the producer wrote the index as text, and clients get it so
 * @param timestampMs the record's time stamp, unix milliseconds UTC
 * @param producerSnd the producer's own time stamp as JSON; null if it sent none, or the value is the latest of before. A copy: what waits
 *     in an outbox must not hold on to a whole record
 */
public record Origin(
        Category category,
        Component component,
        boolean salindexIsText,
        long timestampMs,
        @Nullable String producerSnd) {

    private static @Nullable String stamp(ComponentRecord record) {
        Span span = record.producerSnd();
        return span == null ? null : new String(record.value(), span.start(), span.length(), StandardCharsets.UTF_8);
    }

    /** The origin of a record's values. */
    static Origin of(LogEntry entry, ComponentRecord record) {
        return new Origin(
                record.category(),
                record.component(),
                record.salindexIsText(),
                entry.record().timestampMs(),
                stamp(record));
    }
}
