package io.firstlight.webedge.log;

import io.firstlight.schemas.address.Address;
import io.firstlight.schemas.record.SenderMark;
import io.firstlight.schemas.state.RouterContract;
import io.firstlight.schemas.state.RouterProgress;
import io.firstlight.schemas.state.SourceOffset;
import io.firstlight.schemas.state.StateEntry;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.schemas.topic.TopicPlan;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How an edge comes to know the latest value of everything: the router's progress first, then the state topic up to the ends it names.
 * Every record before the router's commits is in the state; reading goes on from them, and what the state already includes is told by its
 * source. {@link RouterProgress} has the whole argument.
 */
public final class Bootstrap {

    private static final Logger log = LoggerFactory.getLogger(Bootstrap.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PROGRESS_EVERY = Duration.ofSeconds(2);

    /** How long to wait for records that the router has yet to meet again; see {@link RouterProgress#straysSettled}. */
    private static final Duration STRAYS_PATIENCE = Duration.ofSeconds(3);

    private final Admin admin;
    private final TopicPlan plan;
    private final String routerId;

    /**
     * A bootstrap that has not begun.
     *
     * @param routerId the router's application id
     */
    public Bootstrap(Admin admin, TopicPlan plan, String routerId) {
        this.admin = admin;
        this.plan = plan;
        this.routerId = routerId;
    }

    /** Takes one latest value; a null entry says that the address was deleted. The mark is the source record's, null if it has none. */
    public interface StateSink {
        void accept(Address address, @Nullable StateEntry entry, SourceOffset source, @Nullable SenderMark mark);
    }

    /**
     * Where an edge begins.
     *
     * @param layout the topics that edges read, as they are on the cluster
     * @param start the first record of each partition to dispatch
     * @param stateEnds how far the state topic must be read first
     */
    public record Beginning(LogLayout layout, Frontier start, Map<TopicPartition, Long> stateEnds) {}

    /**
     * Finds where to begin.
     *
     * @param consumer left without an assignment
     * @param liveOnly topics that have no state: they are read from their ends
     * @throws KafkaException if the cluster does not answer in time
     */
    public Beginning find(Consumer<byte[], byte[]> consumer, Collection<Topic> liveOnly) throws InterruptedException {
        Set<Topic> topics = EnumSet.copyOf(RouterContract.sources());
        topics.addAll(liveOnly);
        LogLayout layout = LogLayouts.read(admin, plan, topics);
        Frontier start = Frontier.beginning(layout, topics);
        Set<TopicPartition> live = partitions(layout, liveOnly);
        // Else the client warns of each answer about a partition that it does not have.
        consumer.assign(live);
        consumer.endOffsets(live).forEach((partition, end) -> pass(start, partition, end));
        RouterProgress progress = RouterProgress.read(admin, plan, routerId, STRAYS_PATIENCE);
        if (!progress.straysSettled()) {
            log.warn(
                    "the router stands still: values of producers with another partitioner may be missing until their next");
        }
        progress.liveFrom().forEach((partition, offset) -> pass(start, partition, offset));
        return new Beginning(layout, start, progress.stateEnds());
    }

    private void pass(Frontier start, TopicPartition partition, long offset) {
        Topic topic = plan.topic(partition.topic()).orElseThrow();
        if (partition.partition() < start.partitions(topic)) {
            start.pass(topic, partition.partition(), offset);
        }
    }

    private Set<TopicPartition> partitions(LogLayout layout, Collection<Topic> topics) {
        Set<TopicPartition> partitions = new HashSet<>();
        for (Topic topic : topics) {
            for (int p = 0; p < layout.of(topic).partitions(); p++) {
                partitions.add(new TopicPartition(plan.name(topic), p));
            }
        }
        return partitions;
    }

    /**
     * Loads the state.
     *
     * @param consumer reads with {@code isolation.level=read_committed}; left without an assignment
     */
    public void load(Consumer<byte[], byte[]> consumer, Beginning beginning, StateSink sink) {
        loadState(consumer, new HashMap<>(beginning.stateEnds()), sink);
    }

    private static void loadState(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends, StateSink sink) {
        consumer.assign(ends.keySet());
        consumer.seekToBeginning(ends.keySet());
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
            if (System.nanoTime() - nextProgress > 0) {
                log.info("loading the state: {} entries so far, {} partitions to go", loaded, ends.size());
                nextProgress += PROGRESS_EVERY.toNanos();
            }
        }
        consumer.unsubscribe();
        log.info("loaded {} state entries in {} ms", loaded, (System.nanoTime() - began) / 1_000_000);
    }

    private static void load(ConsumerRecord<byte[], byte[]> record, StateSink sink) {
        try {
            Address address = Address.ofStateKey(new String(record.key(), StandardCharsets.UTF_8));
            Header header = record.headers().lastHeader(SourceOffset.HEADER);
            SourceOffset source = Optional.ofNullable(header)
                    .flatMap(h -> SourceOffset.parse(h.value()))
                    .orElseThrow(() -> new IllegalArgumentException("no source header"));
            StateEntry entry = record.value() == null
                    ? null
                    : StateEntry.parse(record.value())
                            .orElseThrow(() -> new IllegalArgumentException("the value is no state entry"));
            sink.accept(address, entry, source, SenderMark.of(record.headers()));
        } catch (IllegalArgumentException | NullPointerException e) {
            log.warn(
                    "skipped state record at partition {} offset {}: {}",
                    record.partition(),
                    record.offset(),
                    e.getMessage());
        }
    }
}
