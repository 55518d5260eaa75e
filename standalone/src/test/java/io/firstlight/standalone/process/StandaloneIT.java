package io.firstlight.standalone.process;

import io.firstlight.embedded.LoopbackPort;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
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
    private static final String EVENT = "\"subscription\": \"event-ATDome-0-summaryState\"";
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
                    "\"position\"",
                    "first light",
                    "summaryState",
                    "WeatherStation:1",
                    "\"category\":\"telemetry\"");
            List<String> blocks = tour().toList();
            assertThat(blocks).hasSameSizeAs(expected);
            for (int i = 0; i < blocks.size(); i++) {
                String block = blocks.get(i);
                String shown = expected.get(i);
                // Nobody types faster than the archive stores; a test does.
                await().atMost(Duration.ofSeconds(30))
                        .untilAsserted(() -> assertThat(shell(block)).as(block).contains(shown));
            }
        }
    }

    @Test
    @Order(2)
    void stopsInOrderWithinTenSecondsAndKeepsWhatItKnew() throws Exception {
        try (RunningCommand running = RunningCommand.standalone(directory, PORT, BROKER_PORT)) {
            assertThat(latestEvent()).contains(EVENT);
            running.terminate();
            running.awaitExit(STOP_WITHIN);
            assertThat(running.output().lines().filter(line -> line.contains("stopped")))
                    .last()
                    .asString()
                    .contains("data directory");
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
            assertThat(second.output()).contains("in use by process").doesNotContain("\tat ");
            assertThat(running.output()).contains("ready");
        }
    }

    private static String latestEvent() throws Exception {
        return shell("java docs/examples/Subscribe.java event-ATDome-0-summaryState 1");
    }

    private static Stream<String> tour() throws IOException {
        return TOUR_BLOCK
                .matcher(Files.readString(RunningCommand.ROOT.resolve("README.md")))
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
