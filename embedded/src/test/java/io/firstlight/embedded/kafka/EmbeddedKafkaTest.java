package io.firstlight.embedded.kafka;

import io.firstlight.embedded.DirectoryLock;
import io.firstlight.embedded.DirectoryTree;
import io.firstlight.embedded.FileHashes;
import io.firstlight.embedded.LoopbackPort;
import io.firstlight.embedded.StartupFailure;
import io.firstlight.embedded.StartupFailure.Reason;
import org.apache.kafka.common.utils.Exit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import static io.firstlight.embedded.StartupFailureAssert.assertStartFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

final class EmbeddedKafkaTest {

    private static final String METADATA = "__cluster_metadata-0";

    @TempDir
    private Path place;

    private static void unexpected(KafkaFatalFault fault) {
        throw new AssertionError(fault);
    }

    private EmbeddedKafka start() {
        return start(place.resolve("kafka"));
    }

    private static EmbeddedKafka start(Path data) {
        return EmbeddedKafka.start(EmbeddedKafkaConfig.of(data, 0), EmbeddedKafkaTest::unexpected);
    }

    @Test
    void keepsTopicsAndRecordsOverARestartOnAnotherPort() throws Exception {
        Path data = place.resolve("kafka");
        String identity;
        try (EmbeddedKafka first = start();
                Records records = new Records(first.bootstrapServers())) {
            identity = Files.readString(data.resolve("meta.properties"));
            records.createTopic("kept");
            records.write("kept", "one", "two");
        }
        try (EmbeddedKafka second = start();
                Records records = new Records(second.bootstrapServers())) {
            assertThat(Files.readString(data.resolve("meta.properties"))).isEqualTo(identity);
            records.write("kept", "three");
            assertThat(records.read("kept", 3)).containsExactly("one", "two", "three");
        }
    }

    @Test
    void createsNoTopicByItself() throws Exception {
        try (EmbeddedKafka kafka = start();
                Records records = new Records(kafka.bootstrapServers())) {
            assertThatThrownBy(() -> records.write("never-created", "x")).isInstanceOf(Exception.class);
            assertThat(records.topics()).doesNotContain("never-created");
        }
    }

    @Test
    void stopsInTimeWithClientsConnectedAndStopsOnlyOnce() throws Exception {
        EmbeddedKafka kafka = start();
        try (Records records = new Records(kafka.bootstrapServers())) {
            records.createTopic("busy");
            records.write("busy", "x");
            long beganNanos = System.nanoTime();
            kafka.close();
            kafka.close();
            assertThat(Duration.ofNanos(System.nanoTime() - beganNanos))
                    .isLessThan(EmbeddedKafkaConfig.DEFAULT_CLOSE_TIMEOUT);
        }
        int port = Integer.parseInt(kafka.bootstrapServers().split(":", -1)[1]);
        assertThat(LoopbackPort.claim(port, "this test")).isEqualTo(port);
    }

    @Test
    void refusesATakenPortBeforeItTouchesTheData() throws Exception {
        try (ServerSocket taken = listen()) {
            StartupFailure failure = assertStartFails(
                    Reason.PORT_TAKEN,
                    () -> EmbeddedKafka.start(
                            EmbeddedKafkaConfig.of(place.resolve("kafka"), taken.getLocalPort()),
                            EmbeddedKafkaTest::unexpected));
            assertThat(failure).hasMessageContaining(String.valueOf(taken.getLocalPort()));
            assertThat(place.resolve("kafka")).doesNotExist();
        }
    }

    @Test
    void recognisesAPortThatIsTakenAtTheLastMoment() throws Exception {
        start().close();
        EmbeddedKafkaConfig config = EmbeddedKafkaConfig.of(place.resolve("kafka"), 0);
        try (ServerSocket taken = listen();
                DirectoryLock lock = new NodeDirectory(config.directory(), 1, ClusterMember.newClusterId()).lock()) {
            int takenPort = taken.getLocalPort();
            int freePort = LoopbackPort.free();
            assertStartFails(
                    Reason.PORT_TAKEN,
                    () -> EmbeddedKafka.startOn(
                            config, takenPort, ClusterMember.alone(freePort), lock, EmbeddedKafkaTest::unexpected));
            assertStartFails(
                    Reason.PORT_TAKEN,
                    () -> EmbeddedKafka.startOn(
                            config, freePort, ClusterMember.alone(takenPort), lock, EmbeddedKafkaTest::unexpected));
        }
    }

    @Test
    void refusesDataThatAnotherBrokerHolds() throws Exception {
        try (EmbeddedKafka first = start();
                Records records = new Records(first.bootstrapServers())) {
            assertStartFails(Reason.DATA_LOCKED, this::start);
            assertThat(records.topics()).isEmpty();
        }
    }

    @Test
    void givesUpWhenTheStartTakesTooLong() {
        EmbeddedKafkaConfig impatient = new EmbeddedKafkaConfig(
                place.resolve("kafka"), 0, Duration.ofMillis(1), EmbeddedKafkaConfig.DEFAULT_CLOSE_TIMEOUT);
        assertStartFails(Reason.TIMED_OUT, () -> EmbeddedKafka.start(impatient, EmbeddedKafkaTest::unexpected));
    }

    @Test
    void reportsAFatalFaultInsteadOfEndingTheProcess() {
        List<KafkaFatalFault> faults = new CopyOnWriteArrayList<>();
        try (EmbeddedKafka kafka =
                EmbeddedKafka.start(EmbeddedKafkaConfig.of(place.resolve("kafka"), 0), faults::add)) {
            assertThatThrownBy(() -> Exit.halt(3, "the disk is gone"))
                    .isInstanceOf(KafkaFatalFault.class)
                    .hasMessageContaining("the disk is gone");
            await().atMost(Duration.ofSeconds(5))
                    .untilAsserted(() -> assertThat(faults)
                            .singleElement()
                            .satisfies(fault -> assertThat(fault.exitStatus()).isEqualTo(3)));
            assertThat(kafka.fault()).isPresent();
        }
    }

    @Test
    void leavesDamagedDataAsItIs() throws Exception {
        try (EmbeddedKafka kafka = start();
                Records records = new Records(kafka.bootstrapServers())) {
            records.createTopic("precious");
            records.write("precious", "x");
        }
        assertRefusedUntouched("identity gone", data -> Files.delete(data.resolve("meta.properties")));
        assertRefusedUntouched("identity empty", data -> cut(data.resolve("meta.properties")));
        assertRefusedUntouched(
                "identity garbled", data -> Files.writeString(data.resolve("meta.properties"), "version=\\u00zz"));
        assertRefusedUntouched("metadata gone", data -> DirectoryTree.delete(data.resolve(METADATA)));
        assertRefusedUntouched("metadata cut", data -> {
            for (String file : DirectoryTree.names(data.resolve(METADATA))) {
                if (file.endsWith(".log") || file.endsWith(".checkpoint")) {
                    cut(data.resolve(METADATA).resolve(file));
                }
            }
        });
        try (EmbeddedKafka kafka = start();
                Records records = new Records(kafka.bootstrapServers())) {
            assertThat(records.read("precious", 1)).containsExactly("x");
        }
    }

    private interface Damage {
        void inflictOn(Path data) throws IOException;
    }

    private void assertRefusedUntouched(String name, Damage damage) throws Exception {
        Path copy = place.resolve(name);
        copy(place.resolve("kafka"), copy);
        damage.inflictOn(copy);
        var before = FileHashes.of(copy);
        assertStartFails(Reason.DATA_DAMAGED, () -> start(copy));
        assertThat(FileHashes.of(copy)).as(name).isEqualTo(before);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    private static void cut(Path file) throws IOException {
        Files.write(file, new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
    }

    private static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    }
}
