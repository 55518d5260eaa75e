package io.firstlight.bench.measure;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.schemas.json.Json;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class ReportTest {

    private static final CpuReading USED = new CpuReading(
            10_000_000_000L, Duration.ofSeconds(5), Duration.ofSeconds(4), Map.of("kafka", Duration.ofSeconds(2)));

    @Test
    void relatesWhatWasDoneToTheServersCpu() throws IOException {
        JsonNode json = json(new Report("test").cpu(USED, true, "deliveries", 800_000));

        assertThat(json.get("deliveries_per_server_cpu_second").asDouble()).isEqualTo(200_000);
        assertThat(json.get("server_cpu_cores").asDouble()).isEqualTo(0.4);
        assertThat(json.get("client_cpu_cores").asDouble()).isEqualTo(0.5);
        assertThat(json.get("cpu_cores_of_kafka").asDouble()).isEqualTo(0.2);
    }

    @Test
    void saysNothingOfAServerThatWasNotNamed() throws IOException {
        JsonNode json = json(new Report("test").cpu(USED, false, "deliveries", 800_000));

        assertThat(json.has("server_cpu_cores")).isFalse();
        assertThat(json.has("deliveries_per_server_cpu_second")).isFalse();
    }

    @Test
    void givesTimesInMilliseconds() throws IOException {
        Histogram nanos = Latencies.none();
        nanos.recordValue(2_000_000);

        Report report = new Report("test").latency("latency", "latency", nanos);

        assertThat(json(report).at("/latency_ms/p99").asDouble()).isBetween(1.99, 2.01);
        assertThat(report.table()).containsPattern("latency +p50 2\\.\\d+  p99 2\\.\\d+  p99\\.9 .* ms");
    }

    @Test
    void saysSoWhereNoTimeWasTaken() throws IOException {
        Report report = new Report("test").latency("latency", "latency", Latencies.none());

        assertThat(json(report).at("/latency_ms/count").asInt()).isZero();
        assertThat(json(report).at("/latency_ms").has("p50")).isFalse();
        assertThat(report.table()).containsPattern("latency +none");
    }

    @Test
    void linesItsTableUp() {
        String table = new Report("test")
                .count("a", "short", 1234567)
                .count("b", "a longer label", 1)
                .table();

        assertThat(table).contains("short           1,234,567").contains("a longer label  1");
        assertThat(table).doesNotEndWith("\n");
    }

    private static JsonNode json(Report report) throws IOException {
        return Json.mapper().readTree(report.json());
    }
}
