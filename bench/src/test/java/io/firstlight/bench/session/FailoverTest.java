package io.firstlight.bench.session;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.bench.EdgeUnderLoad;
import io.firstlight.bench.measure.Pace;
import io.firstlight.bench.measure.Report;
import io.firstlight.bench.message.Publisher;
import io.firstlight.bench.message.Streams;
import io.firstlight.bench.option.EdgeOptions;
import io.firstlight.bench.option.LoginOptions;
import io.firstlight.bench.run.StopFlag;
import io.firstlight.ingest.IngestConfig;
import io.firstlight.ingest.producer.TelemetryProducer;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.json.Json;
import io.firstlight.webedge.WebEdge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** Two real edges in this process: one is closed, which is the milder form of what the command does to a process. */
class FailoverTest {

    @Command
    private static final class Options {
        @Mixin
        private EdgeOptions edge;

        @Mixin
        private LoginOptions login;

        private URI socketOf(WebEdge other) throws InterruptedException {
            return edge.subscriberSocket(login, URI.create(EdgeUnderLoad.url(other)));
        }
    }

    @Test
    void everyClientOfAnEdgeThatEndsGoesOnAtTheOtherWithoutLossOrRepeat(@TempDir Path directory) throws Exception {
        EdgeUnderLoad servers = new EdgeUnderLoad(directory);
        Options options = new Options();
        new CommandLine(options).parseArgs();
        StopFlag stop = new StopFlag();
        WebEdge first = servers.anotherEdge();
        WebEdge other = servers.anotherEdge();
        try (TelemetryProducer producer = TelemetryProducer.start(
                IngestConfig.from(Map.of(
                        "FIRSTLIGHT_KAFKA",
                        EdgeUnderLoad.kafka(),
                        "FIRSTLIGHT_TOPIC_PREFIX",
                        EdgeUnderLoad.TOPIC_PREFIX)),
                new SimpleMeterRegistry(),
                Clock.systemUTC())) {
            Streams streams = new Streams(Category.EVENT, 7, 4, 12, 300);
            try (Failover failover = new Failover(options.socketOf(first), options.socketOf(other), streams, 30, 4)) {
                assertThat(failover.awaitRunning(in(30), stop)).isTrue();
                long end = in(4);
                Publisher publisher = new Publisher(producer, streams, new Pace(System.nanoTime(), 200), end, stop);
                Thread publishing = Thread.ofPlatform().start(publisher);
                failover.readUntil(in(2), stop);
                failover.killed(System.nanoTime());
                first.close();
                assertThat(failover.awaitBack(in(30), stop)).isTrue();
                failover.readUntil(end, stop);
                publishing.join();
                producer.flush();

                long missing = failover.settle(publisher.sent(), in(30), stop);
                JsonNode report = Json.mapper()
                        .readTree(
                                failover.report(new Report("failover"), missing).json());
                assertThat(report.get("verdict").asText()).as(report.toString()).isEqualTo("held");
                assertThat(report.get("resumed").asLong()).isEqualTo(30);
                assertThat(report.at("/back_live_ms/count").asLong()).isEqualTo(30);
            }
        } finally {
            servers.close();
        }
    }

    private static long in(long seconds) {
        return System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    }
}
