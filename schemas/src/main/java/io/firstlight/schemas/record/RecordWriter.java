package io.firstlight.schemas.record;

import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.json.JsonOutput;
import io.firstlight.schemas.json.Span;
import org.jspecify.annotations.Nullable;

/** Makes the value of a record from parts that are strict JSON already; the inverse of {@link RecordParser}. Thread-safe. */
public final class RecordWriter {

    private RecordWriter() {}

    /**
     * The value of a record.
     *
     * @param source bytes that hold the data object
     * @param data where in them it lies: a strict JSON object from stream to payload
     * @param salindexIsText whether to write the index as text
     * @param producerSnd the producer's time stamp as JSON, null if none
     */
    public static byte[] write(
            Category category,
            Component component,
            boolean salindexIsText,
            byte[] source,
            Span data,
            @Nullable String producer,
            @Nullable String producerSnd) {
        JsonOutput out = new JsonOutput(data.length() + 160)
                .literal("{\"category\":\"")
                .literal(category.wireName())
                .literal("\",\"csc\":\"")
                .literal(component.csc())
                .literal(salindexIsText ? "\",\"salindex\":\"" : "\",\"salindex\":")
                .number(component.salindex())
                .literal(salindexIsText ? "\",\"data\":" : ",\"data\":")
                .span(source, data);
        if (producer != null) {
            out.literal(",\"producer\":").quoted(producer);
        }
        if (producerSnd != null) {
            out.literal(",\"producer_snd\":").literal(producerSnd);
        }
        return out.literal("}").toByteArray();
    }
}
