package io.firstlight.router;

import io.firstlight.router.latest.Homes;
import io.firstlight.schemas.state.RouterContract;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.schemas.topic.TopicCreation;
import io.firstlight.schemas.topic.TopicPlan;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InvalidPartitionsException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

/** Prepares the cluster for the router: topics that lack, and a strays topic as wide as the widest source. */
final class RouterTopics {

    // The router reads strays at once; this outlasts a router that is down over a long holiday.
    private static final Duration STRAYS_RETENTION = Duration.ofDays(14);

    private RouterTopics() {}

    /** Makes what lacks and says where components are at home. Safe to call from several instances at once. */
    static Homes prepare(Admin admin, RouterConfig config) throws InterruptedException {
        TopicPlan plan = config.topics();
        TopicCreation.ensure(admin, plan);
        Homes homes = new Homes(partitionCounts(
                admin, RouterContract.sources().stream().map(plan::name).toList()));
        String strays = RouterContract.straysTopic(config.applicationId());
        TopicCreation.ensure(admin, List.of(strays(plan, strays, homes.widest())));
        widen(admin, strays, homes.widest());
        return homes;
    }

    private static NewTopic strays(TopicPlan plan, String name, int partitions) {
        return new NewTopic(name, partitions, plan.replication())
                .configs(Map.of(
                        TopicConfig.RETENTION_MS_CONFIG,
                        Long.toString(STRAYS_RETENTION.toMillis()),
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                        Integer.toString(TopicPlan.maxBatchBytes(Topic.STATE))));
    }

    private static void widen(Admin admin, String strays, int partitions) throws InterruptedException {
        if (Objects.requireNonNull(partitionCounts(admin, List.of(strays)).get(strays)) >= partitions) {
            return;
        }
        try {
            await(admin.createPartitions(Map.of(strays, NewPartitions.increaseTo(partitions)))
                    .all());
        } catch (InvalidPartitionsException e) {
            if (Objects.requireNonNull(partitionCounts(admin, List.of(strays)).get(strays)) < partitions) {
                throw e;
            }
        }
    }

    private static Map<String, Integer> partitionCounts(Admin admin, List<String> topics) throws InterruptedException {
        Map<String, TopicDescription> descriptions =
                await(admin.describeTopics(topics).allTopicNames());
        return descriptions.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> entry.getValue().partitions().size()));
    }

    private static <T> T await(KafkaFuture<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KafkaException cause) {
                throw cause;
            }
            throw new KafkaException(e.getCause());
        }
    }
}
