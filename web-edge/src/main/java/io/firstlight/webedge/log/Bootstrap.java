package io.firstlight.webedge.log;

import io.firstlight.schemas.address.Address;
import io.firstlight.schemas.state.RouterProgress;
import io.firstlight.schemas.state.SourceOffset;
import io.firstlight.schemas.state.StateEntry;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.schemas.topic.TopicPlan;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
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

    /** Takes one latest value; a null entry says that the address was deleted. */
    public interface StateSink {
        void accept(Address address, @Nullable StateEntry entry, SourceOffset source);
    }

    /**
     * Loads the state, and returns the offset from which to read each partition of the topics that edges read.
     *
     * @param consumer reads with {@code isolation.level=read_committed}; left without an assignment
     * @param liveOnly topics that have no state: they are read from their ends
     * @throws KafkaException if the cluster does not answer in time
     */
    public Map<TopicPartition, Long> run(Consumer<byte[], byte[]> consumer, Collection<Topic> liveOnly, StateSink sink)
            throws InterruptedException {
        Map<TopicPartition, Long> from = new HashMap<>(consumer.endOffsets(partitions(consumer, liveOnly)));
        RouterProgress progress = RouterProgress.read(admin, plan, routerId, STRAYS_PATIENCE);
        if (!progress.straysSettled()) {
            log.warn(
                    "the router stands still: values of producers with another partitioner may be missing until their next");
        }
        loadState(consumer, new HashMap<>(progress.stateEnds()), sink);
        from.putAll(progress.liveFrom());
        return from;
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
