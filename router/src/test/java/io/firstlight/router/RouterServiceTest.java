package io.firstlight.router;

import io.firstlight.schemas.quarantine.QuarantineHeaders;
import io.firstlight.schemas.state.RouterProgress;
import io.firstlight.schemas.state.SourceOffset;
import io.firstlight.schemas.topic.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** The router on a real broker. */
class RouterServiceTest {

    private static final Duration LIMIT = Duration.ofSeconds(40);

    @TempDir
    private Path directory;

    @Test
    void keepsTheStateOverARestartAndWritesNothingTwice() throws Exception {
        try (TestCluster cluster = new TestCluster("restart", Map.of())) {
            try (RouterService router = started(cluster, "one")) {
                for (int i = 0; i < 100; i++) {
                    cluster.send("A", i % 10, Integer.toString(i));
                }
                awaitCaughtUp(cluster);
                await().atMost(LIMIT).until(router::isReady);
                assertThat(router.lag()).isZero();
            }
            List<ConsumerRecord<String, byte[]>> before = cluster.stateLog(cluster.progress());
            assertThat(before).hasSize(100);
            cluster.send("A", 3, "\"while it was away\"");
            cluster.flush();
            try (RouterService router = started(cluster, "two")) {
                awaitCaughtUp(cluster);
                await().atMost(LIMIT).until(() -> router.state() == RouterState.RUNNING);
            }
            List<ConsumerRecord<String, byte[]>> after = cluster.stateLog(cluster.progress());
            assertThat(after).hasSize(101);
            assertThat(TestCluster.payload(
                            Objects.requireNonNull(TestCluster.latest(after).get("event:A:3:s"))))
                    .isEqualTo("\"while it was away\"");
        }
    }

    @Test
    void writesNothingOldAgainWhenItsOffsetsAreLost() throws Exception {
        try (TestCluster cluster = new TestCluster("reset", Map.of())) {
            try (RouterService router = started(cluster, "one")) {
                for (int i = 0; i < 50; i++) {
                    cluster.send("A", i % 5, Integer.toString(i));
                }
                awaitCaughtUp(cluster);
                await().atMost(LIMIT).until(router::isReady);
            }
            long written = cluster.stateLog(cluster.progress()).size();
            await().atMost(LIMIT).ignoreExceptions().until(() -> {
                cluster.admin()
                        .deleteConsumerGroupOffsets(
                                cluster.applicationId(),
                                cluster.progress().liveFrom().keySet())
                        .all()
                        .get();
                return true;
            });
            assertThat(cluster.isCaughtUp()).isFalse();
            try (RouterService router = started(cluster, "two")) {
                awaitCaughtUp(cluster);
                await().atMost(LIMIT).until(router::isReady);
            }
            assertThat(cluster.stateLog(cluster.progress())).hasSize((int) written);
        }
    }

    @Test
    void deletesAnAddressWithATombstoneThatSaysByWhichRecord() throws Exception {
        try (TestCluster cluster = new TestCluster("tombstone", Map.of());
                RouterService router = started(cluster, "one")) {
            cluster.send("A", 1, "1");
            SourceOffset deletion = cluster.place(cluster.sending("A", 1, "null"));
            awaitCaughtUp(cluster);
            List<ConsumerRecord<String, byte[]>> log = cluster.stateLog(cluster.progress());
            assertThat(log).hasSize(2);
            assertThat(log.getLast().value()).isNull();
            assertThat(TestCluster.source(log.getLast())).isEqualTo(deletion);
            await().atMost(LIMIT).until(router::isReady);
        }
    }

    @Test
    void goesOnAfterRecordsThatAreNone() throws Exception {
        try (TestCluster cluster = new TestCluster("malformed", Map.of());
                RouterService router = started(cluster, "one")) {
            byte[] bad = {(byte) 0xff, 0, '{'};
            for (Topic topic : List.of(Topic.EVENT, Topic.TELEMETRY, Topic.HEARTBEAT)) {
                cluster.sendRaw(topic, "A:1", bad);
                cluster.sendRaw(topic, null, null);
            }
            cluster.send("A", 1, "\"after\"");
            awaitCaughtUp(cluster);
            assertThat(cluster.stateLog(cluster.progress())).hasSize(1);
            List<ConsumerRecord<String, byte[]>> quarantined = cluster.all(Topic.QUARANTINE);
            assertThat(quarantined)
                    .hasSize(6)
                    .allSatisfy(record ->
                            assertThat(QuarantineHeaders.of(record.headers())).isPresent());
            assertThat(quarantined)
                    .filteredOn(record -> record.value() != null)
                    .hasSize(3)
                    .allSatisfy(record -> assertThat(record.value()).isEqualTo(bad));
            await().atMost(LIMIT).until(router::isReady);
        }
    }

    @Test
    void takesTheLargestRecordThatTheTopicsTake() throws Exception {
        try (TestCluster cluster = new TestCluster("large", Map.of());
                RouterService router = started(cluster, "one")) {
            String payload = "\"" + "x".repeat((17 << 20) - 1024) + "\"";
            cluster.send("A", 1, payload);
            awaitCaughtUp(cluster);
            List<ConsumerRecord<String, byte[]>> log = cluster.stateLog(cluster.progress());
            assertThat(log)
                    .singleElement()
                    .satisfies(entry -> assertThat(TestCluster.payload(entry)).hasSameSizeAs(payload));
            await().atMost(LIMIT).until(router::isReady);
        }
    }

    @Test
    void letsTheLaterTimeWinWhateverPartitionItsRecordComesThrough() throws Exception {
        try (TestCluster cluster = new TestCluster("strays", Map.of())) {
            long now = System.currentTimeMillis();
            // Read while the router is away, partition 3 would otherwise come before partition 0.
            for (int salindex = 0; salindex < 20; salindex++) {
                for (int i = 0; i < 4; i++) {
                    cluster.send("A", salindex, Integer.toString(i), (i + salindex) % 4, now + (i == 1 ? 1_000 : 0));
                }
            }
            cluster.flush();
            SimpleMeterRegistry registry = new SimpleMeterRegistry();
            try (RouterService router = started(cluster, "one", registry);
                    RouterService second = started(cluster, "two", registry)) {
                awaitCaughtUp(cluster);
                RouterProgress progress = cluster.progress();
                assertThat(progress.straysSettled()).isTrue();
                Map<String, ConsumerRecord<String, byte[]>> latest = TestCluster.latest(cluster.stateLog(progress));
                assertThat(latest).hasSize(20).allSatisfy((key, entry) -> {
                    assertThat(TestCluster.payload(entry)).as(key).isEqualTo("1");
                    assertThat(entry.partition()).isBetween(0, 3);
                });
                assertThat(registry.get("firstlight.router.strays").counter().count())
                        .isBetween(40.0, 80.0);
                assertThat(router.state()).isIn(RouterState.RUNNING, RouterState.REBALANCING);
                assertThat(second.state()).isIn(RouterState.RUNNING, RouterState.REBALANCING);
            }
            assertThat(RouterProgress.read(
                                    cluster.admin(), cluster.plan(), cluster.applicationId(), Duration.ofSeconds(2))
                            .straysSettled())
                    .as("also when all routers have stopped in order")
                    .isTrue();
        }
    }

    @Test
    void findsHomesAnewAfterPartitionsWereAdded() throws Exception {
        try (TestCluster cluster = new TestCluster("widened", Map.of("FIRSTLIGHT_PARTITIONS_EVENT", "2"))) {
            try (RouterService router = started(cluster, "one")) {
                for (int salindex = 0; salindex < 20; salindex++) {
                    cluster.send("A", salindex, "1");
                }
                awaitCaughtUp(cluster);
                await().atMost(LIMIT).until(router::isReady);
            }
            cluster.admin()
                    .createPartitions(Map.of(cluster.plan().name(Topic.EVENT), NewPartitions.increaseTo(4)))
                    .all()
                    .get();
            try (RouterService router = started(cluster, "two")) {
                for (int salindex = 0; salindex < 20; salindex++) {
                    cluster.send("A", salindex, "2", salindex % 4, System.currentTimeMillis() + 10);
                }
                cluster.flush();
                awaitCaughtUp(cluster);
                assertThat(TestCluster.latest(cluster.stateLog(cluster.progress()))
                                .values())
                        .hasSize(20)
                        .allSatisfy(
                                entry -> assertThat(TestCluster.payload(entry)).isEqualTo("2"));
                await().atMost(LIMIT).until(router::isReady);
            }
        }
    }

    @Test
    void sharesTheWorkAndTakesItOverWithoutLosingOrRepeating() throws Exception {
        try (TestCluster cluster = new TestCluster("rebalance", Map.of());
                RouterService first = started(cluster, "one")) {
            Traffic traffic = new Traffic(cluster, 20);
            traffic.send(50);
            try (RouterService second = started(cluster, "two")) {
                await().atMost(LIMIT).until(() -> {
                    traffic.send(1);
                    return first.isReady() && second.isReady();
                });
                traffic.send(50);
            }
            traffic.send(50);
            awaitCaughtUp(cluster);
            traffic.verify(cluster.stateLog(cluster.progress()));
            await().atMost(LIMIT).until(first::isReady);
        }
    }

    @Test
    void losesNothingAndGoesBackNowhereWhenItIsKilledAtAnyMoment() throws Exception {
        try (TestCluster cluster = new TestCluster("killed", Map.of("FIRSTLIGHT_ROUTER_COMMIT_INTERVAL", "PT1S"))) {
            Traffic traffic = new Traffic(cluster, 20);
            for (int round = 0; round < 2; round++) {
                RouterProgress start = cluster.progress();
                try (RouterProcess router = new RouterProcess(
                        cluster.configuration(directory.resolve("killed")), directory.resolve("killed.log"))) {
                    await("the router works in round " + round).atMost(LIMIT).until(() -> {
                        traffic.send(1);
                        return committedBy(cluster.progress()) > committedBy(start) + 200;
                    });
                    // Killed when entries lie in the state topic whose source offsets are not committed yet.
                    long before = writtenBy(cluster.progress());
                    traffic.send(20);
                    await().atMost(LIMIT)
                            .pollInterval(Duration.ofMillis(5))
                            .until(() -> writtenBy(cluster.progress()) > before + 100);
                    router.kill();
                }
                traffic.send(5);
                RouterProgress progress = cluster.progress();
                traffic.verifyUpTo(progress, cluster.stateLog(progress));
            }
            try (RouterService router = started(cluster, "killed")) {
                awaitCaughtUp(cluster);
                await().atMost(LIMIT).until(router::isReady);
            }
            traffic.verify(cluster.stateLog(cluster.progress()));
        }
    }

    @Test
    void saysSoWhenTheClusterDoesNotAnswer() {
        RouterConfig config = RouterConfig.from(Map.of("FIRSTLIGHT_KAFKA", "no-such-host.invalid:9092"));
        try (RouterService router = new RouterService(config, new SimpleMeterRegistry())) {
            assertThatThrownBy(router::start)
                    .isInstanceOf(RouterException.class)
                    .hasMessageContaining("no-such-host.invalid:9092");
            assertThat(router.isReady()).isFalse();
        }
    }

    private RouterService started(TestCluster cluster, String name) throws InterruptedException {
        return started(cluster, name, new SimpleMeterRegistry());
    }

    private RouterService started(TestCluster cluster, String name, SimpleMeterRegistry registry)
            throws InterruptedException {
        RouterService router =
                new RouterService(RouterConfig.from(cluster.configuration(directory.resolve(name))), registry);
        router.start();
        return router;
    }

    private static void awaitCaughtUp(TestCluster cluster) throws Exception {
        cluster.flush();
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(50)).until(cluster::isCaughtUp);
    }

    private static long committedBy(RouterProgress progress) {
        return progress.liveFrom().values().stream().mapToLong(Long::longValue).sum();
    }

    private static long writtenBy(RouterProgress progress) {
        return progress.stateEnds().values().stream().mapToLong(Long::longValue).sum();
    }
}
