package io.firstlight.webedge.log;

import io.firstlight.schemas.topic.Topic;
import org.jspecify.annotations.Nullable;

/**
 * One record of a topic that edges read.
 *
 * @param topic the topic
 * @param partition the partition's number
 * @param offset the record's offset
 * @param timestampMs the record's time stamp, unix milliseconds UTC
 * @param value the record's bytes, shared and never written to; null if the record has none
 */
@SuppressWarnings("ArrayRecordComponent") // shared, never compared
public record LogRecord(Topic topic, int partition, long offset, long timestampMs, byte @Nullable [] value) {}
