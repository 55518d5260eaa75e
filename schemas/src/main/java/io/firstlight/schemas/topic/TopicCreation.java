package io.firstlight.schemas.topic;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
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
    private static final long VISIBLE_POLL_MS = 20;

    private TopicCreation() {}

    /**
     * Creates every topic of the plan that the cluster lacks, and returns their names. Safe to call from several services at once. On
     * return the broker that was asked knows them all: at once after their creation it would still deny them.
     *
     * @throws KafkaException if the cluster refuses or does not answer within the client's time limits
     */
    public static List<String> ensure(Admin admin, TopicPlan plan) throws InterruptedException {
        return ensure(admin, Stream.of(Topic.values()).map(plan::definition).toList());
    }

    /** The same for any topics. */
    public static List<String> ensure(Admin admin, Collection<NewTopic> topics) throws InterruptedException {
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
        awaitVisible(admin, lacking.stream().map(NewTopic::name).toList());
        return created;
    }

    private static void awaitVisible(Admin admin, List<String> topics) throws InterruptedException {
        long deadline = System.nanoTime() + VISIBLE_WITHIN.toNanos();
        while (!topics.isEmpty()) {
            try {
                await(admin.describeTopics(topics).allTopicNames());
                return;
            } catch (UnknownTopicOrPartitionException e) {
                if (System.nanoTime() - deadline >= 0) {
                    throw e;
                }
                Thread.sleep(VISIBLE_POLL_MS);
            }
        }
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
