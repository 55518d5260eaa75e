package io.firstlight.ingest.sal;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TopicListing;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;

/** The topics of a Kafka cluster. Thread-safe; the answers are put together on the admin client's thread. */
final class KafkaTopicDirectory implements TopicDirectory {

    private static final Logger log = LoggerFactory.getLogger(KafkaTopicDirectory.class);
    private static final Duration CLOSE = Duration.ofSeconds(1);

    private final Admin admin;

    /** Takes over the client, whose time limit for calls bounds a look. */
    KafkaTopicDirectory(Admin admin) {
        this.admin = admin;
    }

    @Override
    public CompletableFuture<Listing> look(Predicate<String> wanted, Map<TopicPartition, Uuid> known) {
        return admin.listTopics()
                .listings()
                .toCompletionStage()
                .thenCompose(listings -> described(listings, wanted, known))
                .toCompletableFuture();
    }

    /** Describes those that are known, too: partitions may have been added to them. */
    private CompletableFuture<Listing> described(
            Collection<TopicListing> listings, Predicate<String> wanted, Map<TopicPartition, Uuid> known) {
        Map<String, Uuid> topics = new HashMap<>();
        for (TopicListing listing : listings) {
            if (wanted.test(listing.name())) {
                topics.put(listing.name(), listing.topicId());
            }
        }
        Map<String, KafkaFuture<TopicDescription>> descriptions =
                admin.describeTopics(topics.keySet()).topicNameValues();
        return allOf(descriptions.values()).thenCompose(unused -> {
            Set<TopicPartition> fresh = new HashSet<>();
            descriptions.forEach((name, future) -> {
                try {
                    TopicDescription description = future.get();
                    topics.put(name, description.topicId());
                    description.partitions().stream()
                            .map(partition -> new TopicPartition(name, partition.partition()))
                            .filter(place -> !description.topicId().equals(known.get(place)))
                            .forEach(fresh::add);
                } catch (ExecutionException | InterruptedException e) {
                    leaveOut(name, e);
                }
            });
            return extents(topics, fresh);
        });
    }

    private CompletableFuture<Listing> extents(Map<String, Uuid> topics, Set<TopicPartition> places) {
        Map<TopicPartition, OffsetSpec> beginnings = new HashMap<>();
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (TopicPartition place : places) {
            beginnings.put(place, OffsetSpec.earliest());
            ends.put(place, OffsetSpec.latest());
        }
        ListOffsetsResult first = admin.listOffsets(beginnings);
        ListOffsetsResult last = admin.listOffsets(ends);
        List<KafkaFuture<?>> all = new ArrayList<>();
        for (TopicPartition place : places) {
            all.add(first.partitionResult(place));
            all.add(last.partitionResult(place));
        }
        return allOf(all).thenApply(unused -> {
            Map<TopicPartition, Extent> fresh = new HashMap<>();
            for (TopicPartition place : places) {
                try {
                    fresh.put(
                            place,
                            new Extent(
                                    first.partitionResult(place).get().offset(),
                                    last.partitionResult(place).get().offset()));
                } catch (ExecutionException | InterruptedException e) {
                    leaveOut(place.topic(), e);
                }
            }
            return new Listing(topics, fresh);
        });
    }

    /** All are done when this is called, so nobody is interrupted. The next look asks again. */
    private static void leaveOut(String topic, Exception failure) {
        log.info("topic {} cannot be read now: {}", topic, String.valueOf(failure.getCause()));
    }

    /** Done when all are, whether they succeed or fail. */
    private static CompletableFuture<Void> allOf(Collection<? extends KafkaFuture<?>> futures) {
        return CompletableFuture.allOf(futures.stream()
                .map(future -> future.toCompletionStage().handle((value, failure) -> Objects.hash(value)))
                .map(CompletionStage::toCompletableFuture)
                .toArray(CompletableFuture<?>[]::new));
    }

    @Override
    public void close() {
        admin.close(CLOSE);
    }
}
