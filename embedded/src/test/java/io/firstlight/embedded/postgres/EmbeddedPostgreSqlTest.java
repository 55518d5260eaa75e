package io.firstlight.embedded.postgres;

import io.firstlight.embedded.DirectoryTree;
import io.firstlight.embedded.FileHashes;
import io.firstlight.embedded.LoopbackPort;
import io.firstlight.embedded.StartupFailure.Reason;
import io.firstlight.embedded.postgres.EmbeddedPostgreSqlConfig.Durability;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import static io.firstlight.embedded.StartupFailureAssert.assertStartFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class EmbeddedPostgreSqlTest {

    /** Shared by all tests here: unpacking takes longer than any of them. */
    private static final Path BINARIES = Path.of("target", "postgres-programs");

    /** A cluster that was initialised and stopped; each test has a copy. */
    @TempDir
    private static Path pristine;

    @TempDir
    private Path place;

    @BeforeAll
    static void initialiseOnce() {
        EmbeddedPostgreSql.start(config(pristine.resolve("postgres"), 0)).close();
    }

    @BeforeEach
    void copyThePristineCluster() throws IOException {
        Files.createDirectories(data().getParent());
        Path original = pristine.resolve("postgres");
        try (Stream<Path> files = Files.walk(original)) {
            for (Path file : files.toList()) {
                Files.copy(file, data().resolve(original.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private Path data() {
        return place.resolve("with a space/postgres");
    }

    private static EmbeddedPostgreSqlConfig config(Path data, int port) {
        return new EmbeddedPostgreSqlConfig(
                data,
                BINARIES,
                port,
                Durability.THROWAWAY,
                EmbeddedPostgreSqlConfig.DEFAULT_START_TIMEOUT,
                EmbeddedPostgreSqlConfig.DEFAULT_CLOSE_TIMEOUT);
    }

    private EmbeddedPostgreSql start() {
        return EmbeddedPostgreSql.start(config(data(), 0));
    }

    private static Connection connect(EmbeddedPostgreSql server) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
    }

    private static void run(EmbeddedPostgreSql server, String sql) throws SQLException {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String ask(EmbeddedPostgreSql server, String sql) throws SQLException {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(sql)) {
            answer.next();
            return answer.getString(1);
        }
    }

    private long serverPid() throws IOException {
        return Long.parseLong(
                Files.readAllLines(data().resolve("cluster/postmaster.pid")).getFirst());
    }

    @Test
    void keepsRowsAndPasswordOverARestartOnAnotherPort() throws Exception {
        String password;
        try (EmbeddedPostgreSql first = start()) {
            password = first.password();
            run(first, "CREATE TABLE kept AS SELECT 'precious' AS word");
        }
        try (EmbeddedPostgreSql second = start()) {
            assertThat(second.password()).isEqualTo(password);
            assertThat(ask(second, "SELECT word FROM kept")).isEqualTo("precious");
        }
    }

    @Test
    void listensOnLoopbackOnlyAndAsksForThePassword() throws Exception {
        try (EmbeddedPostgreSql server = start()) {
            assertThat(ask(server, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(ask(server, "SHOW unix_socket_directories")).isEmpty();
            assertThatThrownBy(() -> DriverManager.getConnection(server.jdbcUrl(), server.user(), "wrong"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("authentication failed");
            Path password = data().resolve("cluster/firstlight.password");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(password)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void syncsCommitsUnlessToldThatTheDataIsThrownAway() throws Exception {
        try (EmbeddedPostgreSql server = EmbeddedPostgreSql.start(EmbeddedPostgreSqlConfig.of(data(), BINARIES, 0))) {
            assertThat(ask(server, "SHOW fsync")).isEqualTo("on");
            assertThat(ask(server, "SHOW synchronous_commit")).isEqualTo("on");
        }
        try (EmbeddedPostgreSql server = start()) {
            assertThat(ask(server, "SHOW fsync")).isEqualTo("off");
        }
    }

    @Test
    void keepsTheServerOutOfTheTerminalsReach() throws Exception {
        try (EmbeddedPostgreSql server = start()) {
            String stat = Files.readString(Path.of("/proc/" + serverPid() + "/stat"));
            // After "pid (name)": state, parent, process group, session.
            String session = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[3];
            assertThat(Long.parseLong(session)).isEqualTo(serverPid());
            assertThat(server.port()).isPositive();
        }
    }

    @Test
    void stopsInTimeWithClientsConnectedAndStopsOnlyOnce() throws Exception {
        EmbeddedPostgreSql server = start();
        try (Connection connection = connect(server)) {
            assertThat(connection.isValid(1)).isTrue();
            long beganNanos = System.nanoTime();
            server.close();
            server.close();
            assertThat(Duration.ofNanos(System.nanoTime() - beganNanos))
                    .isLessThan(EmbeddedPostgreSqlConfig.DEFAULT_CLOSE_TIMEOUT);
            assertThat(connection.isValid(1)).isFalse();
        }
        assertThat(data().resolve("cluster/postmaster.pid")).doesNotExist();
        assertThat(LoopbackPort.claim(server.port(), "this test")).isEqualTo(server.port());
    }

    @Test
    void stopsWhenTheStoppingThreadIsInterrupted() throws Exception {
        EmbeddedPostgreSql server = start();
        Thread.currentThread().interrupt();
        server.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(data().resolve("cluster/postmaster.pid")).doesNotExist();
    }

    @Test
    void refusesATakenPort() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            assertStartFails(Reason.PORT_TAKEN, () -> EmbeddedPostgreSql.start(config(data(), taken.getLocalPort())));
        }
    }

    @Test
    void refusesDataThatAnotherServerHolds() throws Exception {
        try (EmbeddedPostgreSql first = start()) {
            assertStartFails(Reason.DATA_LOCKED, this::start);
            assertThat(ask(first, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void startsOverThePidFileOfAProcessThatIsGone() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        writePidFile(gone.pid());
        try (EmbeddedPostgreSql server = start()) {
            assertThat(ask(server, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void startsOverThePidFileWhoseNumberNowBelongsToSomebodyElse() throws Exception {
        Process innocent = new ProcessBuilder("sleep", "600").start();
        try {
            writePidFile(innocent.pid());
            try (EmbeddedPostgreSql server = start()) {
                assertThat(ask(server, "SELECT 1")).isEqualTo("1");
            }
            assertThat(innocent.isAlive()).isTrue();
        } finally {
            innocent.destroyForcibly();
        }
    }

    private void writePidFile(long pid) throws IOException {
        Files.writeString(
                data().resolve("cluster/postmaster.pid"),
                pid + "\n" + data().resolve("cluster")
                        + "\n1700000000\n5432\n\n127.0.0.1\n  1234567     99999\nready   \n");
    }

    @Test
    void beginsAgainAfterAnInitialisationThatWasCutShort() throws Exception {
        DirectoryTree.delete(data());
        Path draft = data().resolveSibling("postgres.initialising");
        Files.createDirectories(draft.resolve("cluster"));
        Files.writeString(draft.resolve("cluster/PG_VERSION"), "18\n");
        try (EmbeddedPostgreSql server = start()) {
            assertThat(ask(server, "SELECT 1")).isEqualTo("1");
        }
        assertThat(draft).doesNotExist();
    }

    @Test
    void refusesAFileInThePlaceOfTheDirectory() throws Exception {
        DirectoryTree.delete(data());
        Files.writeString(data(), "precious");
        assertStartFails(Reason.NOT_A_DIRECTORY, this::start);
        assertThat(data()).hasContent("precious");
    }

    @Test
    void leavesDamagedDataAsItIs() throws Exception {
        try (EmbeddedPostgreSql server = start()) {
            run(server, "CREATE TABLE kept AS SELECT 'precious' AS word");
        }
        for (String file : List.of("PG_VERSION", "global/pg_control", "firstlight.password")) {
            Path path = data().resolve("cluster").resolve(file);
            byte[] bytes = Files.readAllBytes(path);
            Files.write(path, new byte[0]);
            assertRefusedUntouched(file + " empty", Reason.DATA_DAMAGED);
            Files.delete(path);
            assertRefusedUntouched(file + " gone", Reason.DATA_DAMAGED);
            Files.write(path, bytes);
        }
        Path version = data().resolve("cluster/PG_VERSION");
        Files.writeString(version, "19\n");
        assertRefusedUntouched("a later version", Reason.VERSION_UNKNOWN);
        Files.writeString(version, "18\n");
        try (EmbeddedPostgreSql server = start()) {
            assertThat(ask(server, "SELECT word FROM kept")).isEqualTo("precious");
        }
    }

    private void assertRefusedUntouched(String damage, Reason reason) throws Exception {
        var before = FileHashes.of(data());
        assertStartFails(reason, this::start);
        assertThat(FileHashes.of(data())).as(damage).isEqualTo(before);
    }

    @Test
    void tellsThatTheDataIsDamagedWhenTheServerItselfFindsOut() throws Exception {
        Path control = data().resolve("cluster/global/pg_control");
        byte[] bytes = Files.readAllBytes(control);
        byte[] wrong = bytes.clone();
        wrong[40] ^= 0x55;
        Files.write(control, wrong);
        assertStartFails(Reason.DATA_DAMAGED, this::start);
        assertThat(control).hasBinaryContent(wrong);
    }
}
