package io.firstlight.ingest.relay;

import io.firstlight.ingest.producer.LogAppender;

import java.util.Map;
import java.util.UUID;
import java.util.function.LongConsumer;

/**
 * The log as the relay needs it, for one run. What it throws about Kafka is {@link org.apache.kafka.common.KafkaException}. Owned by the relay's
 * thread.
 */
interface RelayLog extends AutoCloseable {

    /** The header of a record that came out of an outbox: {@code <name of the outbox>/<id of the row>}. */
    String OUTBOX_ID = "outbox_id";

    /** The name of the topic of notices. */
    String topic();

    /** Writes into it. */
    LogAppender appender();

    /** By partition, the offset after the last record. */
    Map<Integer, Long> ends();

    /**
     * Reads a part of the log for rows of an outbox.
     *
     * @param from by partition, the first offset; a partition without one is read from its beginning
     * @param to by partition, the offset after the last one
     * @param rows told the id of each row
     */
    void find(UUID outbox, Map<Integer, Long> from, Map<Integer, Long> to, LongConsumer rows);

    /** Ends what is under way; nothing is sent any more when it returns. */
    @Override
    void close();
}
