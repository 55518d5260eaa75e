package io.firstlight.schemas.topic;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/** Makes the topics that lack. A topic that exists is left as it is, whatever its settings: they may be an operator's decision. */
public final class TopicCreation {

    private static final Logger log = LoggerFactory.getLogger(TopicCreation.class);

    private static final Duration VISIBLE_WITHIN = Duration.ofSeconds(30);
    private static final Waiting POLLING = Waiting.every(Duration.ofMillis(20));

    private TopicCreation() {}

    /**
     * Creates every topic of the plan that the cluster lacks, and returns their names. Safe to call from several services at once. On
     * return the broker that was asked knows them all, which it would still deny at once after their creation, and the leader of each of their
     * partitions serves it. Warns of a state topic that exists and forgets deletions too soon.
     *
     * @throws KafkaException if the cluster refuses or does not answer within the client's time limits
     */
    public static List<String> ensure(Admin admin, TopicPlan plan) throws InterruptedException {
        List<String> created =
                ensure(admin, Stream.of(Topic.values()).map(plan::definition).toList());
        if (!created.contains(plan.name(Topic.STATE))) {
            warnOfShortTombstones(admin, plan);
        }
        return created;
    }

    /** The same for any topics. */
    public static List<String> ensure(Admin admin, Collection<NewTopic> topics) throws InterruptedException {
        return ensure(admin, topics, POLLING);
    }

    static List<String> ensure(Admin admin, Collection<NewTopic> topics, Waiting waiting) throws InterruptedException {
        Set<String> present = await(admin.listTopics().names());
        List<NewTopic> lacking =
                topics.stream().filter(topic -> !present.contains(topic.name())).toList();
        List<String> created = new ArrayList<>();
        Map<String, KafkaFuture<Void>> results = admin.createTopics(lacking).values();
        for (NewTopic topic : lacking) {
            try {
                await(Objects.requireNonNull(results.get(topic.name())));
                created.add(topic.name());
                log.info("created topic {} with {} partitions", topic.name(), topic.numPartitions());
            } catch (TopicExistsException e) {
                log.debug("topic {} was created by another service meanwhile", topic.name());
            }
        }
        List<String> names = lacking.stream().map(NewTopic::name).toList();
        awaitVisible(admin, names, waiting);
        awaitServed(admin, names);
        return created;
    }

    /**
     * A leader that does not have its partition yet refuses a producer's first batch and may take the second, which was on its way already; the
     * first is then out of sequence for good, and lost when its time is over. Asking where a partition ends is answered by its leader, and the
     * client asks again until it is.
     */
    private static void awaitServed(Admin admin, List<String> topics) throws InterruptedException {
        if (topics.isEmpty()) {
            return;
        }
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        await(admin.describeTopics(topics).allTopicNames())
                .forEach((name, topic) -> topic.partitions()
                        .forEach(partition ->
                                ends.put(new TopicPartition(name, partition.partition()), OffsetSpec.latest())));
        await(admin.listOffsets(ends).all());
    }

    private static void awaitVisible(Admin admin, List<String> topics, Waiting waiting) throws InterruptedException {
        if (!waiting.until(() -> topics.isEmpty() || isVisible(admin, topics), VISIBLE_WITHIN)) {
            throw new KafkaException("topics " + topics + " were made, but the cluster still denies them");
        }
    }

    private static boolean isVisible(Admin admin, List<String> topics) throws InterruptedException {
        try {
            await(admin.describeTopics(topics).allTopicNames());
            return true;
        } catch (UnknownTopicOrPartitionException e) {
            return false;
        }
    }

    /** A state topic that an earlier version made may forget deletions too soon; an operator has to say whether that matters. */
    private static void warnOfShortTombstones(Admin admin, TopicPlan plan) throws InterruptedException {
        try {
            Duration least = plan.tombstoneRetention();
            Duration kept = tombstoneRetention(admin, plan.name(Topic.STATE));
            if (kept.compareTo(least) < 0) {
                log.warn(
                        "topic {} keeps tombstones for {} only: of an address deleted longer ago, questions for the state of an earlier"
                                + " time know nothing although its records are kept up to {}. To change it, set its {} to {}",
                        plan.name(Topic.STATE),
                        kept,
                        least,
                        TopicConfig.DELETE_RETENTION_MS_CONFIG,
                        least.toMillis());
            }
        } catch (ClusterAuthorizationException | TopicAuthorizationException e) {
            log.debug("topic {}'s settings may not be read", plan.name(Topic.STATE), e);
        }
    }

    /** How long a compacted topic keeps tombstones, as the cluster has it. */
    static Duration tombstoneRetention(Admin admin, String topic) throws InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Config settings = Objects.requireNonNull(
                await(admin.describeConfigs(List.of(resource)).all()).get(resource));
        return Duration.ofMillis(Long.parseLong(
                settings.get(TopicConfig.DELETE_RETENTION_MS_CONFIG).value()));
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
