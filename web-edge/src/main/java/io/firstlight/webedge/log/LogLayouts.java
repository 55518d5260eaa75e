package io.firstlight.webedge.log;

import io.firstlight.schemas.topic.Topic;
import io.firstlight.schemas.topic.TopicPlan;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/** Asks the cluster how its topics are laid out. */
final class LogLayouts {

    private LogLayouts() {}

    /**
     * The layout now. Blocks.
     *
     * @throws KafkaException if a topic is missing, or the cluster does not answer within the client's time limits
     */
    static LogLayout read(Admin admin, TopicPlan plan, Set<Topic> topics) throws InterruptedException {
        try {
            Map<String, TopicDescription> found = admin.describeTopics(
                            topics.stream().map(plan::name).toList())
                    .allTopicNames()
                    .get();
            Map<Topic, TopicLayout> layouts = new EnumMap<>(Topic.class);
            for (Topic topic : topics) {
                TopicDescription description = Objects.requireNonNull(found.get(plan.name(topic)));
                layouts.put(
                        topic,
                        new TopicLayout(
                                description.topicId(), description.partitions().size()));
            }
            return new LogLayout(layouts);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KafkaException cause) {
                throw cause;
            }
            throw new KafkaException(e.getCause());
        }
    }
}
