package io.firstlight.archive.store;

import io.firstlight.schemas.record.ComponentRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A record of the log that was read and understood, on its way into a table. Immutable, bytes shared. */
public sealed interface Arrival {

    /** The record as it came. */
    ConsumerRecord<byte[], byte[]> source();

    /** {@link StoredPartition#topicNumber} of its topic. */
    int topicNumber();

    /**
     * A record of the message topic.
     *
     * @param source its value is a strict JSON object
     */
    record Message(ConsumerRecord<byte[], byte[]> source, int topicNumber) implements Arrival {}

    /**
     * A record of a category topic.
     *
     * @param content what its value holds
     */
    record Component(ConsumerRecord<byte[], byte[]> source, int topicNumber, ComponentRecord content)
            implements Arrival {}
}
