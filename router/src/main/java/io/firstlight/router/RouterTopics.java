package io.firstlight.router;

import io.firstlight.schemas.state.RouterContract;
import io.firstlight.schemas.state.TopicMarks;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.schemas.topic.TopicCreation;
import io.firstlight.schemas.topic.TopicPlan;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/**
 * Prepares the cluster for an application of the router: topics that lack, the strays topic and the store's changelog as wide as the widest source, and
 * offsets and memory that belong to the topics that exist now. Safe to call from several instances at once.
 */
final class RouterTopics {

    private static final Logger log = LoggerFactory.getLogger(RouterTopics.class);

    // The router reads strays at once; this outlasts a router that is down over a long holiday.
    private static final Duration STRAYS_RETENTION = Duration.ofDays(14);

    /** A cluster that does not answer a look within it is shown as unreachable. */
    private static final int LOOK_TIMEOUT_MS = 5_000;

    private final Admin admin;
    private final TopicPlan plan;
    private final String applicationId;
    private final String strays;
    private final String changelog;
    private final boolean ownsState;

    RouterTopics(Admin admin, Application application) {
        this.admin = admin;
        this.plan = application.topics();
        this.applicationId = application.id();
        this.strays = RouterContract.straysTopic(applicationId);
        this.changelog = application.changelog();
        this.ownsState = application.ownsState();
    }

    /**
     * What a topology can be built on.
     *
     * @param layout all topics exist
     * @param statePartitions see {@link io.firstlight.router.latest.LatestTopology#build}
     */
    record Prepared(Layout layout, int statePartitions) {}

    /** The topics as they are now. */
    Layout find() throws InterruptedException {
        List<Topic> watched = Layout.watched();
        Map<String, TopicDescription> found =
                describe(Stream.concat(watched.stream().map(plan::name), Stream.of(strays))
                        .toList());
        Map<Topic, TopicMarks.Mark> marks = new EnumMap<>(Topic.class);
        for (Topic topic : watched) {
            TopicDescription description = found.get(plan.name(topic));
            if (description != null) {
                marks.put(
                        topic,
                        new TopicMarks.Mark(
                                description.topicId(), description.partitions().size()));
            }
        }
        TopicDescription own = found.get(strays);
        return new Layout(new TopicMarks(marks), own == null ? null : own.topicId());
    }

    /**
     * Makes what lacks and drops what belongs to former topics.
     *
     * @return empty if topics change just now, or if there is something to drop while other instances still work; try again a little later
     */
    Optional<Prepared> prepare() throws InterruptedException {
        TopicCreation.ensure(admin, plan);
        Layout found = find();
        if (found.missing().isEmpty()) {
            makeWide(Math.max(found.widest(), partitions(changelog)));
        }
        Layout layout = find();
        if (!layout.missing().isEmpty()
                || layout.straysId() == null
                || !layout.topics().equals(found.topics())) {
            return Optional.empty();
        }
        Optional<TopicMarks> marked = TopicMarks.read(admin, applicationId);
        if (marked.isPresent() && !dropFormer(marked.get(), layout)) {
            return Optional.empty();
        }
        int statePartitions = statePartitions(marked, layout);
        layout.marks(statePartitions).write(admin, applicationId);
        return Optional.of(new Prepared(layout, statePartitions));
    }

    /** Writes the marks again, so that they do not expire while the router runs. */
    void markAgain(Prepared prepared) throws InterruptedException {
        prepared.layout().marks(prepared.statePartitions()).write(admin, applicationId);
    }

    private void makeWide(int atLeast) throws InterruptedException {
        TopicCreation.ensure(
                admin,
                List.of(new NewTopic(strays, atLeast, plan.replication())
                        .configs(Map.of(
                                TopicConfig.RETENTION_MS_CONFIG,
                                Long.toString(STRAYS_RETENTION.toMillis()),
                                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                                Integer.toString(TopicPlan.maxBatchBytes(Topic.STATE))))));
        // Kafka Streams makes one task, and wants one partition of the changelog, for each partition of the widest
        // source; of these
        // the strays topic is one, and topics never shrink.
        int width = Math.max(atLeast, partitions(strays));
        widen(strays, width);
        if (partitions(changelog) > 0) {
            widen(changelog, width);
        }
    }

    private void widen(String topic, int partitions) throws InterruptedException {
        if (partitions(topic) >= partitions) {
            return;
        }
        try {
            await(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions)))
                    .all());
            log.info("topic {} has {} partitions now", topic, partitions);
        } catch (InvalidPartitionsException e) {
            if (partitions(topic) < partitions) {
                throw e;
            }
        }
    }

    /** False if it cannot be done yet. */
    private boolean dropFormer(TopicMarks marked, Layout layout) throws InterruptedException {
        boolean stateIsNew = ownsState && isFormer(marked, layout, Topic.STATE);
        List<Topic> again = RouterContract.sources().stream()
                .filter(topic -> stateIsNew || isFormer(marked, layout, topic))
                .toList();
        if (again.isEmpty()) {
            return true;
        }
        GroupOffsets offsets = new GroupOffsets(admin, applicationId);
        if (!offsets.groupIsEmpty()) {
            return false;
        }
        if (stateIsNew) {
            // A store that remembers entries which are in no topic would take their records for included.
            log.warn("the state topic was made again: the state is made anew from what the sources still hold");
            deleteIfPresent(changelog);
        }
        Map<String, Integer> partitions = new HashMap<>();
        again.forEach(
                topic -> partitions.put(plan.name(topic), layout.mark(topic).partitions()));
        log.warn("{} reads from their beginning: {}", applicationId, partitions.keySet());
        return offsets.forget(partitions);
    }

    private static boolean isFormer(TopicMarks marked, Layout layout, Topic topic) {
        TopicMarks.Mark then = marked.of(topic);
        return then == null || !then.topicId().equals(layout.mark(topic).topicId());
    }

    private int statePartitions(Optional<TopicMarks> marked, Layout layout) {
        TopicMarks.Mark now = layout.mark(Topic.STATE);
        TopicMarks.Mark then = marked.map(marks -> marks.of(Topic.STATE)).orElse(null);
        if (then == null || !then.topicId().equals(now.topicId()) || then.partitions() == now.partitions()) {
            return now.partitions();
        }
        log.warn(
                "topic {} has {} partitions, but was begun with {}: the others stay empty, because entries cannot move",
                plan.name(Topic.STATE),
                now.partitions(),
                then.partitions());
        return then.partitions();
    }

    private void deleteIfPresent(String topic) throws InterruptedException {
        try {
            await(admin.deleteTopics(List.of(topic)).all());
        } catch (UnknownTopicOrPartitionException e) {
            log.debug("there is no topic {}", topic);
        }
    }

    private int partitions(String topic) throws InterruptedException {
        TopicDescription description = describe(List.of(topic)).get(topic);
        return description == null ? 0 : description.partitions().size();
    }

    /** Those that exist. */
    private Map<String, TopicDescription> describe(Collection<String> names) throws InterruptedException {
        Map<String, TopicDescription> found = new HashMap<>();
        DescribeTopicsOptions soon = new DescribeTopicsOptions().timeoutMs(LOOK_TIMEOUT_MS);
        for (Map.Entry<String, KafkaFuture<TopicDescription>> entry :
                admin.describeTopics(names, soon).topicNameValues().entrySet()) {
            try {
                found.put(entry.getKey(), await(entry.getValue()));
            } catch (UnknownTopicOrPartitionException e) {
                log.debug("there is no topic {}", entry.getKey());
            }
        }
        return found;
    }

    static <T> T await(KafkaFuture<T> future) throws InterruptedException {
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
