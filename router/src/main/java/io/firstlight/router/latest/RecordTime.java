package io.firstlight.router.latest;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * The record's own time stamp. A foreign client may write a record without one (-1); Kafka Streams would stop on it by default. It gets
 * the newest time that its partition has shown, else 0: the same at every reading. Stateless.
 */
public final class RecordTime implements TimestampExtractor {

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        return record.timestamp() >= 0 ? record.timestamp() : Math.max(partitionTime, 0);
    }
}
