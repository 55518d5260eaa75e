package io.firstlight.standalone.tap;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Turns a record into one line without line end. Never throws, whatever the bytes of the record are. */
@FunctionalInterface
interface LineFormat {

    String line(ConsumerRecord<byte[], byte[]> record);
}
