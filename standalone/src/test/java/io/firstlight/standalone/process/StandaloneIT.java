package io.firstlight.standalone.process;

import io.firstlight.embedded.LoopbackPort;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** {@code ./run} as its user meets it: one story on one data directory, told in order. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StandaloneIT {

    private static final Pattern TOUR_BLOCK = Pattern.compile("```sh tour\\n(.*?)```", Pattern.DOTALL);
    private static final String EVENT = "\"subscription\": \"event-Lab-1-summaryState\"";
    private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

    @TempDir
    private static Path directory;

    private static final int PORT = LoopbackPort.free();
    private static final int BROKER_PORT = LoopbackPort.free();

    @Test
    @Order(1)
    void theTourOfTheReadmeWorksAsTyped() throws Exception {
        try (RunningCommand running = RunningCommand.standalone(directory, PORT, BROKER_PORT)) {
            assertThat(running.output()).contains("\nready: http://localhost:" + PORT);
            List<String> expected = List.of(
                    "\"token\"",
                    "telemetry-Host-1-cpu",
                    EVENT,
                    "id: ",
                    "\"values\"",
                    "\"position\"",
                    "first light",
                    "summaryState",
                    "WeatherStation:1",
                    "\"category\":\"telemetry\"");
            followTour("README.md", expected);
        }
    }

    @Test
    @Order(9)
    void theWalkThroughOfTheDemoWorksAsTyped() throws Exception {
        try (RunningCommand running = RunningCommand.standalone(directory, PORT, BROKER_PORT)) {
            assertThat(running.output()).contains("a demo observatory runs");
            followTour(
                    "docs/walkthrough.md",
                    List.of(
                            "\"execute_commands\": true",
                            "azimuthPosition",
                            "\"ack\"",
                            "azimuthPosition",
                            "is not from 0 to 360 deg",
                            "\"process_state\"",
                            "Enabled.ATMCS:0",
                            "\"acknowledged\":{\"value\":true",
                            "\"ack\"",
                            "seeing is good",
                            "cmd_moveAzimuth"));
        }
    }

    /** Types every block of a document that is part of a tour, and looks for a text in what each shows. */
    private static void followTour(String document, List<String> expected) throws IOException {
        List<String> blocks = tour(document).toList();
        assertThat(blocks).hasSameSizeAs(expected);
        for (int i = 0; i < blocks.size(); i++) {
            String block = blocks.get(i);
            String shown = expected.get(i);
            // Nobody types faster than the archive stores; a test does.
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(shell(block)).as(block).contains(shown));
        }
    }

    @Test
    @Order(2)
    void stopsInOrderWithinTenSecondsAndKeepsWhatItKnew() throws Exception {
        try (RunningCommand running = RunningCommand.standalone(directory, PORT, BROKER_PORT)) {
            assertThat(latestEvent()).contains(EVENT);
            running.terminate();
            running.awaitExit(STOP_WITHIN);
            List<String> stopped = running.output()
                    .lines()
                    .filter(line -> line.contains(" stopped, "))
                    .map(line -> line.strip().replaceFirst("  .*", ""))
                    .toList();
            assertThat(stopped).containsSubsequence("web edge", "intake", "Kafka");
            assertThat(stopped).containsSubsequence("web edge", "users and keys", "PostgreSQL");
            assertThat(stopped).containsSubsequence("web edge", "router", "Kafka");
            assertThat(stopped).containsSubsequence("telemetry of this machine", "intake");
            assertThat(stopped).containsSubsequence("web edge", "demo commander", "demo observatory", "intake");
            assertThat(stopped).last().asString().startsWith("data directory");
            assertThat(running.output()).doesNotContain("left behind");
        }
    }

    @Test
    @Order(3)
    void keepsWhatItKnewWhenItIsKilled() throws Exception {
        RunningCommand.standalone(directory, PORT, BROKER_PORT).kill();
        try (RunningCommand running = RunningCommand.standalone(directory, PORT, BROKER_PORT)) {
            assertThat(latestEvent()).contains(EVENT);
            assertThat(shell("curl -s 'http://localhost:8080/api/v1/messages/?offset=0&limit=10'"))
                    .contains("first light");
            assertThat(running.output()).doesNotContain("failed");
        }
    }

    @Test
    @Order(4)
    void refusesASecondStartOnTheSameDataWithTheHoldersNumber() throws Exception {
        try (RunningCommand running = RunningCommand.standalone(directory, PORT, BROKER_PORT);
                RunningCommand second = RunningCommand.start(
                        directory,
                        "standalone",
                        "--port",
                        Integer.toString(LoopbackPort.free()),
                        "--broker-port",
                        Integer.toString(LoopbackPort.free()),
                        "--data",
                        directory.resolve("data").toString())) {
            assertThat(second.awaitExit(Duration.ofSeconds(30))).isEqualTo(1);
            assertThat(second.output())
                    .contains("in use by process " + running.pid())
                    .doesNotContain("\tat ");
            assertThat(running.output()).contains("ready");
        }
    }

    @Test
    @Order(5)
    void usersAreAddedWhileItRuns() throws Exception {
        try (RunningCommand running = RunningCommand.standalone(directory, PORT, BROKER_PORT)) {
            String user = RunningCommand.COMMAND + " user ";
            String data = " --data " + directory.resolve("data");
            assertThat(shell("echo 'a long password' | " + user + "add bob --group cmd" + data))
                    .contains("added bob");
            assertThat(shell(user + "grant bob read telemetry-all-all-all" + data))
                    .contains("bob may now read telemetry-all-all-all");
            assertThat(shell("FIRSTLIGHT_USER_PASSWORD='another password' " + user + "passwd bob" + data))
                    .contains("changed the password of bob");
            assertThat(shell(user + "list" + data)).contains("bob", "admin", "superuser");
            assertThat(shell(
                            "curl -s -H 'Content-Type: application/json' -d '{\"username\":\"bob\",\"password\":\"another password\"}'"
                                    + " http://localhost:8080/manager/api/get-token/"))
                    .contains("\"token\"");
            assertThat(shell(user + "group bob --add ui_framework --remove cmd" + data))
                    .contains("bob has changed groups");
            assertThat(shell(user + "deactivate bob" + data)).contains("bob is out");
            assertThat(shell(user + "activate bob" + data)).contains("bob may log in again");
            assertThat(running.output()).doesNotContain("WARN");
        }
    }

    @Test
    @Order(6)
    void refusesATakenPortBeforeAnythingStarts() throws Exception {
        Path other = Files.createDirectory(directory.resolve("other"));
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                RunningCommand command = RunningCommand.start(
                        other,
                        "standalone",
                        "--port",
                        Integer.toString(LoopbackPort.free()),
                        "--broker-port",
                        Integer.toString(taken.getLocalPort()))) {
            assertThat(command.awaitExit(Duration.ofSeconds(30))).isEqualTo(1);
            assertThat(command.output())
                    .contains("port " + taken.getLocalPort() + " for the Kafka broker (--broker-port) is in use")
                    .contains("choose another port")
                    .doesNotContain("\tat ");
            assertThat(other.resolve("data/kafka")).doesNotExist();
            assertThat(other.resolve("data/postgres")).doesNotExist();
        }
    }

    @Test
    @Order(7)
    void leavesDataAsItIsThatAnotherVersionWrote() throws Exception {
        Path newer = Files.createDirectories(directory.resolve("newer"));
        Path format = Files.writeString(newer.resolve("format"), "firstlight-data 99\n");
        try (RunningCommand command =
                RunningCommand.start(directory, "standalone", "--port", "0", "--data", newer.toString())) {
            assertThat(command.awaitExit(Duration.ofSeconds(30))).isEqualTo(1);
            assertThat(command.output()).contains("has format 99").contains("start it with the version that wrote it");
        }
        assertThat(format).hasContent("firstlight-data 99");
        assertThat(newer.resolve("kafka")).doesNotExist();
    }

    @Test
    @Order(8)
    void tapEndsQuietlyWhenNobodyReadsIt() throws Exception {
        try (RunningCommand running = RunningCommand.standalone(directory, PORT, BROKER_PORT)) {
            assertThat(shell(RunningCommand.COMMAND + " tap --topic all --from beginning --json | head -n 3"))
                    .hasLineCount(3)
                    .doesNotContain("Exception");
            assertThat(running.output()).contains("ready");
        }
    }

    private static String latestEvent() throws Exception {
        return shell("java docs/examples/Subscribe.java event-Lab-1-summaryState 1");
    }

    private static Stream<String> tour(String document) throws IOException {
        return TOUR_BLOCK
                .matcher(Files.readString(RunningCommand.ROOT.resolve(document)))
                .results()
                .map((MatchResult block) -> block.group(1));
    }

    /** Runs lines of the documents, which name the default ports, on the ports of this test. */
    private static String shell(String lines) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        "bash", "-e", "-c", lines.replace("localhost:8080", "localhost:" + PORT))
                .directory(RunningCommand.ROOT.toFile())
                .redirectErrorStream(true);
        builder.environment().put("FIRSTLIGHT_SERVER", "http://localhost:" + PORT);
        builder.environment().put("FIRSTLIGHT_KAFKA", "localhost:" + BROKER_PORT);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}
