package io.firstlight.ingest.component;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** The life of scripts as the queue's producer tells it. */
final class ScriptQueueProducerTest {

    private static final String QUEUE = "ScriptQueue:1";
    private static final String STATE = "ScriptQueueState:1";

    /** A script of which only the number is known. */
    private static final String UNKNOWN =
            "{\"remote\": null, \"setup\": true, \"index\": 100001, \"path\": \"UNKNOWN\", \"type\": \"UNKNOWN\","
                    + " \"process_state\": \"UNKNOWN\", \"script_state\": \"UNKNOWN\", \"timestampConfigureEnd\": 0,"
                    + " \"timestampConfigureStart\": 0, \"timestampProcessEnd\": 0, \"timestampProcessStart\": 0,"
                    + " \"timestampRunStart\": 0, \"expected_duration\": 0, \"last_checkpoint\": \"\", \"description\": \"\","
                    + " \"classname\": \"\", \"remotes\": \"\", \"last_heartbeat_timestamp\": 0, \"lost_heartbeats\": 0,"
                    + " \"pause_checkpoints\": \"\", \"stop_checkpoints\": \"\", \"log_level\": 20}";

    private static final String RUNNING =
            "{\"remote\": null, \"setup\": true, \"index\": 100001, \"path\": \"slew.py\", \"type\": \"standard\","
                    + " \"process_state\": \"RUNNING\", \"script_state\": \"RUNNING\", \"timestampConfigureEnd\": 1690852679.5,"
                    + " \"timestampConfigureStart\": 1690852679.0, \"timestampProcessEnd\": 0.0, \"timestampProcessStart\":"
                    + " 1690852678.0, \"timestampRunStart\": 1690852680.25, \"expected_duration\": 12.5, \"last_checkpoint\":"
                    + " \"point\", \"description\": \"Slews.\", \"classname\": \"Slew\", \"remotes\": \"MTMount,MTDome\","
                    + " \"last_heartbeat_timestamp\": 0, \"lost_heartbeats\": 0, \"pause_checkpoints\": \"p.*\","
                    + " \"stop_checkpoints\": \"s\", \"log_level\": 10}";

    private final Bench bench = new Bench();

    private static String scripts(String current, String waiting, String finished) {
        return "event ScriptQueueState:1 {\"scriptsStream\": {\"current_scripts\": [" + current
                + "], \"waiting_scripts\": [" + waiting + "], \"finished_scripts\": [" + finished + "]}}";
    }

    private static List<Long> indices(long... indices) {
        // SAL's lists have a fixed length, with zeros at the end.
        return IntStream.range(0, 40)
                .mapToObj(i -> i < indices.length ? indices[i] : 0L)
                .toList();
    }

    private static Object[] queue(boolean running, int current, List<Long> waiting, List<Long> past) {
        return new Object[] {
            "enabled",
            true,
            "running",
            running,
            "currentSalIndex",
            current,
            "length",
            count(waiting),
            "salIndices",
            waiting,
            "pastLength",
            count(past),
            "pastSalIndices",
            past
        };
    }

    private static int count(List<Long> indices) {
        return (int) indices.stream().filter(index -> index > 0).count();
    }

    private static Object[] script(int index, int process, int state, double runStart) {
        return new Object[] {
            "scriptSalIndex",
            index,
            "isStandard",
            true,
            "path",
            "slew.py",
            "timestampProcessStart",
            1690852678.0,
            "timestampConfigureStart",
            1690852679.0,
            "timestampConfigureEnd",
            1690852679.5,
            "timestampRunStart",
            runStart,
            "timestampProcessEnd",
            0.0,
            "processState",
            process,
            "scriptState",
            state
        };
    }

    @Test
    void sendsItsThreeStreamsWhenTheFeedHasCaughtUpAlsoIfTheyAreEmpty() {
        bench.start(QUEUE);
        assertThat(bench.sent()).isEmpty();
        bench.caughtUp();

        assertThat(bench.sent())
                .containsExactly(
                        "event ScriptQueueState:1 {\"stateStream\": {\"enabled\": false, \"running\": false}}",
                        scripts("", "", ""),
                        "event ScriptQueueState:1 {\"availableScriptsStream\": {\"available_scripts\": []}}");
    }

    @Test
    void sendsStateAndScriptsOnEachEventOfTheQueue() {
        bench.startNow(QUEUE);
        bench.event(QUEUE, "queue", queue(true, 0, indices(100001), indices()));

        assertThat(bench.sentOf(STATE))
                .containsExactly(
                        "event ScriptQueueState:1 {\"stateStream\": {\"enabled\": true, \"running\": true}}",
                        scripts("", UNKNOWN, ""));

        bench.event(QUEUE, "queue", queue(false, 100001, indices(), indices()));
        assertThat(bench.sent())
                .as("with the plain event")
                .hasSize(3)
                .endsWith(
                        "event ScriptQueueState:1 {\"stateStream\": {\"enabled\": true, \"running\": false}}",
                        scripts(UNKNOWN, "", ""));
    }

    @Test
    void gathersWhatQueueAndScriptSayAndSendsItEachTime() {
        bench.startNow(QUEUE);
        bench.event(QUEUE, "queue", queue(true, 100001, indices(), indices()));
        bench.sent();
        bench.event(QUEUE, "script", script(100001, 3, 3, 1690852680.25));
        bench.event("Script:100001", "metadata", "duration", 12.5);
        bench.event("Script:100001", "state", "state", 3, "lastCheckpoint", "point");
        bench.event(
                "Script:100001",
                "description",
                "description",
                "Slews.",
                "classname",
                "Slew",
                "remotes",
                "MTMount,MTDome");
        bench.event("Script:100001", "checkpoints", "pause", "p.*", "stop", "s");
        bench.event("Script:100001", "logLevel", "level", 10);

        List<String> sent = bench.sentOf(STATE);
        assertThat(sent).hasSize(6);
        assertThat(sent.getLast()).isEqualTo(scripts(RUNNING, "", ""));
    }

    @Test
    void saysNothingOfScriptsOfOtherQueuesNorOfWhatDoesNotShow() {
        bench.startNow(QUEUE);
        bench.event("Script:200001", "metadata", "duration", 12.5);
        bench.event("Script:200001", "logMessage", "message", "hello");
        bench.event(QUEUE, "queue", queue(true, 100001, indices(), indices()));
        bench.sent();
        bench.event("Script:100001", "summaryState", "summaryState", 2);

        assertThat(bench.sent()).isEmpty();
    }

    @Test
    void knowsStatesByTheirNames() {
        bench.startNow(QUEUE);
        bench.event(QUEUE, "queue", queue(true, 100001, indices(), indices()));
        String[] process = {
            "UNKNOWN",
            "LOADING",
            "CONFIGURED",
            "RUNNING",
            "DONE",
            "LOADFAILED",
            "CONFIGURE_FAILED",
            "TERMINATED",
            "UNKNOWN"
        };
        String[] state = {
            "UNKNOWN",
            "UNCONFIGURED",
            "CONFIGURED",
            "RUNNING",
            "PAUSED",
            "ENDING",
            "STOPPING",
            "FAILING",
            "DONE",
            "STOPPED",
            "FAILED",
            "CONFIGURE_FAILED",
            "UNKNOWN"
        };
        for (int i = 0; i < state.length; i++) {
            bench.sent();
            bench.event(QUEUE, "script", script(100001, i, i, 0));
            assertThat(bench.sentOf(STATE).getFirst())
                    .contains("\"process_state\": \"" + (i < process.length ? process[i] : "UNKNOWN") + "\"")
                    .contains("\"script_state\": \"" + state[i] + "\"");
        }
    }

    @Test
    void takesOfTwoTopicsTheStateThatWasSentLaterNotTheOneThatCameLater() {
        bench.start(QUEUE);
        bench.pastEvent("Script:100001", "state", FakeTime.tai(-5), "state", 8, "lastCheckpoint", "end");
        bench.pastEvent(QUEUE, "script", FakeTime.tai(-6), script(100001, 3, 3, 0));
        bench.pastEvent(QUEUE, "queue", FakeTime.tai(-7), queue(true, 100001, indices(), indices()));
        bench.caughtUp();

        assertThat(bench.sentOf(STATE).get(1))
                .contains("\"process_state\": \"RUNNING\", \"script_state\": \"DONE\"", "\"last_checkpoint\": \"end\"");
    }

    @Test
    void cutsTheListOfFinishedScripts() {
        Bench short2 = new Bench(Map.of(ComponentConfig.FINISHED_SCRIPTS, "2"), LastState.NONE);
        short2.startNow(QUEUE);
        short2.event(QUEUE, "queue", queue(true, 0, indices(), indices(100004, 100003, 100002, 100001)));

        assertThat(short2.sentOf(STATE).getLast()).contains("100004", "100003").doesNotContain("100002", "100001");
    }

    @Test
    void tellsWhichScriptsThereAreAndTheirSchemas() {
        bench.startNow(QUEUE);
        bench.event(QUEUE, "configSchema", "isStandard", false, "path", "other.py", "configSchema", "$id: x");
        bench.sent();
        bench.event(QUEUE, "availableScripts", "standard", "slew.py:track.py", "external", "other.py");
        bench.event(QUEUE, "configSchema", "isStandard", true, "path", "track.py", "configSchema", "");

        assertThat(bench.sentOf(STATE))
                .containsExactly(
                        "event ScriptQueueState:1 {\"availableScriptsStream\": {\"available_scripts\":"
                                + " [{\"type\": \"standard\", \"path\": \"slew.py\", \"configSchema\": \"\"},"
                                + " {\"type\": \"standard\", \"path\": \"track.py\", \"configSchema\": \"\"},"
                                + " {\"type\": \"external\", \"path\": \"other.py\", \"configSchema\": \"$id: x\"}]}}",
                        "event ScriptQueueState:1 {\"availableScriptsStream\": {\"available_scripts\":"
                                + " [{\"type\": \"standard\", \"path\": \"slew.py\", \"configSchema\": \"\"},"
                                + " {\"type\": \"standard\", \"path\": \"track.py\", \"configSchema\": \"# empty schema\"},"
                                + " {\"type\": \"external\", \"path\": \"other.py\", \"configSchema\": \"$id: x\"}]}}");
    }

    @Test
    void tellsNoScriptsWhereThereAreNone() {
        bench.startNow(QUEUE);
        bench.event(QUEUE, "availableScripts", "standard", "", "external", "");

        assertThat(bench.sentOf(STATE))
                .containsExactly("event ScriptQueueState:1 {\"availableScriptsStream\": {\"available_scripts\": []}}");
    }

    private static String heartbeat(int script, int lost, String at) {
        return "event ScriptHeartbeats:1 {\"stream\": {\"script_heartbeat\": {\"salindex\": " + script + ", \"lost\": "
                + lost + ", \"last_heartbeat_timestamp\": " + at + "}}}";
    }

    @Test
    void reportsTheHeartsOfScriptsThatRunOrWait() {
        bench.startNow(QUEUE);
        bench.event(QUEUE, "queue", queue(true, 100001, indices(100002), indices(100000)));
        bench.event("Script:100001", "heartbeat", "x", 1);
        bench.advance(8);

        assertThat(bench.sentOf("ScriptHeartbeats:1"))
                .containsExactly(
                        heartbeat(100001, 0, "1690852640.5"),
                        heartbeat(100002, 1, "-1.0"),
                        heartbeat(100001, 0, "1690852640.5"),
                        heartbeat(100002, 2, "-1.0"),
                        heartbeat(100001, 0, "1690852640.5"),
                        heartbeat(100002, 3, "-1.0"),
                        heartbeat(100001, 1, "1690852640.5"),
                        heartbeat(100002, 4, "-1.0"));

        bench.event("Script:100001", "heartbeat", "x", 1);
        bench.advance(2);
        assertThat(bench.sentOf("ScriptHeartbeats:1"))
                .containsExactly(heartbeat(100001, 0, "1690852648.5"), heartbeat(100002, 5, "-1.0"));
    }

    private void log(int script, int from, int to) {
        for (int i = from; i < to; i++) {
            bench.event("Script:" + script, "logMessage", "message", "line " + i);
        }
    }

    private static String logged(int script, int line) {
        return "event Script:" + script + " {\"logMessage\": [{\"message\": {\"value\": \"line " + line
                + "\", \"dataType\": \"String\", \"units\": \"unitless\"}}]}";
    }

    @Test
    void passesLogMessagesOfScriptsThatRunOrWaitAndReplaysTheLastTwentyOfTheOneThatRuns() {
        bench.startNow(QUEUE);
        bench.event(QUEUE, "queue", queue(true, 100001, indices(100002), indices(100000)));
        bench.sent();
        log(100000, 0, 2);
        log(100002, 0, 1);
        log(100001, 0, 25);
        assertThat(bench.sentOf("Script:100001", "Script:100002", "Script:100000"))
                .hasSize(26);

        bench.ask("Script", 4711, "logMessage");
        bench.ask("Script", null, "logMessage");
        bench.advance(0.1);
        assertThat(bench.sent())
                .as("whichever index is asked for, and once")
                .isEqualTo(
                        IntStream.range(5, 25).mapToObj(i -> logged(100001, i)).toList());

        bench.ask("Script", 0, "logMessage");
        bench.ask("Script", 0, "state");
        bench.advance(0.1);
        assertThat(bench.sent()).as("within a second of the last time").isEmpty();
        log(100001, 25, 26);
        bench.ask("Script", 0, "logMessage");
        bench.advance(0.1);
        assertThat(bench.sent()).as("there is a new one").hasSize(21);
    }

    @Test
    void answersForItsStreamsUnderBothNamesAndForItsPlainEvents() {
        bench.startNow(QUEUE);
        bench.event(QUEUE, "summaryState", "x", 1);
        bench.sent();
        bench.ask("ScriptQueueState", 1, "stateStream");
        bench.ask("ScriptQueue", 1, "scriptsStream");
        bench.ask("ScriptQueue", 1, "summaryState");
        bench.ask("ScriptQueueState", 2, "availableScriptsStream");
        bench.advance(0.1);
        assertThat(bench.sent())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("event ScriptQueueState:1 {\"stateStream\": {"),
                        line -> assertThat(line).isEqualTo(scripts("", "", "")),
                        line -> assertThat(line).startsWith("event ScriptQueue:1 {\"summaryState\": [{"));

        bench.advance(1);
        bench.sent();
        bench.ask("ScriptQueueState", null, "all");
        bench.advance(0.1);
        assertThat(bench.sent()).hasSize(3).allMatch(line -> line.startsWith("event ScriptQueueState:1 "));
    }

    /** One thing that is said, and when. */
    private record Said(String component, String stream, double seconds, List<Object> fields) {
        Said(String component, String stream, double seconds, Object... fields) {
            this(component, stream, seconds, List.of(fields));
        }
    }

    private static List<Said> life() {
        List<Said> life = new ArrayList<>();
        life.add(new Said(QUEUE, "availableScripts", 0, "standard", "slew.py:track.py", "external", "x.py"));
        life.add(new Said(QUEUE, "queue", 1, queue(true, 0, indices(), indices())));
        List<Long> past = new ArrayList<>();
        double at = 2;
        for (int i = 1; i <= 14; i++) {
            int index = 100_000 + i;
            String name = "Script:" + index;
            life.add(new Said(QUEUE, "queue", at++, queue(true, 0, indices(index), indices(longs(past)))));
            life.add(new Said(QUEUE, "script", at++, script(index, 1, 0, 0)));
            life.add(new Said(
                    name, "description", at++, "description", "Number " + i, "classname", "C", "remotes", "A,B"));
            life.add(new Said(name, "logLevel", at++, "level", 10));
            life.add(new Said(name, "state", at++, "state", 2, "lastCheckpoint", ""));
            life.add(new Said(name, "metadata", at++, "duration", i * 1.5));
            life.add(new Said(QUEUE, "script", at++, script(index, 2, 2, 0)));
            life.add(new Said(QUEUE, "queue", at++, queue(true, index, indices(), indices(longs(past)))));
            life.add(new Said(QUEUE, "script", at++, script(index, 3, 3, at)));
            life.add(new Said(name, "logMessage", at++, "message", "line " + i));
            life.add(new Said(name, "state", at++, "state", 3, "lastCheckpoint", "middle"));
            life.add(new Said(
                    QUEUE, "configSchema", at++, "isStandard", i % 2 == 0, "path", "slew.py", "configSchema", "s" + i));
            life.add(new Said(name, "state", at++, "state", 8, "lastCheckpoint", "end"));
            life.add(new Said(QUEUE, "script", at++, script(index, 4, 8, at)));
            past.addFirst((long) index);
            life.add(new Said(QUEUE, "queue", at++, queue(true, 0, indices(), indices(longs(past)))));
        }
        return life;
    }

    private static long[] longs(List<Long> list) {
        return list.stream().mapToLong(Long::longValue).toArray();
    }

    private static void live(Bench bench, Said said) {
        bench.advance(0.1);
        bench.feed.listener().sample(sample(said, false));
    }

    private static Sample sample(Said said, boolean past) {
        return new Sample(
                io.firstlight.schemas.address.Category.EVENT,
                io.firstlight.schemas.address.Component.parse(said.component()),
                said.stream(),
                FakeTime.tai(said.seconds()),
                past,
                new FakeFields(said.fields().toArray()));
    }

    private static Map<String, String> streams(List<String> lines) {
        return lines.stream()
                .filter(line -> line.contains(" " + STATE + " "))
                .collect(Collectors.toMap(line -> line.substring(0, 45), line -> line, (first, second) -> second));
    }

    @Test
    void beginsAfterARestartWhereOneThatRanThroughHasGotTo() {
        List<Said> life = life();
        bench.startNow(QUEUE);
        List<String> lines = new ArrayList<>();
        Random random = new Random(20260801);
        for (int restartAt = 0; restartAt < life.size(); restartAt++) {
            live(bench, life.get(restartAt));
            lines.addAll(bench.sent());

            Bench restarted = new Bench();
            restarted.start(QUEUE);
            List<Said> past = new ArrayList<>(life.subList(0, restartAt + 1));
            topicByTopic(past, random).forEach(said -> restarted.feed.listener().sample(sample(said, true)));
            assertThat(restarted.sent()).isEmpty();
            restarted.caughtUp();

            Map<String, String> then = streams(restarted.sent());
            Map<String, String> ranThrough = streams(lines);
            then.keySet().retainAll(ranThrough.keySet());
            assertThat(then).as("after %s of %s", restartAt + 1, life.size()).isEqualTo(ranThrough);
        }
    }

    @Test
    void goesOnAfterARestartByteForByteAsTheOneThatRanThrough() {
        List<Said> life = life();
        int restartAt = life.size() / 2;
        bench.startNow(QUEUE);
        life.subList(0, restartAt).forEach(said -> live(bench, said));
        bench.sent();

        Bench restarted = new Bench();
        restarted.start(QUEUE);
        topicByTopic(new ArrayList<>(life.subList(0, restartAt)), new Random(7))
                .forEach(said -> restarted.feed.listener().sample(sample(said, true)));
        restarted.caughtUp();
        restarted.sent();

        for (Said said : life.subList(restartAt, life.size())) {
            bench.feed.listener().sample(sample(said, false));
            restarted.feed.listener().sample(sample(said, false));
            assertThat(restarted.sent()).isNotEmpty().isEqualTo(bench.sent());
        }
        for (Bench each : List.of(bench, restarted)) {
            each.ask("Script", 0, "logMessage");
            each.ask("ScriptQueueState", 1, "all");
            each.advance(0.1);
        }
        assertThat(restarted.sent()).hasSizeGreaterThan(2).containsAll(bench.sentOf(STATE));
    }

    /** The order within each topic stays, that between topics does not. */
    private static List<Said> topicByTopic(List<Said> said, Random random) {
        Map<String, List<Said>> topics = said.stream()
                .collect(Collectors.groupingBy(each -> each.component().replaceAll(":.*", "") + each.stream()));
        List<String> names = new ArrayList<>(topics.keySet());
        Collections.sort(names);
        Collections.shuffle(names, random);
        return names.stream()
                .flatMap(name -> Objects.requireNonNull(topics.get(name)).stream())
                .toList();
    }

    @Test
    void takesBackWhatTheTopicsDoNotKeepFromWhatWasSentBefore() {
        String before = "{\"current_scripts\": [" + RUNNING + "], \"waiting_scripts\": [], \"finished_scripts\": ["
                + RUNNING.replace("100001", "100000").replace("RUNNING", "DONE") + "]}";
        String schemas =
                "{\"available_scripts\": [{\"type\": \"standard\", \"path\": \"slew.py\", \"configSchema\": \"old\"},"
                        + " {\"type\": \"standard\", \"path\": \"gone.py\", \"configSchema\": \"old\"}]}";
        Bench taught = new Bench(
                Map.of(),
                address -> CompletableFuture.completedFuture(
                        Optional.of((address.stream().equals("scriptsStream") ? before : schemas).getBytes(UTF_8))));
        taught.start(QUEUE);
        taught.pastEvent(QUEUE, "queue", FakeTime.tai(-3), queue(true, 0, indices(), indices(100001, 100000)));
        taught.pastEvent("Script:100001", "state", FakeTime.tai(-2), "state", 8, "lastCheckpoint", "end");
        taught.pastEvent(QUEUE, "availableScripts", FakeTime.tai(-1), "standard", "slew.py", "external", "");
        taught.caughtUp();

        List<String> sent = taught.sentOf(STATE);
        assertThat(sent.get(1))
                .isEqualTo(scripts(
                        "",
                        "",
                        RUNNING.replace("\"script_state\": \"RUNNING\"", "\"script_state\": \"DONE\"")
                                        .replace("\"point\"", "\"end\"")
                                + ", " + RUNNING.replace("100001", "100000").replace("RUNNING", "DONE")));
        assertThat(sent.get(2)).contains("\"configSchema\": \"old\"").doesNotContain("gone.py");
    }

    @Test
    void replacesNothingByEmptyStreamsWhileTheTopicsOfTheQueueCannotBeRead() {
        String before = "{\"current_scripts\": [" + RUNNING + "], \"waiting_scripts\": [], \"finished_scripts\": []}";
        String schemas =
                "{\"available_scripts\": [{\"type\": \"standard\", \"path\": \"slew.py\", \"configSchema\": \"old\"}]}";
        Bench taught = new Bench(
                Map.of(),
                address -> CompletableFuture.completedFuture(
                        Optional.of((address.stream().equals("scriptsStream") ? before : schemas).getBytes(UTF_8))));
        taught.startNow(QUEUE);
        taught.event("Script:100001", "logLevel", "level", 10);
        taught.event(QUEUE, "configSchema", "path", "new.py", "configSchema", "new", "isStandard", true);
        assertThat(taught.sentOf(STATE)).isEmpty();

        taught.pastEvent(QUEUE, "queue", FakeTime.tai(-3), queue(true, 100001, indices(), indices()));
        assertThat(taught.sentOf(STATE)).hasSize(2).contains(scripts(RUNNING, "", ""));
        taught.pastEvent(QUEUE, "availableScripts", FakeTime.tai(-1), "standard", "slew.py", "external", "");
        assertThat(taught.sentOf(STATE)).singleElement().asString().contains("\"configSchema\": \"old\"");
    }

    @Test
    void waitsWithItsStreamsUntilItKnowsWhatWasSentBefore() {
        List<CompletableFuture<Optional<byte[]>>> readings = new ArrayList<>();
        Bench slow = new Bench(Map.of(), address -> {
            CompletableFuture<Optional<byte[]>> reading = new CompletableFuture<>();
            readings.add(reading);
            return reading;
        });
        slow.startNow(QUEUE);
        slow.event(QUEUE, "queue", queue(true, 100001, indices(), indices()));
        slow.advance(1);
        slow.ask("ScriptQueueState", 1, "all");
        slow.advance(1);
        assertThat(slow.sentOf(STATE)).isEmpty();

        readings.get(0).completeExceptionally(new IllegalStateException("away"));
        readings.get(1).complete(Optional.empty());
        slow.advance(20);
        assertThat(readings).as("asked again").hasSize(3);
        assertThat(slow.sentOf(STATE)).isEmpty();
        readings.get(2).complete(Optional.empty());
        slow.advance(0.1);

        assertThat(slow.sentOf(STATE)).hasSize(3).contains(scripts(UNKNOWN, "", ""));
    }
}
