package io.firstlight.bench.live;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.bench.EdgeUnderLoad;
import io.firstlight.bench.measure.CpuMeter;
import io.firstlight.bench.measure.Report;
import io.firstlight.bench.option.EdgeOptions;
import io.firstlight.bench.option.LoginOptions;
import io.firstlight.bench.run.StopFlag;
import io.firstlight.embedded.testkit.proxy.EdgeProxy;
import io.firstlight.schemas.json.Json;
import io.firstlight.webedge.WebEdge;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** Two real edges behind the installed nginx with the deployed configuration: who is served right beside clients that make trouble. */
@Timeout(180)
class LiveRunTest {

    private static EdgeUnderLoad servers;
    private static EdgeProxy nginx;

    @Command
    private static final class Options {
        @Mixin
        private EdgeOptions edge;

        @Mixin
        private LoginOptions login;
    }

    @BeforeAll
    static void start(@TempDir Path edges, @TempDir Path proxy) throws Exception {
        Assumptions.assumeTrue(EdgeProxy.isInstalled(), EdgeProxy.ABSENT);
        servers = new EdgeUnderLoad(edges);
        WebEdge first = servers.anotherEdge();
        WebEdge second = servers.anotherEdge();
        nginx = EdgeProxy.start(proxy, List.of(first.port(), second.port()));
    }

    @AfterAll
    static void stop() throws Exception {
        if (nginx != null) {
            nginx.close();
            servers.close();
        }
    }

    private static String token() throws InterruptedException {
        Options options = new Options();
        new CommandLine(options).parseArgs("--edge", nginx.uri("").toString(), "--user", "admin", "--password", "test");
        return options.edge.token(options.login);
    }

    private static JsonNode run(List<LiveRun.Part> parts, int actsPerSecond) throws Exception {
        LiveRun live = new LiveRun(URI.create("http://127.0.0.1:" + nginx.port()), parts, actsPerSecond);
        Report report = live.measure(new Report("test"), 4, new CpuMeter(List.of(), Map.of()), new StopFlag());
        return Json.mapper().readTree(report.json());
    }

    @Test
    void everyoneElseHasEverythingInOrderOnceBesideADeadASlowAndAHostileClient() throws Exception {
        String token = token();
        JsonNode report = run(
                List.of(
                        new LiveRun.Part(new MessagesFeed(token, 400), 12, 100),
                        new LiveRun.Part(new NoticesFeed(token, 300), 12, 25)),
                40);

        assertThat(report.get("verdict").asText()).as(report.toString()).isEqualTo("held");
        assertThat(report.get("messages_stored").asInt()).isEqualTo(400);
        assertThat(report.get("messages_deliveries").asLong()).isEqualTo(12 * 400);
        assertThat(report.get("notices_deliveries").asLong()).isEqualTo(12 * 100);
        assertThat(report.get("hostile_acts").asLong()).isPositive();
        assertThat(report.get("hostile_joined").asLong()).isPositive();
        assertThat(report.get("hostile_refused").asLong()).isPositive();
        assertThat(report.get("hostile_failed").asLong()).isZero();
        assertThat(report.get("hostile_not_connected").asLong()).isZero();
        assertThat(nginx.output())
                .as("clients of both edges")
                .containsPattern("\"GET /ws/v1/\" 101 .* 127.0.0.1:[0-9]+ 101")
                .containsPattern("\"GET /websocket/\" 101 .* 127.0.0.1:[0-9]+ 101");
    }

    @Test
    void eachKindOfClientHasItsOwnPostsAndAccount() throws Exception {
        String token = token();
        JsonNode report = run(
                List.of(
                        new LiveRun.Part(new MessagesFeed(token, 300), 3, 50),
                        new LiveRun.Part(new NoticesFeed(token, 300), 2, 25)),
                0);

        assertThat(report.get("verdict").asText()).as(report.toString()).isEqualTo("held");
        assertThat(report.get("messages_deliveries").asLong()).isEqualTo(3 * 200);
        assertThat(report.get("notices_deliveries").asLong()).isEqualTo(2 * 100);
        assertThat(report.has("hostile_acts")).isFalse();
    }
}
