package io.firstlight.ingest.source.host;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.ingest.producer.Message;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.json.Json;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

import static org.assertj.core.api.Assertions.assertThat;

final class HostSamplerTest {

    private static final long SECOND = 1_000_000_000L;

    private final FakeSensors sensors = new FakeSensors();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final HostSampler sampler = new HostSampler(HostConfig.from(Map.of()), sensors, meters);

    private static JsonNode json(Message message) {
        try {
            return Json.mapper().readTree(message.data());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode telemetry(long nowNs) {
        return sampler.sample(nowNs).stream()
                .filter(message -> message.category() == Category.TELEMETRY)
                .map(HostSamplerTest::json)
                .findFirst()
                .orElseThrow();
    }

    /** The events of one stream in this sample: each the object in its list. */
    private List<JsonNode> events(String stream, long nowNs) {
        return sampler.sample(nowNs).stream()
                .filter(message -> message.category() == Category.EVENT)
                .map(HostSamplerTest::json)
                .filter(json -> json.has(stream))
                .map(json -> json.get(stream).get(0))
                .toList();
    }

    private static List<Double> numbers(JsonNode field) {
        return StreamSupport.stream(field.get("value").spliterator(), false)
                .map(each -> each.isNumber() ? each.asDouble() : Double.NaN)
                .toList();
    }

    private static double number(JsonNode field) {
        return field.get("value").asDouble();
    }

    @Nested
    final class Rates {

        @Test
        void comeFromTwoReadingsAndTheTimeThatReallyPassed() {
            sensors.disks = List.of(new HostSensors.Disk("sda", 1000, 0, 0));
            sensors.networkInterfaces = List.of(new HostSensors.NetworkInterface("eth0", 10, 20, 1, 2));
            assertThat(numbers(telemetry(0).at("/disk/read"))).containsExactly(Double.NaN);

            sensors.disks =
                    List.of(new HostSensors.Disk("nvme0", 7, 7, 7), new HostSensors.Disk("sda", 6000, 250, 1250));
            sensors.networkInterfaces = List.of(new HostSensors.NetworkInterface("eth0", 35, 20, 1, 3));
            JsonNode sample = telemetry(SECOND * 5 / 2);

            assertThat(numbers(sample.at("/disk/read"))).containsExactly(Double.NaN, 2000.0);
            assertThat(numbers(sample.at("/disk/write"))).containsExactly(Double.NaN, 100.0);
            assertThat(numbers(sample.at("/disk/utilisation"))).containsExactly(Double.NaN, 50.0);
            assertThat(numbers(sample.at("/network/receive"))).containsExactly(10.0);
            assertThat(numbers(sample.at("/network/send"))).containsExactly(0.0);
            assertThat(numbers(sample.at("/network/sendErrors"))).containsExactly(3.0);
            assertThat(sample.at("/disk/read/units").asText()).isEqualTo("byte/s");
        }

        @Test
        void areNoneAfterACounterWentBackOrADeviceWasAway() {
            sensors.disks = List.of(new HostSensors.Disk("sda", 1000, 0, 0));
            telemetry(0);
            sensors.disks = List.of(new HostSensors.Disk("sda", 10, 0, 0));
            assertThat(numbers(telemetry(SECOND).at("/disk/read"))).containsExactly(Double.NaN);
            sensors.disks = List.of();
            assertThat(telemetry(2 * SECOND).has("disk")).isFalse();
            sensors.disks = List.of(new HostSensors.Disk("sda", 20, 0, 0));
            assertThat(numbers(telemetry(3 * SECOND).at("/disk/read"))).containsExactly(Double.NaN);
        }

        @Test
        void ofTheCpuLeaveOutIdleAndWaiting() {
            sensors.cpu = new HostSensors.Cpu(
                    new long[][] {{0, 0, 0, 0, 0, 0}, {0, 0, 0, 0, 0, 0}}, new double[] {1, 2, 3}, new double[] {2.5e9
                    });
            telemetry(0);
            sensors.cpu = new HostSensors.Cpu(
                    new long[][] {{10, 10, 5, 50, 25, 0}, {0, 0, 100, 0, 0, 0}},
                    new double[] {1, 2, 3},
                    new double[] {2.5e9});
            JsonNode cpu = telemetry(SECOND).get("cpu");
            assertThat(numbers(cpu.get("loadPerCore"))).containsExactly(25.0, 100.0);
            assertThat(number(cpu.get("load"))).isEqualTo(62.5);
            assertThat(number(cpu.get("loadAverage15"))).isEqualTo(3);
            assertThat(numbers(cpu.get("frequency"))).containsExactly(2500.0);
        }

        @Test
        void ofProcessesShowTheFiveBusiest() {
            sensors.processes = processes(0);
            telemetry(0);
            sensors.processes = processes(100);
            JsonNode processes = telemetry(SECOND).get("processes");
            assertThat(numbers(processes.get("topPid"))).containsExactly(7.0, 6.0, 5.0, 4.0, 3.0);
            assertThat(numbers(processes.get("topCpu"))).containsExactly(70.0, 60.0, 50.0, 40.0, 30.0);
        }

        private HostSensors.Processes processes(int factor) {
            return new HostSensors.Processes(
                    7,
                    9,
                    1,
                    IntStream.rangeClosed(1, 7)
                            .mapToObj(i -> new HostSensors.RunningProcess(i + "@0", i, "p" + i, (long) i * factor))
                            .toList());
        }
    }

    @Nested
    final class AFailingSensor {

        @Test
        void costsItsStreamAndIsCountedButNotTheOthers() {
            sensors.broken = List.of("cpu", "disks", "temperature", "hardware");
            JsonNode sample = telemetry(0);
            assertThat(sample.has("cpu")).isFalse();
            assertThat(sample.has("memory")).isTrue();
            assertThat(sample.has("processes")).isTrue();
            assertThat(sampler.facts())
                    .extracting(message -> json(message).has("software"))
                    .containsExactly(true);
            assertThat(meters.counter("firstlight.host.sensor.failed", "stream", "disk")
                            .count())
                    .isEqualTo(1);
            assertThat(meters.counter("firstlight.host.sensor.failed", "stream", "temperature")
                            .count())
                    .isEqualTo(1);
        }
    }

    @Test
    void whatTheHardwareDoesNotShowHasNoStream() {
        assertThat(telemetry(0).has("fan")).isFalse();
        assertThat(telemetry(0).has("temperature")).isFalse();
        sensors.cpuTemperature = 51.5;
        sensors.fanSpeeds = new long[] {1200, 0};
        assertThat(number(telemetry(0).at("/temperature/cpu"))).isEqualTo(51.5);
        assertThat(numbers(telemetry(0).at("/fan/speed"))).containsExactly(1200.0, 0.0);
    }

    @Test
    void factsAreEventsInLovesForm() {
        assertThat(sampler.facts())
                .extracting(HostSamplerTest::json)
                .satisfiesExactly(
                        hardware -> assertThat(hardware.at("/hardware/0/cpuModel/value")
                                        .asText())
                                .isEqualTo("Model"),
                        software -> assertThat(software.at("/software/0/hostName/value")
                                        .asText())
                                .isEqualTo("here"));
        assertThat(sampler.summaryState(SummaryState.ENABLED).data())
                .asString()
                .contains("\"value\":2,\"dataType\":\"Int\"");
    }

    @Nested
    final class ThresholdEvents {

        @Test
        void areSentAtTheStartAndThenOnChangeOnly() {
            sensors.memory = new HostSensors.Level(1000, 500);
            assertThat(events("memoryLow", 0))
                    .singleElement()
                    .satisfies(event ->
                            assertThat(event.at("/low/value").asBoolean()).isFalse());
            assertThat(events("memoryLow", 1)).isEmpty();
            sensors.memory = new HostSensors.Level(1000, 100);
            assertThat(events("memoryLow", 2))
                    .singleElement()
                    .satisfies(event ->
                            assertThat(event.at("/low/value").asBoolean()).isTrue());
            sensors.memory = new HostSensors.Level(1000, 149);
            assertThat(events("memoryLow", 3)).isEmpty();
            sensors.memory = new HostSensors.Level(1000, 151);
            assertThat(events("memoryLow", 4))
                    .singleElement()
                    .satisfies(event ->
                            assertThat(event.at("/low/value").asBoolean()).isFalse());
        }

        @Test
        void ofDisksNameAllThatAreNearlyFull() {
            sensors.fileSystems =
                    List.of(new HostSensors.FileSystem("/", 100, 9), new HostSensors.FileSystem("/data", 100, 50));
            assertThat(events("diskNearlyFull", 0)).singleElement().satisfies(event -> {
                assertThat(event.at("/nearlyFull/value").asBoolean()).isTrue();
                assertThat(event.at("/mount/value/0").asText()).isEqualTo("/");
                assertThat(numbers(event.get("used"))).containsExactly(91.0);
            });
            sensors.fileSystems =
                    List.of(new HostSensors.FileSystem("/", 100, 14), new HostSensors.FileSystem("/data", 100, 1));
            assertThat(events("diskNearlyFull", 1))
                    .singleElement()
                    .satisfies(
                            event -> assertThat(event.at("/mount/value").size()).isEqualTo(2));
            sensors.fileSystems = List.of(new HostSensors.FileSystem("/data", 100, 1));
            assertThat(events("diskNearlyFull", 2))
                    .singleElement()
                    .satisfies(
                            event -> assertThat(event.at("/mount/value").size()).isEqualTo(1));
            sensors.fileSystems = List.of();
            assertThat(events("diskNearlyFull", 3))
                    .singleElement()
                    .satisfies(event -> assertThat(event.at("/nearlyFull/value").asBoolean())
                            .isFalse());
        }

        @Test
        void ofTheLoadCountPerCore() {
            sensors.cpu = new HostSensors.Cpu(new long[2][6], new double[] {3.9, 0, 0}, new double[] {});
            assertThat(events("loadHigh", 0))
                    .singleElement()
                    .satisfies(event ->
                            assertThat(event.at("/high/value").asBoolean()).isFalse());
            sensors.cpu = new HostSensors.Cpu(new long[2][6], new double[] {4, 0, 0}, new double[] {});
            assertThat(events("loadHigh", 0)).hasSize(1);
            sensors.cpu = new HostSensors.Cpu(new long[2][6], new double[] {Double.NaN, 0, 0}, new double[] {});
            assertThat(events("loadHigh", 0)).isEmpty();
        }
    }

    @Test
    void aScheduleDoesNotDriftAndLeavesOutWhatWasMissed() {
        Schedule schedule = new Schedule(100, 10);
        assertThat(schedule.next(100)).isEqualTo(110);
        assertThat(schedule.next(109)).isEqualTo(110);
        assertThat(schedule.next(110)).isEqualTo(120);
        assertThat(schedule.next(157)).isEqualTo(160);
    }
}
