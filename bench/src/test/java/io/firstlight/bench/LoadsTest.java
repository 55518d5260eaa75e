package io.firstlight.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.schemas.json.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/** Every load once, small, against real servers: that it runs and counts right, not how fast. */
class LoadsTest {

    private static EdgeUnderLoad edge;

    @BeforeAll
    static void startEdge(@TempDir Path directory) throws Exception {
        edge = new EdgeUnderLoad(directory);
    }

    @AfterAll
    static void stopEdge() throws Exception {
        edge.close();
    }

    @Test
    void ingestSendsThroughTheProducerAndCountsAcknowledgements() throws Exception {
        JsonNode report = run("ingest", "--seconds", "1", "--warm-up", "0", "--rate", "500", "--component-count", "3");

        assertThat(report.get("sent").asLong()).isBetween(1L, 501L);
        assertThat(report.get("acknowledged").asLong())
                .isEqualTo(report.get("sent").asLong());
        assertThat(report.get("failed").asLong()).isZero();
        assertThat(report.get("messages_per_second").asDouble()).isPositive();
        assertThat(report.at("/acknowledgement_ms/p99").asDouble()).isPositive();
    }

    @Test
    void ingestWithoutAPaceStaysWithinItsBoundOfMessagesUnderWay() throws Exception {
        JsonNode report = run("ingest", "--seconds", "1", "--warm-up", "0", "--in-flight", "10");

        assertThat(report.get("acknowledged").asLong())
                .isPositive()
                .isEqualTo(report.get("sent").asLong());
    }

    @Test
    void ingestSaysThatTheTopicsLack() {
        CommandRun run = CommandRun.of("ingest", "--kafka", EdgeUnderLoad.kafka(), "--topic-prefix", "none.");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("there is no topic none.telemetry").contains("firstlight topics create");
    }

    @Test
    void socketIngestFindsEveryMessageInTheLog() throws Exception {
        JsonNode report = run(
                "socket-ingest",
                "--edge",
                edge.url(),
                "--process-password",
                EdgeUnderLoad.PROCESS_PASSWORD,
                "--connections",
                "3",
                "--rate",
                "300",
                "--seconds",
                "1",
                "--warm-up",
                "0");

        assertThat(report.get("sent").asLong()).isPositive();
        assertThat(report.get("stored").asLong()).isEqualTo(report.get("sent").asLong());
        assertThat(report.get("missing").asLong()).isZero();
        assertThat(report.get("repeated").asLong()).isZero();
        assertThat(report.get("refused").asLong()).isZero();
    }

    @Test
    void fanOutDeliversEveryMessageToEverySubscriberOnce() throws Exception {
        JsonNode report = run(
                "fanout",
                "--edge",
                edge.url(),
                "--subscribers",
                "12",
                "--streams",
                "3",
                "--rate",
                "20",
                "--client-threads",
                "2",
                "--seconds",
                "1",
                "--warm-up",
                "0",
                "--pid",
                Long.toString(ProcessHandle.current().pid()));

        assertThat(report.get("sent").asLong()).isPositive();
        assertThat(report.get("delivered").asLong())
                .isEqualTo(12 * report.get("sent").asLong());
        assertThat(report.get("gaps").asLong()).isZero();
        assertThat(report.get("repeats").asLong()).isZero();
        assertThat(report.get("missing").asLong()).isZero();
        assertThat(report.has("first_failure")).isFalse();
        assertThat(report.at("/latency_ms/count").asLong()).isPositive();
        assertThat(report.at("/kafka_ms/count").asLong()).isPositive();
        assertThat(report.get("server_cpu_cores").asDouble()).isPositive();
    }

    @Test
    void fanOutSaysThatTheLoginIsRefused() {
        CommandRun run = CommandRun.of(
                "fanout",
                "--kafka",
                EdgeUnderLoad.kafka(),
                "--topic-prefix",
                EdgeUnderLoad.TOPIC_PREFIX,
                "--edge",
                edge.url(),
                "--password",
                "wrong");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("login of user").contains("--password");
    }

    @Test
    void lateJoinersGetEveryValue() throws Exception {
        JsonNode report = run("late-join", "--edge", edge.url(), "--addresses", "250", "--joiners", "4");

        assertThat(report.get("complete").asText()).isEqualTo("yes");
        assertThat(report.at("/snapshot_ms/count").asLong()).isEqualTo(4);
    }

    @Test
    void lateJoinersGetEveryValueInOneSnapshot() throws Exception {
        JsonNode report = run(
                "late-join",
                "--edge",
                edge.url(),
                "--addresses",
                "250",
                "--joiners",
                "4",
                "--snapshot",
                "--rounds",
                "2");

        assertThat(report.get("complete").asText()).isEqualTo("yes");
        assertThat(report.at("/snapshot_ms/count").asLong()).isEqualTo(4);
    }

    @Test
    void clientsThatComeAndGoMissNothingAndSeeNothingTwice() throws Exception {
        JsonNode report = run(
                "churn", "--edge", edge.url(), "--clients", "20", "--rate", "300", "--seconds", "10", "--stay", "2");

        assertThat(report.get("verdict").asText()).as(report.toString()).isEqualTo("held");
        assertThat(report.get("fresh").asLong()).isGreaterThan(20);
        assertThat(report.get("resumed").asLong()).isPositive();
        assertThat(report.get("records").asLong()).isPositive();
    }

    @Test
    void aReplayGivesEveryRecordOnce() throws Exception {
        JsonNode report = run("replay", "--edge", edge.url(), "--records", "3000", "--runs", "2");

        assertThat(report.get("verdict").asText()).as(report.toString()).isEqualTo("held");
        assertThat(report.get("records").asLong()).isEqualTo(6000);
    }

    @Test
    void aResumptionFromAnOldPositionGivesEveryRecordOnce() throws Exception {
        JsonNode report = run(
                "replay",
                "--edge",
                edge.url(),
                "--records",
                "3000",
                "--runs",
                "2",
                "--start",
                "position",
                "--positions");

        assertThat(report.get("verdict").asText()).as(report.toString()).isEqualTo("held");
        assertThat(report.get("resumed").asLong()).isEqualTo(2);
    }

    @Test
    void aClientThatStopsToReadMissesNothingAndOthersDoNotNotice() throws Exception {
        JsonNode report = run(
                "slow-client",
                "--edge",
                edge.url(),
                "--clients",
                "5",
                "--telemetry-rate",
                "400",
                "--event-rate",
                "150",
                "--size",
                "20000",
                "--warm-up",
                "0",
                "--before",
                "1",
                "--stall",
                "3");

        assertThat(report.get("verdict").asText()).as(report.toString()).isEqualTo("held");
        assertThat(report.get("outbox_largest_bytes").asLong()).isBetween(1L, 1L << 20);
    }

    @Test
    void anEdgeIsStartedOnTheStateThatWasWritten() throws Exception {
        // The command is no edge: an edge that runs already is the one that answers.
        JsonNode report =
                run("bootstrap", "--edge", edge.url(), "--addresses", "300", "--runs", "1", "--", "sleep", "100");

        assertThat(report.get("ready_seconds").asDouble()).isPositive();
        assertThat(report.get("fill_seconds").asDouble()).isPositive();
    }

    @Test
    void anEdgeThatCannotStartIsOneLineOfError() {
        CommandRun run = CommandRun.of(
                "bootstrap",
                "--kafka",
                EdgeUnderLoad.kafka(),
                "--topic-prefix",
                EdgeUnderLoad.TOPIC_PREFIX,
                "--edge",
                "http://127.0.0.1:1",
                "--addresses",
                "10",
                "--",
                "false");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("did not become ready");
    }

    @Test
    void messagesReadsPagesThatDoNotMoveWhileOthersArePosted() throws Exception {
        CommandRun run = CommandRun.of(
                "messages",
                "--json",
                "--kafka",
                EdgeUnderLoad.kafka(),
                "--topic-prefix",
                EdgeUnderLoad.TOPIC_PREFIX,
                "--edge",
                edge.url(),
                "--messages",
                "300",
                "--seconds",
                "1",
                "--warm-up",
                "0");
        // Its verdict is also about speed, which no test looks at.
        JsonNode report = Json.mapper().readTree(run.out());

        assertThat(report.get("moved").asLong()).isZero();
        assertThat(report.get("posted").asLong()).isPositive();
        for (String kind : new String[] {"first", "frozen", "last", "number", "id", "between", "where", "post"}) {
            assertThat(report.at("/" + kind + "_ms/count").asLong()).as(kind).isPositive();
        }
    }

    private static JsonNode run(String load, String... arguments) throws Exception {
        String[] all = new String[arguments.length + 6];
        all[0] = load;
        all[1] = "--json";
        all[2] = "--kafka";
        all[3] = EdgeUnderLoad.kafka();
        all[4] = "--topic-prefix";
        all[5] = EdgeUnderLoad.TOPIC_PREFIX;
        System.arraycopy(arguments, 0, all, 6, arguments.length);
        return CommandRun.of(all).json();
    }
}
