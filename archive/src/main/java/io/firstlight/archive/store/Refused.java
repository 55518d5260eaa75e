package io.firstlight.archive.store;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record that cannot be stored, now or ever.
 *
 * @param source the record as it came
 * @param reason why, for the operator who looks into the quarantine
 */
public record Refused(ConsumerRecord<byte[], byte[]> source, String reason) {}
