package io.firstlight.archive.sink;

import io.firstlight.archive.store.BatchStore;
import io.firstlight.archive.store.OffsetMove;
import io.firstlight.archive.store.Outcome;
import io.firstlight.archive.store.QuarantineUnavailable;
import io.firstlight.archive.store.StoredPartition;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The sink without its thread. Each partition that the group gives us is first <em>unplaced</em>: paused, until the database has said where it
 * goes on. Placed partitions are polled, gathered, and stored when a batch is due. Whatever fails, all partitions become unplaced again
 * and what was gathered is forgotten; after a while they are placed anew. So memory never disagrees with the database for longer than one
 * batch, and the store's comparison of offsets finds it when it does.
 *
 * <p>Topics are told apart by id, not by name. The cluster is asked for the ids after a batch was read and before it is stored: ids are never
 * used twice, so if the id is the one that the partition was placed with, all its records came from that topic.
 *
 * <p>Owned by the poll thread, except {@link #state} and {@link #wakeup}.
 */
final class SinkCore {

    /** How often an idle sink asks whether Kafka and PostgreSQL are still there. */
    static final long CHECK_INTERVAL_MS = 2_000;

    private static final Logger log = LoggerFactory.getLogger(SinkCore.class);

    private final Consumer<byte[], byte[]> consumer;
    private final TopicIds topicIds;
    private final BatchStore store;
    private final SinkConfig config;
    private final Clock clock;
    private final Backoff backoff;
    private final SinkMeters meters;
    private final Gathering gathering;
    private final Placements placements = new Placements();
    private long retryAtMs;
    private long checkedAtMs;
    private volatile SinkState state = new SinkState.Starting();

    /**
     * @param consumer without automatic commits and offset reset; it is subscribed by {@link #begin}
     */
    SinkCore(
            Consumer<byte[], byte[]> consumer,
            TopicIds topicIds,
            BatchStore store,
            SinkConfig config,
            Clock clock,
            Backoff backoff,
            SinkMeters meters) {
        this.consumer = consumer;
        this.topicIds = topicIds;
        this.store = store;
        this.config = config;
        this.clock = clock;
        this.backoff = backoff;
        this.meters = meters;
        this.gathering = new Gathering(config.plan(), meters);
    }

    /** Joins the group. */
    void begin() {
        consumer.subscribe(config.topicNames(), new Rebalance());
    }

    /** How it is. Any thread. */
    SinkState state() {
        return state;
    }

    /** Makes a running or the next {@link #step} end with a {@link WakeupException}. Any thread. */
    void wakeup() {
        consumer.wakeup();
    }

    /** Records read and not yet stored. */
    int gatheredRecords() {
        return gathering.records();
    }

    /** Partitions that are being read. */
    List<TopicPartition> placed() {
        return placements.placed();
    }

    /**
     * Does what is to be done next, waiting at most so long for records. Failures of Kafka and PostgreSQL are kept in {@link #state} and tried
     * again by later steps.
     */
    void step(Duration maxWait) throws InterruptedException {
        try {
            if (placements.anyUnplaced() && clock.millis() >= retryAtMs) {
                place();
            }
            gather(poll(maxWait.toMillis()));
            if (gathering.isDue(config.limits(), clock.millis())) {
                storeBatch();
            } else if (gathering.isEmpty()
                    && !placements.anyUnplaced()
                    && clock.millis() - checkedAtMs >= CHECK_INTERVAL_MS) {
                check();
            }
        } catch (WakeupException | InterruptException e) {
            throw e;
        } catch (SQLException e) {
            failed("postgresql", "PostgreSQL: " + e.getMessage(), e);
        } catch (QuarantineUnavailable e) {
            failed("quarantine", String.valueOf(e.getMessage()), e);
        } catch (KafkaException e) {
            failed("kafka", "Kafka: " + e.getMessage(), e);
        }
    }

    private void place() throws SQLException, InterruptedException {
        Map<String, Uuid> ids = existing(placements.unplacedTopics());
        for (TopicPartition partition : placements.unplaced()) {
            Uuid id = ids.get(partition.topic());
            if (id == null) {
                throw new KafkaException("topic " + partition.topic() + " does not exist");
            }
            meters.topic(partition.topic(), id);
            StoredPartition stored = store.find(id, partition.topic(), partition.partition());
            consumer.seek(partition, stored.nextOffset());
            consumer.resume(Set.of(partition));
            placements.place(partition, id, stored);
            log.info("{} goes on at {}", partition, stored.nextOffset());
        }
        checkedAtMs = clock.millis();
        if (state instanceof SinkState.Starting) {
            state = new SinkState.Running();
        }
    }

    private ConsumerRecords<byte[], byte[]> poll(long maxWaitMs)
            throws SQLException, QuarantineUnavailable, InterruptedException {
        long nowMs = clock.millis();
        long waitMs = Math.min(maxWaitMs, gathering.dueInMs(config.limits(), nowMs));
        if (placements.anyUnplaced()) {
            waitMs = Math.min(waitMs, Math.max(0, retryAtMs - nowMs));
        }
        try {
            return consumer.poll(Duration.ofMillis(waitMs));
        } catch (OffsetOutOfRangeException e) {
            outOfRange(e.offsetOutOfRangePartitions().keySet());
            return ConsumerRecords.empty();
        }
    }

    private void gather(ConsumerRecords<byte[], byte[]> polled) {
        long nowMs = clock.millis();
        polled.nextOffsets().forEach((partition, next) -> gathering.readUpTo(partition, next.offset(), nowMs));
        for (ConsumerRecord<byte[], byte[]> record : polled) {
            StoredPartition stored = placements.stored(new TopicPartition(record.topic(), record.partition()));
            gathering.add(record, stored.topicNumber());
        }
    }

    /** True if the batch is stored; false if all has to be placed anew. */
    private boolean storeBatch() throws SQLException, QuarantineUnavailable, InterruptedException {
        if (!topicsAreTheSame(gathering.partitions())) {
            return false;
        }
        long startedAtMs = clock.millis();
        switch (store.store(gathering.batch(placements.stored()))) {
            case Outcome.Stored outcome -> {
                Map<TopicPartition, Long> next = gathering.nextOffsets();
                next.forEach(placements::move);
                gathering.clear();
                meters.stored(outcome, Duration.ofMillis(clock.millis() - startedAtMs));
                tellKafka(next);
                healthy();
                return true;
            }
            case Outcome.Fenced outcome -> {
                fenced(outcome.move());
                return false;
            }
        }
    }

    /** Records that Kafka no longer has cannot be waited for: go on with what it has, and say so. */
    private void outOfRange(Set<TopicPartition> partitions)
            throws SQLException, QuarantineUnavailable, InterruptedException {
        if ((!gathering.isEmpty() && !storeBatch()) || !topicsAreTheSame(partitions)) {
            return;
        }
        Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
        for (TopicPartition partition : partitions) {
            StoredPartition stored = placements.stored(partition);
            long next =
                    Math.clamp(stored.nextOffset(), first.getOrDefault(partition, 0L), end.getOrDefault(partition, 0L));
            OffsetMove move = new OffsetMove(stored, next);
            if (!store.skip(move)) {
                fenced(move);
                return;
            }
            meters.gap(Math.max(0, next - stored.nextOffset()));
            log.error(
                    "gap: {} was stored up to {}, but Kafka's records now {} {}",
                    partition,
                    stored.nextOffset(),
                    next > stored.nextOffset() ? "begin only at" : "end already at",
                    next);
            placements.move(partition, next);
            consumer.seek(partition, next);
        }
    }

    private void check() throws SQLException, InterruptedException {
        store.ping();
        existing(config.topicNames());
        if (topicsAreTheSame(placements.placed())) {
            healthy();
        }
    }

    /** True if each partition still belongs to the topic it was placed with; else all is to be placed anew. */
    private boolean topicsAreTheSame(Collection<TopicPartition> partitions) throws InterruptedException {
        if (partitions.isEmpty()) {
            return true;
        }
        Map<String, Uuid> ids = topicIds.of(
                partitions.stream().map(TopicPartition::topic).distinct().toList());
        for (TopicPartition partition : partitions) {
            if (!placements.topicId(partition).equals(ids.get(partition.topic()))) {
                log.warn("topic {} was deleted or made again", partition.topic());
                startOver();
                return false;
            }
        }
        return true;
    }

    private Map<String, Uuid> existing(Collection<String> topics) throws InterruptedException {
        Map<String, Uuid> ids = topicIds.of(topics);
        for (String topic : topics) {
            if (!ids.containsKey(topic)) {
                throw new KafkaException("topic " + topic + " does not exist");
            }
        }
        return ids;
    }

    private void tellKafka(Map<TopicPartition, Long> nextOffsets) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        nextOffsets.forEach((partition, next) -> offsets.put(partition, new OffsetAndMetadata(next)));
        consumer.commitAsync(offsets, (committed, failure) -> {
            if (failure != null) {
                log.debug("Kafka was not told how far we are; only its lag display suffers", failure);
            }
        });
        long lag = 0;
        for (TopicPartition partition : placements.placed()) {
            lag += consumer.currentLag(partition).orElse(0);
        }
        meters.lag(lag);
    }

    private void healthy() {
        checkedAtMs = clock.millis();
        backoff.reset();
        if (state instanceof SinkState.Degraded degraded) {
            log.info("works again; since {} it did not: {}", degraded.since(), degraded.reason());
        }
        state = new SinkState.Running();
    }

    private void fenced(OffsetMove move) {
        meters.fenced();
        log.warn("somebody else has moved {}; what was gathered is dropped and looked up again", move.from());
        startOver();
    }

    private void failed(String of, String reason, Exception failure) {
        meters.failed(of);
        startOver();
        long delayMs = backoff.nextDelayMs();
        retryAtMs = clock.millis() + delayMs;
        if (state instanceof SinkState.Degraded earlier) {
            log.debug("still not: {}", reason, failure);
            state = new SinkState.Degraded(reason, earlier.since());
        } else {
            log.warn("cannot store, will go on trying: {}", reason, failure);
            state = new SinkState.Degraded(reason, clock.instant());
        }
    }

    private void startOver() {
        gathering.clear();
        consumer.pause(consumer.assignment());
        placements.displaceAll();
        retryAtMs = clock.millis();
    }

    /** Called by the consumer from within poll. */
    private final class Rebalance implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            // Paused before a first fetch, and given some position so that Kafka's committed offset is not looked up.
            consumer.pause(partitions);
            partitions.forEach(partition -> consumer.seek(partition, 0));
            placements.assign(partitions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            gathering.drop(partitions);
            placements.remove(partitions);
        }
    }
}
