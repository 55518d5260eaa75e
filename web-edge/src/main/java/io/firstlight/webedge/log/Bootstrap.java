package io.firstlight.webedge.log;

import io.firstlight.schemas.address.Address;
import io.firstlight.schemas.state.SourceOffset;
import io.firstlight.schemas.state.StateEntry;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.schemas.topic.TopicPlan;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/**
 * How an edge comes to know the latest value of everything: the router's committed offsets first, then the state topic to its end. Every
 * record before those offsets is in the state; reading goes on from them, and what the state already includes is told by its source.
 */
public final class Bootstrap {

    private static final Logger log = LoggerFactory.getLogger(Bootstrap.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PROGRESS_EVERY = Duration.ofSeconds(2);

    private final Admin admin;
    private final TopicPlan plan;
    private final String routerGroup;

    /**
     * A bootstrap that has not begun.
     *
     * @param routerGroup the consumer group under which the router commits
     */
    public Bootstrap(Admin admin, TopicPlan plan, String routerGroup) {
        this.admin = admin;
        this.plan = plan;
        this.routerGroup = routerGroup;
    }

    /** Takes one latest value; a null entry says that the address was deleted. */
    public interface StateSink {
        void accept(Address address, @Nullable StateEntry entry, SourceOffset source);
    }

    /**
     * Loads the state, and returns the offset from which to read each partition of the topics that edges read.
     *
     * @param consumer used for reading, left without an assignment
     * @param topics the category topics to go on with; those of {@code liveOnly} begin at their end
     * @throws KafkaException if the cluster does not answer in time
     */
    public Map<TopicPartition, Long> run(
            Consumer<byte[], byte[]> consumer, Collection<Topic> topics, Collection<Topic> liveOnly, StateSink sink)
            throws InterruptedException {
        Map<TopicPartition, Long> from = committed(consumer, partitions(consumer, topics));
        from.putAll(consumer.endOffsets(partitions(consumer, liveOnly)));
        loadState(consumer, sink);
        return from;
    }

    private Map<TopicPartition, Long> committed(Consumer<byte[], byte[]> consumer, Set<TopicPartition> partitions)
            throws InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> offsets;
        try {
            offsets = admin.listConsumerGroupOffsets(routerGroup)
                    .partitionsToOffsetAndMetadata()
                    .get();
        } catch (ExecutionException e) {
            throw new KafkaException("cannot read the committed offsets of group " + routerGroup, e.getCause());
        }
        // What the router has not committed it will read from the beginning, and so must we. Retention may have passed
        // a commit.
        Map<TopicPartition, Long> from = new HashMap<>(consumer.beginningOffsets(partitions));
        from.replaceAll((partition, beginning) -> Math.max(
                beginning,
                Optional.ofNullable(offsets.get(partition))
                        .map(OffsetAndMetadata::offset)
                        .orElse(0L)));
        return from;
    }

    private void loadState(Consumer<byte[], byte[]> consumer, StateSink sink) {
        Set<TopicPartition> partitions = partitions(consumer, List.of(Topic.STATE));
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
        long total = ends.values().stream().mapToLong(Long::longValue).sum();
        long loaded = 0;
        long began = System.nanoTime();
        long nextProgress = began + PROGRESS_EVERY.toNanos();
        while (true) {
            ends.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
            if (ends.isEmpty()) {
                break;
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                load(record, sink);
                loaded++;
            }
            if (System.nanoTime() > nextProgress) {
                log.info("loading the state: {} entries so far, log end at {}", loaded, total);
                nextProgress += PROGRESS_EVERY.toNanos();
            }
        }
        consumer.unsubscribe();
        log.info("loaded {} state entries in {} ms", loaded, (System.nanoTime() - began) / 1_000_000);
    }

    private static void load(ConsumerRecord<byte[], byte[]> record, StateSink sink) {
        try {
            Address address = Address.ofStateKey(new String(record.key(), java.nio.charset.StandardCharsets.UTF_8));
            Header header = record.headers().lastHeader(SourceOffset.HEADER);
            SourceOffset source = Optional.ofNullable(header)
                    .flatMap(h -> SourceOffset.parse(h.value()))
                    .orElseThrow(() -> new IllegalArgumentException("no source header"));
            StateEntry entry = record.value() == null
                    ? null
                    : StateEntry.parse(record.value())
                            .orElseThrow(() -> new IllegalArgumentException("the value is no state entry"));
            sink.accept(address, entry, source);
        } catch (IllegalArgumentException | NullPointerException e) {
            log.warn(
                    "skipped state record at partition {} offset {}: {}",
                    record.partition(),
                    record.offset(),
                    e.getMessage());
        }
    }

    private Set<TopicPartition> partitions(Consumer<byte[], byte[]> consumer, Collection<Topic> topics) {
        Set<TopicPartition> partitions = new HashSet<>();
        for (Topic topic : topics) {
            List<PartitionInfo> found = new ArrayList<>(consumer.partitionsFor(plan.name(topic)));
            if (found.isEmpty()) {
                throw new KafkaException("topic " + plan.name(topic) + " does not exist: create the topics first");
            }
            found.forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
        }
        return partitions;
    }
}
