package io.firstlight.archive.sink;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** Topic ids from the cluster; each question is one round trip. */
final class AdminTopicIds implements TopicIds {

    private final Admin admin;

    AdminTopicIds(Admin admin) {
        this.admin = admin;
    }

    @Override
    public Map<String, Uuid> of(Collection<String> names) throws InterruptedException {
        Map<String, Uuid> ids = new HashMap<>();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> entry : admin.describeTopics(
                        TopicCollection.ofTopicNames(names))
                .topicNameValues()
                .entrySet()) {
            try {
                ids.put(entry.getKey(), entry.getValue().get().topicId());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw new KafkaException("the topics cannot be described: " + e.getMessage(), e.getCause());
                }
            }
        }
        return ids;
    }
}
