package io.firstlight.schemas.record;

import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.json.Span;
import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A parsed record of a category topic: whose it is, and where its streams lie in {@link #value}.
 *
 * <p>Immutable as long as nobody writes into the bytes, which are shared, not copied.
 *
 * @param value the record's bytes
 * @param category the kind of message
 * @param component the component instance it comes from
 * @param salindexIsText whether the producer wrote the index as text; LOVE clients get it back in the type that it came in
 * @param data where the object of all streams lies
 * @param streams the streams in the record's order
 * @param producer who sent it, if known
 * @param producerSnd where the producer's own time stamp lies (UTC unix seconds by convention), if it sent one
 */
@SuppressWarnings("ArrayRecordComponent") // shared, never compared
public record ComponentRecord(
        byte[] value,
        Category category,
        Component component,
        boolean salindexIsText,
        Span data,
        List<StreamSpan> streams,
        @Nullable String producer,
        @Nullable Span producerSnd)
        implements ParsedRecord {

    public ComponentRecord {
        streams = List.copyOf(streams);
    }
}
