package io.firstlight.ingest.source.tail;

import io.firstlight.ingest.producer.Acknowledgement;
import io.firstlight.ingest.source.FakeSender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Real files in, a log of the test's own out. */
final class TailSourceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final FakeSender sender = new FakeSender();
    private Path path;

    @BeforeEach
    void name() {
        path = directory.resolve("data");
    }

    private void write(String text) throws IOException {
        Files.writeString(path, text.replace('\'', '"'), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private TailConfig config(String rule, Map<String, String> settings) throws IOException {
        Path rules = Files.writeString(
                directory.resolve("rules.json"),
                ("{'files': [{'file': '" + path + "', 'csc': 'Lab', 'stream': 's'" + rule + "}]}").replace('\'', '"'));
        Map<String, String> all = new HashMap<>();
        all.put(TailConfig.RULES, rules.toString());
        all.put(TailConfig.STATE, directory.resolve("places.json").toString());
        all.put(TailConfig.LOOK_MS, "20");
        all.putAll(settings);
        return TailConfig.from(all);
    }

    private TailSource started(String rule) throws IOException {
        TailSource source = new TailSource(config(rule, Map.of()), registry, Duration.ofMillis(20));
        source.start(sender);
        return source;
    }

    private void awaitSent(TailSource source, int messages) {
        await().atMost(PATIENCE).until(() -> sender.sent().size() >= messages);
        assertThat(source.isWorking()).isTrue();
    }

    @Test
    void linesOfJsonBecomeTypedFields() throws IOException {
        write("{'a': 1.5, 'b': {'c': 'x'}}\n\n[1]\nnonsense\n{}\n{'a': 2}\n");
        try (TailSource source = started(", 'format': 'ndjson', 'begin_at': 'beginning', 'units': {'a': 'm'}")) {
            awaitSent(source, 2);
        }
        assertThat(sender.sent())
                .containsExactly(
                        "telemetry Lab:0 {\"s\":{\"a\":{\"value\":1.5,\"dataType\":\"Float\",\"units\":\"m\"},"
                                + "\"b.c\":{\"value\":\"x\",\"dataType\":\"String\",\"units\":\"unitless\"}}}",
                        "telemetry Lab:0 {\"s\":{\"a\":{\"value\":2,\"dataType\":\"Int\",\"units\":\"m\"}}}");
        assertThat(refused("malformed")).isEqualTo(2);
        assertThat(refused("no_fields")).isEqualTo(1);
    }

    private double refused(String reason) {
        return registry.get("firstlight.source.refused")
                .tag("reason", reason)
                .counter()
                .count();
    }

    @Test
    void cellsOfCsvBecomeFieldsUnderTheirHeaderAlsoAfterARestart() throws IOException {
        write("t [s],'name, of it'\n1,x\n2\n");
        try (TailSource source = started(", 'format': 'csv', 'begin_at': 'beginning'")) {
            awaitSent(source, 1);
            await().atMost(PATIENCE).until(() -> refused("malformed") == 1);
        }
        write("3,'y, z'\n");
        try (TailSource source = started(", 'format': 'csv', 'begin_at': 'beginning'")) {
            awaitSent(source, 2);
        }
        assertThat(sender.sent())
                .containsExactly(
                        "telemetry Lab:0 {\"s\":{\"t\":{\"value\":1,\"dataType\":\"Int\",\"units\":\"s\"},"
                                + "\"name, of it\":{\"value\":\"x\",\"dataType\":\"String\",\"units\":\"unitless\"}}}",
                        "telemetry Lab:0 {\"s\":{\"t\":{\"value\":3,\"dataType\":\"Int\",\"units\":\"s\"},"
                                + "\"name, of it\":{\"value\":\"y, z\",\"dataType\":\"String\",\"units\":\"unitless\"}}}");
    }

    @Test
    void namedColumnsNeedNoHeader() throws IOException {
        write("1,true\n");
        try (TailSource source =
                started(", 'format': 'csv', 'begin_at': 'beginning', 'columns': ['a [m]', 'b'], 'category': 'event'")) {
            awaitSent(source, 1);
        }
        assertThat(sender.sent())
                .containsExactly("event Lab:0 {\"s\":[{\"a\":{\"value\":1,\"dataType\":\"Int\",\"units\":\"m\"},"
                        + "\"b\":{\"value\":true,\"dataType\":\"Int\",\"units\":\"unitless\"}}]}");
    }

    @Test
    void linesOfTextBecomeOneFieldOrThoseOfThePattern() throws IOException {
        write("WARN 3 it is dark\nelse\n");
        try (TailSource source = started(", 'begin_at': 'beginning', 'category': 'event'")) {
            awaitSent(source, 2);
        }
        assertThat(sender.sent().getFirst())
                .isEqualTo("event Lab:0 {\"s\":[{\"line\":{\"value\":\"WARN 3 it is dark\",\"dataType\":\"String\","
                        + "\"units\":\"unitless\"}}]}");
        Files.delete(directory.resolve("places.json"));
        try (TailSource source =
                started(", 'begin_at': 'beginning', 'pattern': '(?<level>[A-Z]+) (?<count>\\\\d+) (?<message>.*)'")) {
            awaitSent(source, 3);
            await().atMost(PATIENCE).until(() -> refused("malformed") == 1);
        }
        assertThat(sender.sent().getLast())
                .isEqualTo("telemetry Lab:0 {\"s\":{"
                        + "\"level\":{\"value\":\"WARN\",\"dataType\":\"String\",\"units\":\"unitless\"},"
                        + "\"count\":{\"value\":3,\"dataType\":\"Int\",\"units\":\"unitless\"},"
                        + "\"message\":{\"value\":\"it is dark\",\"dataType\":\"String\",\"units\":\"unitless\"}}}");
    }

    @Test
    void aLineThatIsTooLongForItsPatternIsRefusedAndTheNextIsTaken() throws IOException {
        write("a".repeat(300_000) + "\nshort\n");
        try (TailSource source = started(", 'begin_at': 'beginning', 'pattern': '(?<m>(?:[^x]|xx)*)'")) {
            awaitSent(source, 1);
            await().atMost(PATIENCE).until(() -> refused("malformed") == 1);
        }
        assertThat(sender.sent().getFirst()).contains("\"short\"");
    }

    @Test
    void beginsAtTheEndUnlessToldOtherwise() throws IOException {
        write("old\n");
        try (TailSource source = started("")) {
            await().atMost(PATIENCE).until(() -> Files.exists(directory.resolve("places.json")));
            write("new\n");
            awaitSent(source, 1);
        }
        assertThat(sender.sent().getFirst()).contains("\"new\"");
    }

    @Test
    void goesOnBehindWhatTheLogHasAcknowledged() throws IOException {
        List<CompletableFuture<Acknowledgement>> answers = new CopyOnWriteArrayList<>();
        sender.answer(message -> {
            CompletableFuture<Acknowledgement> answer = new CompletableFuture<>();
            answers.add(answer);
            return answer;
        });
        write("1\n2\n3\n4\n");
        try (TailSource source = started(", 'begin_at': 'beginning'")) {
            awaitSent(source, 4);
            // The third without the second: only the first counts.
            answers.get(0).complete(new Acknowledgement("fake", null, 0, 0));
            answers.get(2).complete(new Acknowledgement("fake", null, 0, 0));
        }
        sender.answer(message -> FakeSender.taken());
        write("5\n");
        try (TailSource again = started(", 'begin_at': 'beginning'")) {
            awaitSent(again, 8);
        }
        assertThat(lines().subList(4, 8)).containsExactly("2", "3", "4", "5");
        try (TailSource third = started(", 'begin_at': 'beginning'")) {
            write("6\n");
            awaitSent(third, 9);
        }
        assertThat(lines()).hasSize(9).endsWith("6");
    }

    private List<String> lines() {
        return sender.sent().stream()
                .map(text -> text.replaceAll(".*\"value\":\"([^\"]*)\".*", "$1"))
                .toList();
    }

    @Test
    void losesNoLineOfAFileThatIsRotatedWhileItIsWritten() throws Exception {
        write("first\n");
        try (TailSource source = started(", 'begin_at': 'beginning'")) {
            awaitSent(source, 1);
            for (int i = 1; i <= 3; i++) {
                int from = i * 1000;
                write(IntStream.range(from, from + 1000)
                        .mapToObj(number -> number + "\n")
                        .collect(Collectors.joining()));
                Files.move(path, directory.resolve("data." + i));
                write("");
                await().atMost(PATIENCE).until(() -> sender.sent().size() == from + 1);
            }
            assertThat(source.isWorking()).isTrue();
        }
        assertThat(lines().getFirst()).isEqualTo("first");
        assertThat(lines().stream().skip(1).map(Integer::parseInt).toList())
                .isEqualTo(IntStream.range(1000, 4000).boxed().toList());
    }

    @Test
    void readsNoFurtherWhileKafkaIsAwayAndLosesNothing() throws IOException {
        sender.answer(message -> new CompletableFuture<>());
        write("x\n".repeat(3000));
        try (TailSource source = started(", 'begin_at': 'beginning'")) {
            awaitSent(source, TailSource.MOST_UNDER_WAY);
            await().during(Duration.ofMillis(200))
                    .atMost(PATIENCE)
                    .until(() -> sender.sent().size() == TailSource.MOST_UNDER_WAY);
        }
        sender.answer(message -> FakeSender.taken());
        try (TailSource again = started(", 'begin_at': 'beginning'")) {
            awaitSent(again, TailSource.MOST_UNDER_WAY + 3000);
        }
    }

    @Test
    void endsInTimeWhileItIsHeldUp() throws IOException {
        sender.answer(message -> new CompletableFuture<>());
        write("x\n".repeat(3000));
        TailSource source = started(", 'begin_at': 'beginning'");
        awaitSent(source, TailSource.MOST_UNDER_WAY);

        long start = System.nanoTime();
        source.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
    }

    @Test
    void isNotWorkingWhileTheFileIsNotThere() throws IOException {
        try (TailSource source = started("")) {
            await().atMost(PATIENCE).until(() -> !source.isWorking());
            write("first\n");
            await().atMost(PATIENCE).until(source::isWorking);
            awaitSent(source, 1);
        }
    }

    @Test
    void aFileOfPlacesThatIsSomethingElseIsNotOverwritten() throws IOException {
        Path state = Files.writeString(directory.resolve("places.json"), "{\"a\": {}}");
        TailSource source = new TailSource(config("", Map.of()), registry);
        assertThatThrownBy(() -> source.start(sender))
                .hasMessageContaining("does not hold the places of followed files");
        assertThat(state).hasContent("{\"a\": {}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                ", 'format': 'xml'                   | format=xml must be one of ndjson, csv, text",
                ", 'columns': ['a']                  | columns are for format csv",
                ", 'format': 'csv', 'columns': ['a', 'a'] | columns must have names, each once",
                ", 'format': 'csv', 'pattern': 'x'   | pattern=x is for format text",
                ", 'pattern': '('                    | pattern=( is no regular expression",
                ", 'pattern': '(.*)'                 | pattern=(.*) has no named group",
                ", 'begin_at': 'start'               | begin_at=start must be one of beginning, end",
                ", 'salindex': 'one'                 | salindex=one must be a whole number",
                ", 'begin': 'end'                    | begin is no key here",
                "}, {'file': 'x'                     | files 2 'x': csc is missing"
            })
    void aWrongRuleIsNamedWithItsPlace(String rule, String expected) {
        assertThatThrownBy(() -> config(rule, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("FIRSTLIGHT_TAIL_RULES=" + directory)
                .hasMessageContaining(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "FIRSTLIGHT_TAIL_LOOK_MS,1,FIRSTLIGHT_TAIL_LOOK_MS=1 must be a whole number from 10",
        "FIRSTLIGHT_TAIL_STATE,no/such/place,FIRSTLIGHT_TAIL_STATE=no/such/place must be a file in a directory",
        "FIRSTLIGHT_TAIL_STATE,'',FIRSTLIGHT_TAIL_STATE is required"
    })
    void aWrongSettingIsNamed(String key, String value, String expected) {
        assertThatThrownBy(() -> config("", Map.of(key, value))).hasMessageContaining(expected);
    }
}
