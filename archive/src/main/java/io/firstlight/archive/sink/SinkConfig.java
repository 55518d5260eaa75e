package io.firstlight.archive.sink;

import io.firstlight.archive.store.RecordTable;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.schemas.topic.TopicPlan;

import java.util.List;
import java.util.Set;

/**
 * What the sink reads and how much at once.
 *
 * @param bootstrapServers Kafka's addresses, {@code host:port} separated by commas
 * @param groupId consumer group; all sinks of one database share one
 * @param plan names of the topics
 * @param topics what is archived: {@link Topic#MESSAGE} and topics that have a {@link RecordTable}
 * @param limits when a batch is stored
 */
public record SinkConfig(
        String bootstrapServers, String groupId, TopicPlan plan, Set<Topic> topics, BatchLimits limits) {

    public SinkConfig {
        topics = Set.copyOf(topics);
        if (topics.isEmpty()) {
            throw new IllegalArgumentException("topics is empty");
        }
        for (Topic topic : topics) {
            if (topic != Topic.MESSAGE && RecordTable.of(topic).isEmpty()) {
                throw new IllegalArgumentException("topic " + topic.suffix() + " cannot be archived");
            }
        }
    }

    /** Full names of the topics. */
    public List<String> topicNames() {
        return topics.stream().map(plan::name).sorted().toList();
    }
}
