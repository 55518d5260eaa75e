package io.firstlight.schemas.state;

import io.firstlight.schemas.topic.Topic;
import io.firstlight.schemas.topic.TopicPlan;
import io.firstlight.schemas.topic.Waiting;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How far the router was at one moment: all that a reader needs to begin with the exact state and go on live without gap or repeat.
 *
 * <p><b>The invariant.</b> Every record of the source topics before {@link #liveFrom} is reflected in the state topic before
 * {@link #stateEnds}: the router writes state and commits offsets in one transaction.
 *
 * <p><b>How to begin.</b>
 *
 * <ol>
 *   <li>{@link #read}.
 *   <li>Read the state topic with {@code isolation.level=read_committed} from its beginning until the consumer's <em>position</em> has
 *       reached {@link #stateEnds} in every partition. These ends are the high watermarks, not the last stable offsets which
 *       {@code endOffsets} of such a consumer gives: a commit may be visible in the group before it is in the state topic, and such a
 *       consumer waits for it only when it wants to go past it. A router that died within a transaction holds this up for as long as the
 *       cluster lets its transaction live ({@code FIRSTLIGHT_ROUTER_FAILOVER}).
 *   <li>Read the source topics from {@link #liveFrom}, leaving out each stream for which an entry is loaded that the record does not
 *       supersede ({@link RouterContract#supersedes}).
 * </ol>
 *
 * <p><b>Topics made again.</b> Offsets that the router committed in a topic of the same name that is gone do not count: the new one is read live
 * from its beginning. Was the state topic itself made again and the router has not begun it anew yet, all are.
 *
 * <p>Immutable.
 *
 * @param liveFrom for each partition of each source topic, the first offset to read live
 * @param stateEnds for each partition of the state topic, the offset to which it must be read
 * @param straysSettled whether the records that took the way over the router's strays topic are certainly in the state too. If not - the
 *     router stands still, or was killed just then - the last value of a component whose producers use another partitioner may be missing
 *     until its next record
 */
public record RouterProgress(
        Map<TopicPartition, Long> liveFrom, Map<TopicPartition, Long> stateEnds, boolean straysSettled) {

    private static final Logger log = LoggerFactory.getLogger(RouterProgress.class);
    private static final Waiting POLLING = Waiting.every(Duration.ofMillis(50));

    public RouterProgress {
        liveFrom = Map.copyOf(liveFrom);
        stateEnds = Map.copyOf(stateEnds);
    }

    /**
     * Asks the cluster. Where the router has committed nothing, live begins where the topic begins. Blocks.
     *
     * @param applicationId the router's, see {@link RouterContract#applicationId}
     * @param patience how long to wait for strays that the router has not met again yet; usually there are none
     * @throws KafkaException if the cluster refuses or does not answer within the client's time limits, or a topic is missing
     */
    public static RouterProgress read(Admin admin, TopicPlan plan, String applicationId, Duration patience)
            throws InterruptedException {
        return read(admin, plan, applicationId, patience, POLLING);
    }

    static RouterProgress read(Admin admin, TopicPlan plan, String applicationId, Duration patience, Waiting waiting)
            throws InterruptedException {
        // The order matters. First whose offsets the committed ones are, then these, then which topics there are: ids
        // never come back,
        // so where the first and the last agree nothing was made again in between. Then what must be in the state by
        // then.
        Optional<TopicMarks> marks = TopicMarks.read(admin, applicationId);
        Map<TopicPartition, Long> committed = committed(admin, applicationId);
        Map<Topic, TopicDescription> topics = describe(admin, plan);
        List<TopicPartition> sources = RouterContract.sources().stream()
                .flatMap(topic -> partitions(described(topics, topic)).stream())
                .toList();
        Set<String> unknown = unknown(plan, topics, marks);
        Map<TopicPartition, Long> liveFrom = ends(admin, sources, OffsetSpec.earliest());
        ends(admin, sources, OffsetSpec.latest()).forEach((partition, end) -> {
            long next = unknown.contains(partition.topic()) ? 0 : committed.getOrDefault(partition, 0L);
            // An offset behind the end is one of a former topic too, whether marked or not.
            if (next <= end) {
                liveFrom.merge(partition, next, Math::max);
            }
        });
        boolean straysSettled = awaitStrays(admin, applicationId, patience, waiting);
        List<TopicPartition> state = partitions(described(topics, Topic.STATE));
        return new RouterProgress(liveFrom, ends(admin, state, OffsetSpec.latest()), straysSettled);
    }

    /** Names of the source topics whose committed offsets may be those of a former topic or of a former state. */
    private static Set<String> unknown(
            TopicPlan plan, Map<Topic, TopicDescription> topics, Optional<TopicMarks> marks) {
        return marks.map(known -> RouterContract.sources().stream()
                        .filter(topic -> !isMarked(known, topics, topic) || !isMarked(known, topics, Topic.STATE))
                        .map(plan::name)
                        .collect(Collectors.toSet()))
                .orElse(Set.of());
    }

    private static boolean isMarked(TopicMarks marks, Map<Topic, TopicDescription> topics, Topic topic) {
        TopicMarks.Mark mark = marks.of(topic);
        return mark != null && mark.topicId().equals(described(topics, topic).topicId());
    }

    private static boolean awaitStrays(Admin admin, String applicationId, Duration patience, Waiting waiting)
            throws InterruptedException {
        Map<TopicPartition, Long> ends;
        String strays = RouterContract.straysTopic(applicationId);
        try {
            TopicDescription topic =
                    await(admin.describeTopics(List.of(strays)).allTopicNames()).get(strays);
            ends = ends(admin, partitions(Objects.requireNonNull(topic)), OffsetSpec.latest());
        } catch (UnknownTopicOrPartitionException e) {
            log.debug("no router {} has run yet", applicationId);
            return true;
        }
        boolean settled = waiting.until(
                () -> {
                    Map<TopicPartition, Long> committed = committed(admin, applicationId);
                    return ends.entrySet().stream()
                            .allMatch(end -> committed.getOrDefault(end.getKey(), 0L) >= end.getValue());
                },
                patience);
        if (!settled) {
            log.warn("router {} has not met all stray records again within {}", applicationId, patience);
        }
        return settled;
    }

    private static Map<TopicPartition, Long> committed(Admin admin, String applicationId) throws InterruptedException {
        Map<TopicPartition, Long> committed = new HashMap<>();
        try {
            Map<TopicPartition, OffsetAndMetadata> offsets =
                    await(admin.listConsumerGroupOffsets(applicationId).partitionsToOffsetAndMetadata());
            offsets.forEach((partition, offset) -> {
                if (offset != null) {
                    committed.put(partition, offset.offset());
                }
            });
        } catch (GroupIdNotFoundException e) {
            log.debug("router {} has committed nothing yet", applicationId);
        }
        return committed;
    }

    /** The source topics and the state topic. */
    private static Map<Topic, TopicDescription> describe(Admin admin, TopicPlan plan) throws InterruptedException {
        Map<Topic, TopicDescription> topics = new EnumMap<>(Topic.class);
        List<Topic> asked = Stream.concat(RouterContract.sources().stream(), Stream.of(Topic.STATE))
                .toList();
        await(admin.describeTopics(asked.stream().map(plan::name).toList()).allTopicNames())
                .forEach((name, description) -> plan.topic(name).ifPresent(topic -> topics.put(topic, description)));
        return topics;
    }

    private static TopicDescription described(Map<Topic, TopicDescription> topics, Topic topic) {
        return Objects.requireNonNull(topics.get(topic));
    }

    private static List<TopicPartition> partitions(TopicDescription topic) {
        return topic.partitions().stream()
                .map(partition -> new TopicPartition(topic.name(), partition.partition()))
                .toList();
    }

    private static Map<TopicPartition, Long> ends(Admin admin, List<TopicPartition> partitions, OffsetSpec spec)
            throws InterruptedException {
        Map<TopicPartition, ListOffsetsResultInfo> offsets = await(admin.listOffsets(
                        partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> spec)),
                        new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                .all());
        return offsets.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset(), (a, b) -> b, HashMap::new));
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
