package io.firstlight.ingest.component;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** The dictionary of alarms. */
final class WatcherProducerTest {

    private final Bench bench = new Bench();

    private static Object[] alarm(String name, int severity, double tai) {
        return new Object[] {"private_sndStamp", tai, "name", name, "severity", severity};
    }

    private static String entry(String name, int severity, double tai) {
        return "\"" + name + "\": " + new String(new FakeFields(alarm(name, severity, tai)).toJson(), UTF_8);
    }

    private static String dictionary(String... entries) {
        return "event Watcher:0 {\"stream\": {\"alarms\": {" + String.join(", ", entries) + "}}}";
    }

    private void alarm(String name, int severity) {
        bench.event("Watcher", "alarm", alarm(name, severity, bench.now()));
    }

    private List<String> dictionaries() {
        return bench.sent().stream()
                .filter(line -> line.contains("\"stream\": {\"alarms\""))
                .toList();
    }

    @Test
    void isSentWhenTheFeedHasCaughtUpWithThePast() {
        bench.start("Watcher");
        bench.pastEvent("Watcher", "alarm", FakeTime.tai(-5), alarm("a", 2, FakeTime.tai(-5)));
        bench.pastEvent("Watcher", "alarm", FakeTime.tai(-4), alarm("b", 3, FakeTime.tai(-4)));
        bench.pastEvent("Watcher", "alarm", FakeTime.tai(-3), alarm("a", 1, FakeTime.tai(-3)));
        bench.caughtUp();

        assertThat(bench.sent())
                .containsExactly(
                        "event Watcher:0 {\"alarm\": ["
                                + new String(new FakeFields(alarm("a", 1, FakeTime.tai(-3))).toJson(), UTF_8) + "]}",
                        dictionary(entry("a", 1, FakeTime.tai(-3)), entry("b", 3, FakeTime.tai(-4))));
    }

    @Test
    void followsChangesAtMostEveryTenSecondsWhileEachAlarmIsPassedOnAtOnce() {
        bench.startNow("Watcher");
        alarm("a", 2);
        assertThat(bench.sent()).singleElement().asString().startsWith("event Watcher:0 {\"alarm\": [{");
        bench.advance(9);
        alarm("b", 2);
        assertThat(dictionaries()).isEmpty();
        bench.advance(1);
        assertThat(dictionaries()).singleElement().asString().contains("\"a\": {", "\"b\": {");
        bench.advance(60);
        assertThat(dictionaries()).as("nothing has changed").isEmpty();
        alarm("a", 3);
        bench.advance(0.1);
        assertThat(dictionaries()).as("the last time is long ago").hasSize(1);
    }

    @Test
    void isAnsweredWithWhatIsTrueNow() {
        bench.startNow("Watcher");
        alarm("a", 2);
        bench.sent();
        bench.ask("Watcher", 0, "stream");
        bench.advance(0.1);
        assertThat(bench.sent()).containsExactly(dictionary(entry("a", 2, FakeTime.tai(0.5))));
        bench.ask("Watcher", 0, "stream");
        bench.ask("Watcher", 0, "alarm");
        bench.ask("Watcher", 1, "stream");
        bench.advance(0.1);
        assertThat(bench.sent()).hasSize(2);
        bench.advance(15);
        assertThat(dictionaries()).as("that was the news").isEmpty();
    }

    @Test
    void isTheSameAfterARestartWithThePast() {
        Random random = new Random(5);
        List<Object[]> said = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            said.add(alarm("alarm " + random.nextInt(40), 1 + random.nextInt(4), FakeTime.tai(i)));
        }
        bench.startNow("Watcher");
        said.forEach(fields -> bench.event("Watcher", "alarm", fields));
        bench.advance(10);

        Bench restarted = new Bench();
        restarted.start("Watcher");
        said.forEach(fields -> restarted.pastEvent("Watcher", "alarm", (double) fields[1], fields));
        restarted.caughtUp();

        assertThat(restarted.sent().getLast()).isEqualTo(dictionaries().getLast());
    }

    @Test
    void isTakenBackFromWhatWasSentBeforeBecauseTheTopicKeepsOneAlarmOnly() {
        String before = "{\"alarms\": {" + entry("a", 2, FakeTime.tai(-50)) + ", " + entry("b", 3, FakeTime.tai(-40))
                + ", " + entry("c", 4, FakeTime.tai(-40 * 86_400)) + "}}";
        Bench taught =
                new Bench(Map.of(), address -> CompletableFuture.completedFuture(Optional.of(before.getBytes(UTF_8))));
        taught.start("Watcher");
        taught.pastEvent("Watcher", "alarm", FakeTime.tai(-30), alarm("a", 1, FakeTime.tai(-30)));
        taught.pastEvent("Watcher", "alarm", FakeTime.tai(-45), alarm("b", 1, FakeTime.tai(-45)));
        taught.caughtUp();

        assertThat(taught.sent())
                .as("the newer of each, and none that was told more than a month ago")
                .contains(dictionary(entry("a", 1, FakeTime.tai(-30)), entry("b", 3, FakeTime.tai(-40))));
    }

    @Test
    void isNotOverwrittenBeforeItIsTakenBack() {
        CompletableFuture<Optional<byte[]>> reading = new CompletableFuture<>();
        Bench slow = new Bench(Map.of(), address -> reading);
        slow.startNow("Watcher");
        slow.event("Watcher", "alarm", alarm("a", 2, FakeTime.tai(1)));
        slow.advance(20);
        slow.ask("Watcher", 0, "stream");
        slow.advance(1);
        assertThat(slow.sent()).noneMatch(line -> line.contains("\"stream\": {\"alarms\""));

        reading.complete(Optional.of(("{\"alarms\": {" + entry("b", 2, FakeTime.tai(0)) + "}}").getBytes(UTF_8)));
        slow.advance(0.1);
        assertThat(slow.sent()).contains(dictionary(entry("b", 2, FakeTime.tai(0)), entry("a", 2, FakeTime.tai(1))));
    }

    @Test
    void isMadeWhicheverTopicsArePassedOn() {
        Bench listed = new Bench(Map.of(ComponentConfig.ASYNCHRONOUS_DATA, "evt_summaryState"), LastState.NONE);
        listed.startNow("Watcher");
        listed.event("Watcher", "alarm", alarm("a", 2, FakeTime.tai(1)));
        listed.advance(10);

        assertThat(listed.sent()).containsExactly(dictionary(entry("a", 2, FakeTime.tai(1))));
    }
}
