package io.firstlight.webedge.log;

import org.apache.kafka.common.Uuid;

/**
 * One topic as it is on the cluster.
 *
 * @param id the topic's id; a topic that was deleted and made again has another
 * @param partitions how many partitions it has
 */
public record TopicLayout(Uuid id, int partitions) {}
