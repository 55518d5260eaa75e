package io.firstlight.ingest.replay;

import io.firstlight.ingest.producer.Acknowledgement;
import io.firstlight.ingest.producer.Message;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class ReplayTest {

    private static final CompletableFuture<Acknowledgement> ACKNOWLEDGED =
            CompletableFuture.completedFuture(new Acknowledgement("t", null, 0, 0));

    @TempDir
    private Path directory;

    private final FakeClock clock = new FakeClock();
    private final List<String> sent = new ArrayList<>();
    private final List<Long> sentAtMs = new ArrayList<>();
    private final List<String> report = new ArrayList<>();

    /** Time passes only while the replay waits. */
    private static final class FakeClock implements ReplayClock {
        private long nowNs = 5_000_000_000L;

        @Override
        public long nanoTime() {
            return nowNs;
        }

        @Override
        public void pause(CountDownLatch stop, long ns) {
            nowNs += Math.max(ns, 0);
        }
    }

    private CompletableFuture<Acknowledgement> take(Message message) {
        sent.add(new String(message.data(), StandardCharsets.UTF_8));
        sentAtMs.add((clock.nowNs - 5_000_000_000L) / 1_000_000);
        return ACKNOWLEDGED;
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private static ReplayOptions options(Path file, double speed, boolean strict) {
        return new ReplayOptions(
                file,
                ReplayFormat.ofName(file).orElseThrow(),
                null,
                new Component("Dome", 2),
                "position",
                Category.TELEMETRY,
                speed,
                strict,
                false);
    }

    private static ReplayOptions withProgressBar(ReplayOptions options) {
        return new ReplayOptions(
                options.file(),
                options.format(),
                options.timeColumn(),
                options.component(),
                options.stream(),
                options.category(),
                options.speed(),
                options.strict(),
                true);
    }

    private ReplaySummary replay(Path file) throws Exception {
        return new Replay(options(file, ReplayOptions.MAX_SPEED, false), this::take, clock, report::add).run();
    }

    @Nested
    final class Csv {

        @Test
        void rowsBecomeMessagesOfTypedFieldsWithUnitsFromTheHeader() throws Exception {
            ReplaySummary summary = replay(file("a.csv", """
                    \uFEFFtime,azimuth [deg],count,on,name,gap,id
                    2026-01-01T00:00:00.5Z,-12.50,7,TRUE,"a, ""b\""",,007
                    2026-01-01 00:00:01,NaN,-1e3,false,,x,99999999999999999999
                    """));
            assertThat(summary).isEqualTo(new ReplaySummary(2, 2, 0, 0, false));
            assertThat(summary.complete()).isTrue();
            assertThat(sent)
                    .containsExactly(
                            "{\"position\":{\"time\":{\"value\":1.7672256005E9,\"dataType\":\"Float\",\"units\":\"s\"},"
                                    + "\"azimuth\":{\"value\":-12.5,\"dataType\":\"Float\",\"units\":\"deg\"},"
                                    + "\"count\":{\"value\":7,\"dataType\":\"Int\",\"units\":\"unitless\"},"
                                    + "\"on\":{\"value\":true,\"dataType\":\"Int\",\"units\":\"unitless\"},"
                                    + "\"name\":{\"value\":\"a, \\\"b\\\"\",\"dataType\":\"String\",\"units\":\"unitless\"},"
                                    + "\"id\":{\"value\":\"007\",\"dataType\":\"String\",\"units\":\"unitless\"}}}",
                            "{\"position\":{\"time\":{\"value\":1.767225601E9,\"dataType\":\"Float\",\"units\":\"s\"},"
                                    + "\"azimuth\":{\"value\":{\"$float\":\"NaN\"},\"dataType\":\"Float\",\"units\":\"deg\"},"
                                    + "\"count\":{\"value\":-1000.0,\"dataType\":\"Float\",\"units\":\"unitless\"},"
                                    + "\"on\":{\"value\":false,\"dataType\":\"Int\",\"units\":\"unitless\"},"
                                    + "\"gap\":{\"value\":\"x\",\"dataType\":\"String\",\"units\":\"unitless\"},"
                                    + "\"id\":{\"value\":1.0E20,\"dataType\":\"Float\",\"units\":\"unitless\"}}}");
        }

        @Test
        void badRowsAreReportedWithTheirLineAndTheRestIsSent() throws Exception {
            ReplaySummary summary =
                    replay(file("a.csv", "timestamp,x\n1,1\nnever,2\n\n3\n\"4\",\"two\nlines\"\n5,5,5\n6,6\n"));
            assertThat(report)
                    .containsExactly(
                            "line 3: 'never' is no time",
                            "line 5: 1 cells instead of 2",
                            "line 8: 3 cells instead of 2");
            assertThat(summary).isEqualTo(new ReplaySummary(3, 3, 0, 3, false));
            assertThat(summary.complete()).isFalse();
        }

        @Test
        void bytesThatAreNotUtf8AreABadRow() throws Exception {
            Path file = directory.resolve("a.csv");
            Files.write(file, "time,x\n1,gr\u00fcn\n2,b\n".getBytes(StandardCharsets.ISO_8859_1));
            assertThat(replay(file).rejected()).isEqualTo(1);
            assertThat(report).containsExactly("line 2: it is not UTF-8");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "a,b\n1,2\n", "time,a,a\n", "time,,a\n"})
        void withoutUsableHeaderIsRefusedWhole(String text) throws Exception {
            Path file = file("a.csv", text);
            assertThatThrownBy(() -> replay(file)).isInstanceOf(ReplayFailure.class);
            assertThat(sent).isEmpty();
        }
    }

    @Nested
    final class Ndjson {

        @Test
        void objectsBecomeMessagesAndNestedOnesPassThrough() throws Exception {
            ReplaySummary summary = replay(file("a.ndjson", """
                    {"timestamp":1690852640123,"a":1.5,"b":[1,2],"c":[1,2.5],"d":["x"],"e":{"value":1,"units":"m"},"f":[1,"x"],"g":null}

                    {"time":"1690852641","a":NaN,"b":[1,-Infinity],"c":true,"d":"NaN"}
                    """));
            assertThat(summary).isEqualTo(new ReplaySummary(2, 2, 0, 0, false));
            assertThat(sent.get(0))
                    .startsWith("{\"position\":{\"time\":{\"value\":1.690852640123E9,")
                    .contains("\"a\":{\"value\":1.5,\"dataType\":\"Float\"")
                    .contains("\"b\":{\"value\":[1,2],\"dataType\":\"Array<Int>\"")
                    .contains("\"c\":{\"value\":[1.0,2.5],\"dataType\":\"Array<Float>\"")
                    .contains("\"d\":{\"value\":[\"x\"],\"dataType\":\"Array<String>\"")
                    .contains("\"e\":{\"value\":1,\"units\":\"m\"}")
                    .contains("\"f\":[1,\"x\"]")
                    .doesNotContain("\"g\"");
            assertThat(sent.get(1))
                    .contains("\"a\":{\"value\":{\"$float\":\"NaN\"},\"dataType\":\"Float\"")
                    .contains("\"b\":{\"value\":[1.0,{\"$float\":\"-Infinity\"}],\"dataType\":\"Array<Float>\"")
                    .contains("\"d\":{\"value\":\"NaN\",\"dataType\":\"String\"");
        }

        @Test
        void badLinesAreReportedWithTheirNumber() throws Exception {
            ReplaySummary summary = replay(
                    file(
                            "a.jsonl",
                            "{\"time\":1}\n[1]\n{\"x\":1}\n{\"time\":1,\"time\":2}\n{\"time\":\n{\"time\":\"x\"}\n{\"time\":2}"));
            assertThat(summary).isEqualTo(new ReplaySummary(2, 2, 0, 5, false));
            assertThat(report)
                    .extracting(text -> text.substring(0, 6))
                    .containsExactly("line 2", "line 3", "line 4", "line 5", "line 6");
        }
    }

    @Nested
    final class Pace {

        @ParameterizedTest
        @CsvSource({"1, 0 2000 2000 2500", "10, 0 200 200 250", "Infinity, 0 0 0 0"})
        void isThatOfTheTimeColumnDividedByTheSpeed(double speed, String expectedMs) throws Exception {
            Path file = file("a.csv", "time,x\n100,1\n102,2\n101,3\n102.5,4\n");
            new Replay(options(file, speed, false), ReplayTest.this::take, clock, report::add).run();
            assertThat(sentAtMs).map(String::valueOf).containsExactly(expectedMs.split(" "));
        }

        @Test
        void speedIsANumberAboveZeroOrMax() {
            assertThat(ReplayOptions.speed("max")).isEqualTo(ReplayOptions.MAX_SPEED);
            assertThat(ReplayOptions.speed("0.5")).isEqualTo(0.5);
            for (String wrong : List.of("0", "-1", "fast", "NaN")) {
                assertThatThrownBy(() -> ReplayOptions.speed(wrong)).hasMessageContaining("'" + wrong + "'");
            }
        }
    }

    @Nested
    final class TheEnd {

        @Test
        void comesAtTheFirstBadRowWhenStrict() throws Exception {
            Path file = file("a.csv", "time,x\n1,1\nbad,2\n3,3\n");
            ReplaySummary summary = new Replay(
                            options(file, ReplayOptions.MAX_SPEED, true), ReplayTest.this::take, clock, report::add)
                    .run();
            assertThat(summary).isEqualTo(new ReplaySummary(1, 1, 0, 1, true));
        }

        @Test
        void comesWhenStoppedAndWaitsForWhatIsOnItsWay() throws Exception {
            Path file = file("a.csv", "time,x\n1,1\n2,2\n3,3\n");
            CompletableFuture<Acknowledgement> onItsWay = new CompletableFuture<>();
            CountDownLatch sending = new CountDownLatch(1);
            Replay replay = new Replay(
                    options(file, 0.001, false),
                    message -> {
                        sending.countDown();
                        return onItsWay;
                    },
                    ReplayClock.system(),
                    report::add);
            CompletableFuture<ReplaySummary> summary = CompletableFuture.supplyAsync(() -> {
                try {
                    return replay.run();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(sending.await(10, TimeUnit.SECONDS)).isTrue();
            replay.stop();
            assertThat(summary.isDone()).isFalse();
            onItsWay.completeExceptionally(new IllegalStateException("no Kafka"));
            assertThat(summary.get(10, TimeUnit.SECONDS)).isEqualTo(new ReplaySummary(1, 0, 1, 0, true));
            assertThat(report).containsExactly("line 2 (and perhaps more): no Kafka");
        }

        @Test
        void ofALargeFileComesRowByRowUnderAProgressBar() throws Exception {
            Path file = directory.resolve("large.csv");
            int rows = 200_000;
            try (BufferedWriter writer = Files.newBufferedWriter(file)) {
                writer.write("time,value\n");
                for (int i = 0; i < rows; i++) {
                    writer.write(i + ",1.5\n");
                }
            }
            ReplaySummary summary = new Replay(
                            withProgressBar(options(file, ReplayOptions.MAX_SPEED, false)),
                            message -> ACKNOWLEDGED,
                            clock,
                            report::add)
                    .run();
            assertThat(summary.sent()).isEqualTo(rows);
        }

        @Test
        void ofAFileThatIsNotThereIsOneClearLine() {
            assertThatThrownBy(() -> replay(directory.resolve("none.csv")))
                    .isInstanceOf(ReplayFailure.class)
                    .hasMessageContaining("none.csv");
        }
    }
}
