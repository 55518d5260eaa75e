package io.firstlight.ingest.sal;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/** Which topics there are. */
interface TopicDirectory extends AutoCloseable {

    /**
     * What there is.
     *
     * @param topics the ids of the topics that are wanted, by name
     * @param fresh those of their partitions that the asker does not know, and what they hold
     */
    record Listing(Map<String, Uuid> topics, Map<TopicPartition, Extent> fresh) {
        public Listing {
            topics = Map.copyOf(topics);
            fresh = Map.copyOf(fresh);
        }

        /** Whether a partition that was read is there, in the topic with that id or another. */
        boolean has(TopicPartition place, @Nullable Uuid topicId) {
            Uuid now = topics.get(place.topic());
            return fresh.containsKey(place) || (now != null && now.equals(topicId));
        }
    }

    /** The first offset of a partition and the one behind its last. */
    record Extent(long beginning, long end) {}

    /**
     * Looks; returns at once. The future fails if the brokers do not answer. A partition of which they tell nothing in particular (its leader is
     * away, it is being deleted, it may not be read) is not among the fresh ones.
     *
     * @param wanted by a topic's name; called on another thread
     * @param known the partitions that need no extents, with the ids of their topics
     */
    CompletableFuture<Listing> look(Predicate<String> wanted, Map<TopicPartition, Uuid> known);

    /** Bounded in time. */
    @Override
    void close();
}
