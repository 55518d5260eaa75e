package io.firstlight.router;

import io.firstlight.schemas.state.RouterProgress;
import io.firstlight.schemas.state.TopicMarks;
import io.firstlight.schemas.topic.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.RetriableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Topics that get partitions, go, and come again, on a real broker, under a router that runs or is away. */
class RouterLayoutTest {

    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final int COMPONENTS = 20;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @TempDir
    private Path directory;

    @Test
    void goesOnWhenPartitionsAreAddedWhileItRuns() throws Exception {
        try (TestCluster cluster = new TestCluster("grown", Map.of("FIRSTLIGHT_PARTITIONS_EVENT", "2"));
                RouterService router = started(cluster, "one")) {
            sendToAll(cluster, 1, 2);
            awaitState(cluster, 1);
            // More than the strays topic and the changelog have, which are as wide as the widest source was.
            cluster.widen(Topic.EVENT, 6);
            await().atMost(LIMIT).until(() -> changes("partitions") == 1);
            sendToAll(cluster, 2, 6);
            awaitState(cluster, 2);
            await().atMost(LIMIT).until(router::isReady);
            assertThat(cluster.stateLog(cluster.progress()))
                    .as("nothing is written twice")
                    .hasSize(2 * COMPONENTS);
            assertThat(restarts()).isEqualTo(1);
        }
    }

    @Test
    void goesOnWhenPartitionsWereAddedWhileItWasAway() throws Exception {
        try (TestCluster cluster = new TestCluster("grownaway", Map.of("FIRSTLIGHT_PARTITIONS_EVENT", "2"))) {
            try (RouterService router = started(cluster, "one")) {
                sendToAll(cluster, 1, 2);
                awaitState(cluster, 1);
                await().atMost(LIMIT).until(router::isReady);
            }
            cluster.widen(Topic.EVENT, 6);
            sendToAll(cluster, 2, 6);
            try (RouterService router = started(cluster, "one")) {
                awaitState(cluster, 2);
                await().atMost(LIMIT).until(router::isReady);
                assertThat(cluster.stateLog(cluster.progress())).hasSize(2 * COMPONENTS);
                assertThat(restarts()).isZero();
            }
        }
    }

    @Test
    void takesTheRecordsOfATopicThatWasMadeAgainWhileItRuns() throws Exception {
        try (TestCluster cluster = new TestCluster("again", Map.of());
                RouterService router = started(cluster, "one")) {
            for (int n = 1; n <= 5; n++) {
                sendToAll(cluster, n, 4);
            }
            awaitState(cluster, 5);
            Uuid former = cluster.topicId(Topic.EVENT);
            // Fewer partitions than before: what follows from the number must shrink too, or at least not mind.
            cluster.makeAgain(Topic.EVENT, 3);
            // Older times than those of the former topic do not make them older.
            long longAgo = System.currentTimeMillis() - 3_600_000;
            for (int salindex = 0; salindex < COMPONENTS - 1; salindex++) {
                cluster.send("A", salindex, "6", salindex % 3, longAgo);
            }
            cluster.flush();
            Map<String, ConsumerRecord<String, byte[]>> latest = await().atMost(LIMIT)
                    .until(
                            () -> caughtUp(cluster),
                            found -> found.values().stream()
                                            .filter(entry ->
                                                    TestCluster.payload(entry).equals("6"))
                                            .count()
                                    == COMPONENTS - 1);
            Uuid present = cluster.topicId(Topic.EVENT);
            assertThat(latest).hasSize(COMPONENTS).allSatisfy((key, entry) -> {
                boolean quiet = key.equals("event:A:" + (COMPONENTS - 1) + ":s");
                assertThat(TestCluster.payload(entry))
                        .as("what the former topic left stays until a record follows")
                        .isEqualTo(quiet ? "5" : "6");
                assertThat(TestCluster.wholeSource(entry).topicId()).isEqualTo(quiet ? former : present);
            });
            await().atMost(LIMIT).until(router::isReady);
            assertThat(changes("recreated")).isEqualTo(1);
        }
    }

    @Test
    void takesTheRecordsOfATopicThatWasMadeAgainWhileItWasAway() throws Exception {
        try (TestCluster cluster = new TestCluster("againaway", Map.of())) {
            try (RouterService router = started(cluster, "one")) {
                for (int n = 1; n <= 5; n++) {
                    sendToAll(cluster, n, 4);
                }
                awaitState(cluster, 5);
                await().atMost(LIMIT).until(router::isReady);
            }
            RouterProgress before = cluster.progress();
            cluster.makeAgain(Topic.EVENT, 4);
            for (int n = 6; n <= 11; n++) {
                sendToAll(cluster, n, 4);
            }
            // As a router leaves them that ran while the topic was made again, and was killed before it saw it.
            Map<TopicPartition, OffsetAndMetadata> stale = new HashMap<>();
            before.liveFrom().forEach((partition, offset) -> {
                if (partition.topic().equals(cluster.plan().name(Topic.EVENT))) {
                    stale.put(partition, new OffsetAndMetadata(offset));
                }
            });
            await().atMost(LIMIT).ignoreExceptions().until(() -> {
                cluster.admin()
                        .alterConsumerGroupOffsets(cluster.applicationId(), stale)
                        .all()
                        .get();
                return true;
            });
            assertThat(cluster.progress().liveFrom())
                    .as("a reader that begins now begins with the new topic's first record")
                    .allSatisfy((partition, offset) -> {
                        if (stale.containsKey(partition)) {
                            assertThat(offset).isZero();
                        }
                    });
            try (RouterService router = started(cluster, "one")) {
                awaitState(cluster, 11);
                await().atMost(LIMIT).until(router::isReady);
                assertThat(cluster.stateLog(cluster.progress()))
                        .as("every record of both topics became an entry")
                        .hasSize(11 * COMPONENTS);
            }
        }
    }

    @Test
    void bothInstancesBeginAnewOnATopicThatWasMadeAgain() throws Exception {
        try (TestCluster cluster = new TestCluster("againtwo", Map.of());
                RouterService first = started(cluster, "one");
                RouterService second = started(cluster, "two")) {
            sendToAll(cluster, 1, 4);
            await().atMost(LIMIT).until(() -> first.isReady() && second.isReady());
            awaitState(cluster, 1);
            cluster.makeAgain(Topic.EVENT, 4);
            sendToAll(cluster, 2, 4);
            awaitState(cluster, 2);
            await().atMost(LIMIT).until(() -> first.isReady() && second.isReady());
            assertThat(TopicMarks.read(cluster.admin(), cluster.applicationId())
                            .orElseThrow()
                            .of(Topic.EVENT))
                    .isEqualTo(new TopicMarks.Mark(cluster.topicId(Topic.EVENT), 4));
        }
    }

    @Test
    void makesTheStateAnewWhenItsTopicWasMadeAgain() throws Exception {
        try (TestCluster cluster = new TestCluster("stateagain", Map.of());
                RouterService router = started(cluster, "one")) {
            sendToAll(cluster, 1, 4);
            sendToAll(cluster, 2, 4);
            awaitState(cluster, 2);
            cluster.makeAgain(Topic.STATE, 4);
            awaitState(cluster, 2);
            await().atMost(LIMIT).until(router::isReady);
            sendToAll(cluster, 3, 4);
            awaitState(cluster, 3);
        }
    }

    @Test
    void entriesOfAnAddressStayInOnePartitionWhenTheStateTopicIsWidened() throws Exception {
        try (TestCluster cluster = new TestCluster("statewide", Map.of());
                RouterService router = started(cluster, "one")) {
            sendToAll(cluster, 1, 4);
            awaitState(cluster, 1);
            cluster.widen(Topic.STATE, 7);
            await().atMost(LIMIT).until(() -> changes("partitions") == 1);
            sendToAll(cluster, 2, 4);
            awaitState(cluster, 2);
            Map<String, Integer> partitions = new HashMap<>();
            assertThat(cluster.stateLog(cluster.progress()))
                    .hasSize(2 * COMPONENTS)
                    .allSatisfy(entry -> assertThat(entry.partition())
                            .isEqualTo(partitions.computeIfAbsent(entry.key(), key -> entry.partition())));
            await().atMost(LIMIT).until(router::isReady);
        }
    }

    @Test
    void makesATopicAgainThatStaysAway() throws Exception {
        try (TestCluster cluster = new TestCluster("gone", Map.of("FIRSTLIGHT_ROUTER_WATCH_INTERVAL", "PT0.1S"));
                RouterService router = started(cluster, "one")) {
            sendToAll(cluster, 1, 4);
            awaitState(cluster, 1);
            cluster.delete(Topic.EVENT);
            await().atMost(LIMIT).ignoreExceptions().until(() -> cluster.topicId(Topic.EVENT) != null);
            sendToAll(cluster, 2, 4);
            awaitState(cluster, 2);
            await().atMost(LIMIT).until(router::isReady);
        }
    }

    private static void sendToAll(TestCluster cluster, int value, int partitions) throws Exception {
        for (int salindex = 0; salindex < COMPONENTS; salindex++) {
            cluster.send("A", salindex, Integer.toString(value), salindex % partitions, System.currentTimeMillis());
        }
        cluster.flush();
    }

    /** Waits until the router has met all records and every component has that value. */
    private static void awaitState(TestCluster cluster, int value) {
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(50)).until(() -> {
            Map<String, ConsumerRecord<String, byte[]>> latest = caughtUp(cluster);
            return latest.size() == COMPONENTS
                    && latest.values().stream()
                            .allMatch(entry -> TestCluster.payload(entry).equals(Integer.toString(value)));
        });
    }

    /** The latest entries once the router has met all records; none before, or while topics are on the way. */
    private static Map<String, ConsumerRecord<String, byte[]>> caughtUp(TestCluster cluster) throws Exception {
        try {
            return cluster.isCaughtUp() ? TestCluster.latest(cluster.stateLog(cluster.progress())) : Map.of();
        } catch (RetriableException e) {
            return Map.of();
        }
    }

    private double changes(String kind) {
        return Objects.requireNonNull(registry.find("firstlight.router.layout.changes")
                        .tag("kind", kind)
                        .counter())
                .count();
    }

    private double restarts() {
        return Objects.requireNonNull(
                        registry.find("firstlight.router.restarts").counter())
                .count();
    }

    private RouterService started(TestCluster cluster, String name) throws InterruptedException {
        RouterService router =
                new RouterService(RouterConfig.from(cluster.configuration(directory.resolve(name))), registry);
        router.start();
        return router;
    }
}
