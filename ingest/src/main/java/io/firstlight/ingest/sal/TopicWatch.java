package io.firstlight.ingest.sal;

import io.firstlight.ingest.component.Interest;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;

/**
 * Looks for topics every now and then, and sees to it that those are read which somebody wants, with all their partitions: from where depends on
 * whether the partition was there at the start, came later, or is known and has lost its place. Owned by the feed's thread.
 */
final class TopicWatch {

    private static final Logger log = LoggerFactory.getLogger(TopicWatch.class);

    private final TopicDirectory directory;
    private final List<Interest> interests;
    private final SalReader.Settings settings;
    private final Readings readings;
    private final BrokerContact brokers;
    private final SalMeters meters;
    private final LongSupplier nanoTime;

    /** Topics that were there at the start, and of which the brokers could not say yet what they hold. */
    private final Set<String> unreadAtStart = new HashSet<>();

    /** Partitions of topics whose names are none of ours. */
    private final Map<TopicPartition, Uuid> illegal = new HashMap<>();

    private @Nullable CompletableFuture<TopicDirectory.Listing> look;
    private long lookAtNs;
    private boolean looked;

    TopicWatch(
            TopicDirectory directory,
            List<Interest> interests,
            SalReader.Settings settings,
            Readings readings,
            BrokerContact brokers,
            SalMeters meters,
            LongSupplier nanoTime) {
        this.directory = directory;
        this.interests = interests;
        this.settings = settings;
        this.readings = readings;
        this.brokers = brokers;
        this.meters = meters;
        this.nanoTime = nanoTime;
        this.lookAtNs = nanoTime.getAsLong();
    }

    /** Begins to look if it is time, or does what follows from what was found. */
    void turn() {
        CompletableFuture<TopicDirectory.Listing> underWay = look;
        if (underWay == null) {
            if (nanoTime.getAsLong() - lookAtNs >= 0) {
                Map<TopicPartition, Uuid> known = new HashMap<>(illegal);
                known.putAll(readings.ids());
                look = directory.look(this::isWanted, known);
            }
        } else if (underWay.isDone()) {
            look = null;
            lookAtNs = nanoTime.getAsLong() + settings.discoverEvery().toNanos();
            try {
                apply(underWay.join());
                brokers.answered();
            } catch (CompletionException e) {
                brokers.failed(e.getCause() == null ? e : e.getCause());
            }
        }
    }

    /** Whether an answer is awaited. */
    boolean isPending() {
        return look != null;
    }

    /** Whether it is known which topics were there at the start. */
    boolean hasLooked() {
        return looked;
    }

    /** Looks again at once. */
    void hurry() {
        lookAtNs = nanoTime.getAsLong();
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

    private void apply(TopicDirectory.Listing listing) {
        Set<TopicPartition> gone = readings.places();
        gone.removeIf(place -> {
            PartitionReading reading = readings.known(place);
            return listing.has(place, reading == null ? null : reading.topicId());
        });
        for (TopicPartition place : gone) {
            readings.forget(place);
            log.info("{} is no longer there", place);
        }
        List<PartitionReading> sought = new ArrayList<>();
        listing.fresh().forEach((place, extent) -> {
            Uuid id = listing.topics().get(place.topic());
            PartitionReading reading = id == null ? null : reading(place, id, extent);
            if (reading != null) {
                readings.put(reading);
                sought.add(reading);
            }
        });
        if (!looked) {
            looked = true;
            unreadAtStart.addAll(listing.topics().keySet());
            log.info("{} topics of SAL are read", readings.size());
        }
        unreadAtStart.retainAll(listing.topics().keySet());
        listing.fresh().keySet().forEach(place -> unreadAtStart.remove(place.topic()));
        if (!gone.isEmpty() || !sought.isEmpty()) {
            readings.assign(sought);
        }
        meters.topics(readings.size());
    }

    /** How a partition is to be read from now on; null for not at all. */
    private @Nullable PartitionReading reading(TopicPartition place, Uuid id, TopicDirectory.Extent extent) {
        if (!(SalTopic.read(settings.prefix(), place.topic()) instanceof SalTopic.Reading.Samples samples)) {
            if (illegal.put(place, id) == null && place.partition() == 0) {
                meters.illegalTopic();
                log.warn("topic {} is not read: its names are none of ours", place.topic());
            }
            return null;
        }
        SalTopic topic = samples.topic();
        Wanted wanted = Wanted.of(interests, topic);
        if (!looked || unreadAtStart.contains(place.topic())) {
            PartitionReading old = PartitionReading.ofOld(place, topic, id, wanted, extent, settings.historyRecords());
            readings.behind().add(old);
            return old;
        }
        PartitionReading before = readings.known(place);
        if (before == null) {
            log.info("{} is new", place);
            return PartitionReading.ofNew(place, topic, id, wanted, extent.beginning());
        }
        if (!before.topicId().equals(id)) {
            jumped(before, SalMeters.Jump.MADE_AGAIN);
            return PartitionReading.ofNew(place, topic, id, wanted, extent.beginning());
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
}
