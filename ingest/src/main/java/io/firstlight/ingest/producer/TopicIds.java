package io.firstlight.ingest.producer;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The ids of topics, looked up once and again every {@link #LIFE}: a topic that was deleted and made again has another. Kafka's producer
 * knows the ids but does not tell them. Thread-safe.
 */
final class TopicIds implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TopicIds.class);
    private static final Duration LIFE = Duration.ofMinutes(1);

    private final Admin admin;
    private final InstantSource clock;
    private final Map<String, Lookup> lookups = new ConcurrentHashMap<>();

    TopicIds(Admin admin, InstantSource clock) {
        this.admin = admin;
        this.clock = clock;
    }

    /** The topic's id; completed at once unless this is the first question, empty if the cluster does not tell. Never fails. */
    CompletableFuture<Optional<Uuid>> of(String topic) {
        Lookup known = lookups.get(topic);
        Instant now = clock.instant();
        if (known != null && now.isBefore(known.expires)) {
            return known.id;
        }
        Lookup lookup = Objects.requireNonNull(lookups.compute(
                topic,
                (name, present) -> present != null && now.isBefore(present.expires)
                        ? present
                        : new Lookup(lookUp(name, present), now.plus(LIFE))));
        // While the id is looked up again the old one is good enough.
        return known != null && !lookup.id.isDone() ? known.id : lookup.id;
    }

    private CompletableFuture<Optional<Uuid>> lookUp(String topic, @org.jspecify.annotations.Nullable Lookup before) {
        return admin.describeTopics(List.of(topic))
                .allTopicNames()
                .toCompletionStage()
                .toCompletableFuture()
                .handle((descriptions, failure) -> {
                    if (failure != null) {
                        log.debug("id of topic {} is not known", topic, failure);
                        return before == null ? Optional.<Uuid>empty() : before.id.getNow(Optional.empty());
                    }
                    return Optional.of(
                            Objects.requireNonNull(descriptions.get(topic)).topicId());
                });
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }

    private record Lookup(CompletableFuture<Optional<Uuid>> id, Instant expires) {}
}
