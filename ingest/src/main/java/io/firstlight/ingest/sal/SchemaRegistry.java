package io.firstlight.ingest.sal;

import java.util.concurrent.CompletableFuture;

/** Where writers' schemas are kept. An id's schema never changes. */
interface SchemaRegistry extends AutoCloseable {

    /** What it says of an id. */
    sealed interface Answer {

        /** The schema, as its writer registered it. */
        record Found(String schema) implements Answer {}

        /** It has a schema, of another kind than Avro. */
        record Foreign(String kind) implements Answer {}

        /** It knows no such id. */
        record Unknown() implements Answer {}

        /** It does not answer, or not as a registry: ask again later. */
        record Away(String why) implements Answer {}
    }

    /** Asks for a schema; returns at once, and the future never fails. */
    CompletableFuture<Answer> schema(int id);

    /** Ends what is under way. Idempotent. */
    @Override
    void close();
}
