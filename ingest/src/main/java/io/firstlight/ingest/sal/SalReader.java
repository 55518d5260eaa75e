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
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Reads the topics that somebody is interested in, one turn at a time: looks for topics, polls, delivers. Nothing that fails ends it; a turn
 * throws only if its thread is interrupted.
 *
 * <ul>
 *   <li>Each partition's place is sought here: no group, no offsets anywhere but in {@link PartitionReading}.
 *   <li>A record whose schema is not known yet makes its partition wait (paused, with its place put back to the record), and none other.
 *   <li>The past is told to be over without those partitions that may not be read, and those that have not got on for thirty seconds, for want of a schema
 *       or of their broker. Theirs is delivered when it can be.
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
    private static final long PATIENCE_NS = Duration.ofSeconds(30).toNanos();

    private final Consumer<byte[], byte[]> consumer;
    private final Readings readings;
    private final BrokerContact brokers;
    private final TopicWatch topics;
    private final Schemas schemas;
    private final Beat beat;
    private final SalMeters meters;
    private final InstantSource clock;
    private final LongSupplier nanoTime;

    private boolean caughtUp;
    private long catchUpLookAtNs;

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
        this.readings = new Readings(consumer);
        this.brokers = new BrokerContact(meters);
        this.topics = new TopicWatch(directory, List.copyOf(interests), settings, readings, brokers, meters, nanoTime);
        this.schemas = schemas;
        this.beat = beat;
        this.meters = meters;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /**
     * Does what is to be done, and waits for records not much longer than that.
     *
     * @return how many records came
     */
    int turn(Duration atMost) {
        beat.tickIfDue();
        topics.turn();
        schemas.turn();
        readings.resume(schemas::isPending);
        boolean soon = topics.isPending() || schemas.isPending();
        ConsumerRecords<byte[], byte[]> records = poll(soon && atMost.compareTo(SHORT_POLL) > 0 ? SHORT_POLL : atMost);
        for (TopicPartition place : records.partitions()) {
            PartitionReading reading = readings.of(place);
            if (reading != null) {
                deliver(reading, records.records(place));
            }
        }
        catchUp();
        meters.waiting(readings.waiting());
        return records.count();
    }

    /** Whether the past has been read, the brokers answer, and no record waits for its schema. */
    boolean isWorking() {
        return caughtUp && !brokers.isLost() && readings.waiting() == 0;
    }

    private ConsumerRecords<byte[], byte[]> poll(Duration atMost) {
        if (readings.size() == 0) {
            // A consumer without partitions refuses to be polled.
            LockSupport.parkNanos(atMost.toNanos());
            return ConsumerRecords.empty();
        }
        try {
            return consumer.poll(atMost);
        } catch (OffsetOutOfRangeException e) {
            readings.lose(e.partitions());
            topics.hurry();
        } catch (TopicAuthorizationException e) {
            // With the next look they are tried again.
            log.warn("not allowed to read {}", e.unauthorizedTopics());
            meters.brokerFailed();
            readings.behind().stream()
                    .filter(reading ->
                            e.unauthorizedTopics().contains(reading.place().topic()))
                    .forEach(PartitionReading::holdNobodyUp);
            readings.lose(readings.places().stream()
                    .filter(place -> e.unauthorizedTopics().contains(place.topic()))
                    .toList());
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            brokers.failed(e);
            LockSupport.parkNanos(atMost.toNanos());
        }
        return ConsumerRecords.empty();
    }

    private void deliver(PartitionReading reading, List<ConsumerRecord<byte[], byte[]>> records) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (!beat.isOpen()) {
                return;
            }
            if (!deliver(reading, record)) {
                readings.seek(reading);
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
                    readings.await(reading, id);
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

    private void catchUp() {
        Set<PartitionReading> behind = readings.behind();
        if (!topics.hasLooked() || (caughtUp && behind.isEmpty())) {
            return;
        }
        // Behind the last record there may be some that are none for readers; only the consumer knows that it has
        // passed them.
        long nowNs = nanoTime.getAsLong();
        boolean ask = nowNs - catchUpLookAtNs >= 0;
        if (ask) {
            catchUpLookAtNs = nowNs + CATCH_UP_LOOK_NS;
        }
        boolean heldUp = false;
        Iterator<PartitionReading> all = behind.iterator();
        while (all.hasNext()) {
            PartitionReading reading = all.next();
            if (!reading.hasCaughtUp() && ask) {
                passGaps(reading);
            }
            if (reading.hasCaughtUp() && reading.phase() != PartitionReading.Phase.PROBING) {
                endPast(reading);
                all.remove();
                continue;
            }
            if (reading.hasCaughtUp()) {
                reading.goBack();
                readings.seek(reading);
            }
            heldUp |= reading.holdsOthersUp(PATIENCE_NS, nowNs, brokers.isLost());
        }
        if (!caughtUp && !heldUp) {
            caughtUp = true;
            beat.caughtUp();
        }
    }

    private void passGaps(PartitionReading reading) {
        TopicPartition place = reading.place();
        if (!readings.isWaiting(reading) && reading.equals(readings.of(place))) {
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
