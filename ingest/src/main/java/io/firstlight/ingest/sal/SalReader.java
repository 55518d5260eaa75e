package io.firstlight.ingest.sal;

import io.firstlight.ingest.component.Interest;
import io.firstlight.ingest.component.Sample;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.time.LeapSeconds;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Reads the topics that somebody is interested in, one turn at a time: looks for topics, polls, delivers. Nothing that fails ends it; a turn
 * throws only if its thread is interrupted.
 *
 * <ul>
 *   <li>Each partition is assigned and its place sought here: no group, no offsets anywhere but in {@link PartitionReading}.
 *   <li>A record whose schema is not known yet makes its partition wait (paused, with its place put back to the record), and none other.
 *   <li>A place that the log does not have, or a topic that is no longer the same, is found by the next look, which is then at once.
 * </ul>
 *
 * Owned by the feed's thread.
 */
final class SalReader {

    private static final Logger log = LoggerFactory.getLogger(SalReader.class);

    private static final byte MAGIC = 0;
    private static final int FRAME_BYTES = 5;

    /** How long a poll may wait while answers of others are awaited, which do not end it. */
    private static final Duration SHORT_POLL = Duration.ofMillis(10);

    private static final long LOG_AGAIN_NS = Duration.ofMinutes(1).toNanos();
    private static final long CATCH_UP_LOOK_NS = Duration.ofMillis(50).toNanos();

    private final Consumer<byte[], byte[]> consumer;
    private final TopicDirectory directory;
    private final Schemas schemas;
    private final List<Interest> interests;
    private final Settings settings;
    private final Beat beat;
    private final SalMeters meters;
    private final InstantSource clock;
    private final LongSupplier nanoTime;

    private final Map<TopicPartition, PartitionReading> readings = new HashMap<>();
    /** Those that wait for a schema, and its id. Bounded by the partitions. */
    private final Map<TopicPartition, Integer> waiting = new HashMap<>();
    /** Those whose place the log does not have; they are not read until the next look. */
    private final Map<TopicPartition, PartitionReading> lost = new HashMap<>();
    /** Those that were there at the start and have not come to the end of their past; null before the first look. */
    private @Nullable Set<PartitionReading> behind;

    /** Topics that were there at the start, and of which the brokers could not say yet what they hold. */
    private final Set<String> unreadAtStart = new HashSet<>();

    /** Topics whose names are none of ours. */
    private final Map<String, Uuid> illegal = new HashMap<>();

    private boolean caughtUp;
    private @Nullable CompletableFuture<TopicDirectory.Listing> look;
    private long lookAtNs;
    private long catchUpLookAtNs;
    private boolean brokersFail;

    /**
     * What is read and how.
     *
     * @param prefix what the topics' names begin with
     * @param historyRecords how far back the last sample of each instance is looked for
     * @param discoverEvery how often topics are looked for
     */
    record Settings(String prefix, int historyRecords, Duration discoverEvery) {}

    /** Takes nothing over: the consumer, which has no assignment yet and {@code auto.offset.reset=none}, is closed by its owner. */
    SalReader(
            Consumer<byte[], byte[]> consumer,
            TopicDirectory directory,
            Schemas schemas,
            List<Interest> interests,
            Settings settings,
            Beat beat,
            SalMeters meters,
            InstantSource clock,
            LongSupplier nanoTime) {
        this.consumer = consumer;
        this.directory = directory;
        this.schemas = schemas;
        this.interests = List.copyOf(interests);
        this.settings = settings;
        this.beat = beat;
        this.meters = meters;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.lookAtNs = nanoTime.getAsLong();
    }

    /**
     * Does what is to be done, and waits for records not much longer than that.
     *
     * @return how many records came
     */
    int turn(Duration atMost) {
        beat.tickIfDue();
        discover();
        schemas.turn();
        resume();
        boolean soon = look != null || schemas.isPending();
        ConsumerRecords<byte[], byte[]> records = poll(soon && atMost.compareTo(SHORT_POLL) > 0 ? SHORT_POLL : atMost);
        for (TopicPartition place : records.partitions()) {
            PartitionReading reading = readings.get(place);
            if (reading != null) {
                deliver(reading, records.records(place));
            }
        }
        catchUp();
        meters.waiting(waiting.size());
        return records.count();
    }

    private ConsumerRecords<byte[], byte[]> poll(Duration atMost) {
        if (readings.isEmpty()) {
            // A consumer without partitions refuses to be polled.
            LockSupport.parkNanos(atMost.toNanos());
            return ConsumerRecords.empty();
        }
        try {
            return consumer.poll(atMost);
        } catch (OffsetOutOfRangeException e) {
            e.partitions().forEach(this::lose);
            lookAtNs = nanoTime.getAsLong();
        } catch (TopicAuthorizationException e) {
            // With the next look they are tried again.
            log.warn("not allowed to read {}", e.unauthorizedTopics());
            meters.brokerFailed();
            Set.copyOf(readings.keySet()).stream()
                    .filter(place -> e.unauthorizedTopics().contains(place.topic()))
                    .forEach(this::lose);
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            brokersFailed(e);
            LockSupport.parkNanos(atMost.toNanos());
        }
        return ConsumerRecords.empty();
    }

    private void lose(TopicPartition place) {
        PartitionReading reading = readings.remove(place);
        if (reading != null) {
            waiting.remove(place);
            lost.put(place, reading);
            consumer.assign(readings.keySet());
        }
    }

    private void brokersFailed(Throwable failure) {
        meters.brokerFailed();
        if (!brokersFail) {
            log.warn("SAL's brokers do not answer; it is tried again: {}", failure.toString());
        }
        brokersFail = true;
    }

    // Which topics there are.

    private void discover() {
        CompletableFuture<TopicDirectory.Listing> underWay = look;
        if (underWay == null) {
            if (nanoTime.getAsLong() - lookAtNs >= 0) {
                look = directory.look(this::isWanted, knownTopics());
            }
        } else if (underWay.isDone()) {
            look = null;
            lookAtNs = nanoTime.getAsLong() + settings.discoverEvery().toNanos();
            try {
                apply(underWay.join());
                if (brokersFail) {
                    brokersFail = false;
                    log.info("SAL's brokers answer again");
                }
            } catch (CompletionException e) {
                brokersFailed(e.getCause() == null ? e : e.getCause());
            }
        }
    }

    /** Called on another thread; uses nothing that changes. */
    private boolean isWanted(String name) {
        return switch (SalTopic.read(settings.prefix(), name)) {
            case SalTopic.Reading.Samples samples ->
                !Wanted.of(interests, samples.topic()).isNothing();
            case SalTopic.Reading.Illegal unused -> true;
            case SalTopic.Reading.Other unused -> false;
        };
    }

    private Map<String, Uuid> knownTopics() {
        Map<String, Uuid> known = new HashMap<>(illegal);
        readings.forEach((place, reading) -> known.put(place.topic(), reading.topicId()));
        lost.keySet().forEach(place -> known.remove(place.topic()));
        return known;
    }

    private void apply(TopicDirectory.Listing listing) {
        boolean first = behind == null;
        Set<TopicPartition> gone = new HashSet<>(readings.keySet());
        gone.addAll(lost.keySet());
        gone.removeIf(place -> listing.has(place, knownTopic(place)));
        Set<TopicPartition> sought = new HashSet<>();
        listing.fresh().forEach((place, extent) -> {
            Uuid id = listing.topics().get(place.topic());
            PartitionReading reading = id == null ? null : place(place, id, extent, first);
            if (reading != null) {
                lost.remove(place);
                waiting.remove(place);
                readings.put(place, reading);
                sought.add(place);
            }
        });
        gone.forEach(this::forget);
        if (first) {
            behind = new HashSet<>(readings.values());
            unreadAtStart.addAll(listing.topics().keySet());
            log.info("{} topics of SAL are read", readings.size());
        }
        unreadAtStart.retainAll(listing.topics().keySet());
        listing.fresh().keySet().forEach(place -> unreadAtStart.remove(place.topic()));
        if (!gone.isEmpty() || !sought.isEmpty()) {
            assign(sought);
        }
        meters.topics(readings.size());
    }

    private @Nullable Uuid knownTopic(TopicPartition place) {
        PartitionReading reading = lost.containsKey(place) ? lost.get(place) : readings.get(place);
        return reading == null ? null : reading.topicId();
    }

    private void forget(TopicPartition place) {
        PartitionReading reading = readings.remove(place);
        PartitionReading other = lost.remove(place);
        waiting.remove(place);
        if (behind != null) {
            behind.remove(reading == null ? other : reading);
        }
        log.info("topic {} is no longer there", place.topic());
    }

    private @Nullable PartitionReading place(
            TopicPartition place, Uuid id, TopicDirectory.Extent extent, boolean first) {
        if (!(SalTopic.read(settings.prefix(), place.topic()) instanceof SalTopic.Reading.Samples samples)) {
            if (illegal.put(place.topic(), id) == null) {
                meters.illegalTopic();
                log.warn("topic {} is not read: its names are none of ours", place.topic());
            }
            return null;
        }
        Wanted wanted = Wanted.of(interests, samples.topic());
        if (first || unreadAtStart.contains(place.topic())) {
            PartitionReading old =
                    PartitionReading.ofOld(place, samples.topic(), id, wanted, extent, settings.historyRecords());
            if (behind != null) {
                behind.add(old);
            }
            return old;
        }
        PartitionReading before = lost.containsKey(place) ? lost.get(place) : readings.get(place);
        if (before == null) {
            log.info("topic {} is new", place.topic());
            return PartitionReading.ofNew(place, samples.topic(), id, wanted, extent.beginning());
        }
        if (!before.topicId().equals(id)) {
            jumped(before, SalMeters.Jump.MADE_AGAIN);
            if (behind != null) {
                behind.remove(before);
            }
            return PartitionReading.ofNew(place, samples.topic(), id, wanted, extent.beginning());
        }
        if (before.next() < extent.beginning()) {
            jumped(before, SalMeters.Jump.DELETED);
            before.jump(extent.beginning());
        } else if (before.next() > extent.end()) {
            jumped(before, SalMeters.Jump.TRUNCATED);
            before.jump(extent.end());
        }
        return before;
    }

    private void jumped(PartitionReading reading, SalMeters.Jump why) {
        meters.jumped(why);
        log.warn("{} is read from elsewhere than {}: {}", reading.place(), reading.next(), why);
    }

    private void assign(Set<TopicPartition> sought) {
        consumer.assign(readings.keySet());
        for (TopicPartition place : sought) {
            PartitionReading reading = readings.get(place);
            if (reading != null) {
                consumer.seek(place, reading.next());
            }
        }
        consumer.resume(sought);
    }

    // Records.

    private void deliver(PartitionReading reading, List<ConsumerRecord<byte[], byte[]>> records) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (!beat.isOpen()) {
                return;
            }
            if (!deliver(reading, record)) {
                consumer.seek(reading.place(), reading.next());
                return;
            }
            beat.tickIfDue();
        }
    }

    /** Whether the next record may come; else the reading's place is to be sought. */
    private boolean deliver(PartitionReading reading, ConsumerRecord<byte[], byte[]> record) {
        long offset = record.offset();
        if (!reading.isPast(offset)) {
            if (reading.phase() == PartitionReading.Phase.PROBING) {
                reading.goBack();
                return false;
            }
            endPast(reading);
        }
        byte[] value = record.value();
        if (value == null) {
            skip(reading, record, SalMeters.Skip.EMPTY, "it has no value");
        } else if (value.length < FRAME_BYTES || value[0] != MAGIC) {
            skip(reading, record, SalMeters.Skip.UNFRAMED, "it does not begin with a schema id");
        } else {
            int id = ByteBuffer.wrap(value).getInt(1);
            switch (schemas.of(id)) {
                case Schemas.Known.Usable usable -> {
                    if (reading.phase() == PartitionReading.Phase.PROBING
                            && usable.plan().isIndexed()) {
                        reading.goBack();
                        return false;
                    }
                    take(reading, record, value, usable.plan());
                }
                case Schemas.Known.Unusable unusable ->
                    skip(reading, record, SalMeters.Skip.UNUSABLE_SCHEMA, unusable.why());
                case Schemas.Known.Unknown unused ->
                    skip(reading, record, SalMeters.Skip.UNKNOWN_SCHEMA, "the registry does not know schema " + id);
                case Schemas.Known.Pending unused -> {
                    reading.next(offset);
                    waiting.put(reading.place(), id);
                    consumer.pause(Set.of(reading.place()));
                    return false;
                }
            }
        }
        reading.next(offset + 1);
        return true;
    }

    private void take(PartitionReading reading, ConsumerRecord<byte[], byte[]> record, byte[] value, RecordPlan plan) {
        try {
            int instance = plan.instance(value, FRAME_BYTES);
            if (!reading.wanted().includes(instance)) {
                reading.told();
                return;
            }
            RecordFields fields = plan.fields(value, FRAME_BYTES, taiNow());
            SalTopic topic = reading.topic();
            boolean past = reading.isPast(record.offset());
            Sample sample = new Sample(
                    topic.category(),
                    new Component(topic.csc(), instance),
                    topic.stream(),
                    fields.sentTai(),
                    past,
                    fields);
            if (past && reading.phase() != PartitionReading.Phase.EACH) {
                reading.keep(sample);
            } else {
                beat.sample(sample);
            }
            reading.told();
        } catch (MalformedRecord e) {
            skip(reading, record, SalMeters.Skip.MALFORMED, String.valueOf(e.getMessage()));
        }
    }

    private double taiNow() {
        Instant now = clock.instant();
        return now.getEpochSecond() + now.getNano() / 1e9 + LeapSeconds.taiMinusUtc(now);
    }

    private void skip(
            PartitionReading reading, ConsumerRecord<byte[], byte[]> record, SalMeters.Skip reason, String why) {
        meters.skipped(reason);
        if (reading.logsSkip(nanoTime.getAsLong(), LOG_AGAIN_NS)) {
            log.warn("skipped {} offset {}: {}", reading.place(), record.offset(), why);
        }
    }

    /** Those whose schema has come may go on. */
    private void resume() {
        if (waiting.isEmpty()) {
            return;
        }
        List<TopicPartition> ready = new ArrayList<>();
        waiting.forEach((place, id) -> {
            if (!schemas.isPending(id)) {
                ready.add(place);
            }
        });
        ready.forEach(waiting::remove);
        consumer.resume(ready);
    }

    // The end of the past.

    private void catchUp() {
        if (behind == null || (caughtUp && behind.isEmpty())) {
            return;
        }
        // Behind the last record there may be some that are none for readers; only the consumer knows that it has
        // passed them.
        boolean ask = nanoTime.getAsLong() - catchUpLookAtNs >= 0;
        if (ask) {
            catchUpLookAtNs = nanoTime.getAsLong() + CATCH_UP_LOOK_NS;
        }
        Iterator<PartitionReading> all = behind.iterator();
        while (all.hasNext()) {
            PartitionReading reading = all.next();
            if (!reading.hasCaughtUp() && ask) {
                passGaps(reading);
            }
            if (reading.hasCaughtUp()) {
                if (reading.phase() == PartitionReading.Phase.PROBING) {
                    reading.goBack();
                    consumer.seek(reading.place(), reading.next());
                } else {
                    endPast(reading);
                    all.remove();
                }
            }
        }
        if (behind.isEmpty() && !caughtUp) {
            caughtUp = true;
            beat.caughtUp();
        }
    }

    private void passGaps(PartitionReading reading) {
        TopicPartition place = reading.place();
        if (!waiting.containsKey(place) && readings.get(place) == reading) {
            try {
                reading.next(Math.max(reading.next(), consumer.position(place, Duration.ZERO)));
            } catch (InterruptException e) {
                throw e;
            } catch (KafkaException e) {
                // It is just being looked for, or its broker is away: a later turn asks again.
                return;
            }
        }
    }

    private void endPast(PartitionReading reading) {
        if (reading.phase() != PartitionReading.Phase.EACH) {
            reading.endPast().forEach(beat::sample);
        }
    }
}
