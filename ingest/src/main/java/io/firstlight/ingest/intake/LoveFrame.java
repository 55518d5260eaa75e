package io.firstlight.ingest.intake;

import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.json.Span;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/**
 * A checked data message of LOVE's protocol: where its parts lie in strict JSON.
 *
 * @param json the frame's bytes; the frame's own where nothing had to be translated
 * @param category the kind of message
 * @param elements the messages of components, in order
 * @param producerSnd the producer's time stamp, if it sent one
 */
@SuppressWarnings("ArrayRecordComponent") // shared, never compared
record LoveFrame(
        byte[] json,
        Category category,
        List<Element> elements,
        @Nullable Span producerSnd) {

    /**
     * One component's message.
     *
     * @param salindexIsText whether the index came as text
     * @param data where the object of all streams lies
     * @param streams the names in it, and where their payloads lie
     */
    record Element(Component component, boolean salindexIsText, Span data, Map<String, Span> streams) {}
}
