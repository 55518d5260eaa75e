package io.firstlight.embedded;

import io.firstlight.embedded.StartupFailure.Reason;
import io.firstlight.embedded.kafka.EmbeddedKafka;
import io.firstlight.embedded.kafka.EmbeddedKafkaConfig;
import io.firstlight.embedded.kafka.Records;
import io.firstlight.embedded.postgres.EmbeddedPostgreSql;
import io.firstlight.embedded.postgres.EmbeddedPostgreSqlConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import static io.firstlight.embedded.StartupFailureAssert.assertStartFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

final class KilledProcessTest {

    private static final Path BINARIES = Path.of("target", "postgres-programs").toAbsolutePath();
    private static final int ENOUGH = 200;

    @TempDir
    private Path place;

    @Test
    void keepsWhatWasAcknowledgedWhenTheProcessIsKilled() throws Exception {
        Path printed = place.resolve("printed");
        Path dataPath = place.resolve("data");
        Process child = launch(dataPath, printed);
        try {
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                assertThat(child.isAlive()).as("%s", printed).isTrue();
                return acknowledged(printed) >= ENOUGH;
            });
            StartupFailure refused = assertStartFails(Reason.DATA_LOCKED, () -> DataDirectory.open(dataPath));
            assertThat(refused).hasMessageContaining("process " + child.pid());
        } finally {
            child.destroyForcibly();
        }
        assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
        long orphan = Long.parseLong(Files.readAllLines(dataPath.resolve("postgres/cluster/postmaster.pid"))
                .getFirst());
        assertThat(ProcessHandle.of(orphan))
                .as("the server outlives its parent")
                .isPresent();
        int acknowledged = acknowledged(printed);

        try (DataDirectory data = DataDirectory.open(dataPath);
                EmbeddedKafka kafka = EmbeddedKafka.start(EmbeddedKafkaConfig.of(data.kafka(), 0), fault -> {});
                EmbeddedPostgreSql postgres =
                        EmbeddedPostgreSql.start(EmbeddedPostgreSqlConfig.of(data.postgres(), BINARIES, 0));
                Records records = new Records(kafka.bootstrapServers())) {
            String[] numbers =
                    IntStream.range(0, acknowledged).mapToObj(String::valueOf).toArray(String[]::new);
            assertThat(records.read("kept", acknowledged)).startsWith(numbers);
            assertThat(rows(postgres)).startsWith(numbers);
            assertThat(ProcessHandle.of(orphan)
                            .filter(ProcessHandle::isAlive)
                            .flatMap(process -> process.info().commandLine()))
                    .isEmpty();
        }
    }

    private static Process launch(Path data, Path printed) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx384m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ServersInChild.class.getName(),
                        data.toString(),
                        BINARIES.toString())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
    }

    /** How many numbers were printed whole; the last line may be cut. */
    private static int acknowledged(Path printed) throws Exception {
        if (!Files.exists(printed)) {
            return 0;
        }
        String text = Files.readString(printed);
        return (int) text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .filter(line -> line.startsWith("acknowledged "))
                .count();
    }

    private static List<String> rows(EmbeddedPostgreSql postgres) throws Exception {
        List<String> rows = new ArrayList<>();
        try (Connection connection =
                        DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("SELECT number FROM kept ORDER BY number")) {
            while (answer.next()) {
                rows.add(answer.getString(1));
            }
        }
        return rows;
    }
}
