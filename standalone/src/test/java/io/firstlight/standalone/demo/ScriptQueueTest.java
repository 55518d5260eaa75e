package io.firstlight.standalone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.schemas.address.Category;
import io.firstlight.standalone.demo.sal.Reply;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code ScriptQueue:1} and what LOVE's producer derives of it, by what they send. */
final class ScriptQueueTest {

    private static final String SLEEP = "{\"isStandard\": true, \"path\": \"sleep.py\", \"config\": \"sleep_for: 5\"}";

    private final SteppedObservatory observatory = new SteppedObservatory();

    private Reply queue(String command, String params) {
        return observatory.command("ScriptQueue:1", command, params);
    }

    private JsonNode scripts(String list) {
        return observatory
                .payloads(Category.EVENT, "ScriptQueueState:1", "scriptsStream")
                .getLast()
                .path(list);
    }

    private List<Integer> indices(String list) {
        List<Integer> indices = new ArrayList<>();
        scripts(list).forEach(script -> indices.add(script.path("index").intValue()));
        return indices;
    }

    private boolean isFinished(int index) {
        return indices("finished_scripts").contains(index);
    }

    @Test
    void aScriptIsLoadedConfiguredRunAndDone() {
        assertThat(queue("add", SLEEP)).isEqualTo(Reply.DONE);
        observatory.advanceUntil(() -> isFinished(100_000), 20);

        List<String> states = new ArrayList<>();
        for (JsonNode each : observatory.payloads(Category.EVENT, "ScriptQueueState:1", "scriptsStream")) {
            for (String list : List.of("waiting_scripts", "current_scripts", "finished_scripts")) {
                for (JsonNode script : each.path(list)) {
                    String state = script.path("process_state").textValue() + "/"
                            + script.path("script_state").textValue();
                    if (states.isEmpty() || !states.getLast().equals(state)) {
                        states.add(state);
                    }
                }
            }
        }
        assertThat(states)
                .containsExactly(
                        "LOADING/UNKNOWN",
                        "LOADING/UNCONFIGURED",
                        "CONFIGURED/CONFIGURED",
                        "RUNNING/RUNNING",
                        "DONE/DONE");
        JsonNode done = scripts("finished_scripts").path(0);
        assertThat(done.path("last_checkpoint").textValue()).isEqualTo("Sleeping");
        assertThat(done.path("timestampProcessEnd").doubleValue()
                        - done.path("timestampRunStart").doubleValue())
                .isBetween(4.9, 5.3);
    }

    @Test
    void aScriptObjectHasTheFieldsOfLovesProducerInItsOrder() {
        queue("add", SLEEP);

        assertThat(scripts("waiting_scripts").path(0).fieldNames())
                .toIterable()
                .containsExactly(
                        "remote",
                        "setup",
                        "index",
                        "path",
                        "type",
                        "process_state",
                        "script_state",
                        "timestampConfigureEnd",
                        "timestampConfigureStart",
                        "timestampProcessEnd",
                        "timestampProcessStart",
                        "timestampRunStart",
                        "expected_duration",
                        "last_checkpoint",
                        "description",
                        "classname",
                        "remotes",
                        "last_heartbeat_timestamp",
                        "lost_heartbeats",
                        "pause_checkpoints",
                        "stop_checkpoints",
                        "log_level");
    }

    @Test
    void scriptsReallyCommandTheDomeAndTheMount() {
        queue("add", "{\"isStandard\": true, \"path\": \"auxtel/prepare_for/onsky.py\"}");
        queue(
                "add",
                "{\"isStandard\": true, \"path\": \"auxtel/track_target.py\", \"config\": \"target_name: highest\\ntrack_for: 5\"}");
        observatory.advanceUntil(() -> isFinished(100_001), 400);

        assertThat(scripts("finished_scripts").path(0).path("script_state").textValue())
                .isEqualTo("DONE");
        assertThat(observatory
                        .telemetry("ATDome", "position", "mainDoorOpeningPercentage")
                        .doubleValue())
                .isEqualTo(100);
        assertThat(observatory.event("ATMCS", "allAxesInPosition", "inPosition").booleanValue())
                .isTrue();
        assertThat(observatory.event("ATPtg", "currentTarget", "targetName").textValue())
                .isNotEmpty();
        assertThat(observatory.payloads(Category.EVENT, "ATDome", "logMessage"))
                .anySatisfy(log -> assertThat(
                                log.path(0).path("message").path("value").textValue())
                        .isEqualTo("openShutter by Script:100000"));

        queue("add", "{\"isStandard\": true, \"path\": \"auxtel/shutdown.py\"}");
        observatory.advanceUntil(() -> isFinished(100_002), 400);
        assertThat(observatory.event("ATDome", "mainDoorState", "state").intValue())
                .isEqualTo(1);
        assertThat(observatory.event("ATMCS", "atMountState", "state").intValue())
                .isEqualTo(8);
    }

    @Test
    void theTourOfTheSkyEnds() {
        queue("add", "{\"isStandard\": false, \"path\": \"demo/sky_tour.py\", \"config\": \"stay: 1\"}");
        observatory.advanceUntil(() -> isFinished(100_000), 1_000);

        assertThat(scripts("finished_scripts").path(0).path("script_state").textValue())
                .isEqualTo("DONE");
    }

    @Test
    void aScriptFailsWhenACommandIsRefusedAndTheQueuePauses() {
        observatory.command("ATDome", "disable", "{}");
        queue("add", "{\"isStandard\": true, \"path\": \"auxtel/prepare_for/onsky.py\"}");
        queue("add", SLEEP);
        observatory.advanceUntil(() -> isFinished(100_000), 20);

        assertThat(scripts("finished_scripts").path(0).path("script_state").textValue())
                .isEqualTo("FAILED");
        assertThat(observatory
                        .payloads(Category.EVENT, "ScriptQueueState:1", "stateStream")
                        .getLast())
                .isEqualTo(SteppedObservatory.json("{\"enabled\": true, \"running\": false}"));
        assertThat(observatory.event("Script:100000", "logMessage", "message").textValue())
                .contains("ATDome.openShutter was refused");
        observatory.advance(20);
        assertThat(indices("waiting_scripts")).containsExactly(100_001);
        queue("resume", "{}");
        observatory.advanceUntil(() -> isFinished(100_001), 20);
    }

    @Test
    void aWrongConfigurationIsToldAndTheNextScriptRuns() {
        queue("add", "{\"isStandard\": true, \"path\": \"sleep.py\", \"config\": \"sleep_for: long\"}");
        queue("add", "{\"isStandard\": true, \"path\": \"sleep.py\", \"config\": \"[1, 2\"}");
        queue("add", "{\"isStandard\": true, \"path\": \"sleep.py\", \"config\": \"wake_at: 3\"}");
        queue("add", SLEEP);
        observatory.advanceUntil(() -> isFinished(100_003), 30);

        assertThat(scripts("finished_scripts"))
                .filteredOn(script -> script.path("process_state").textValue().equals("CONFIGURE_FAILED"))
                .hasSize(3);
        assertThat(observatory.event("Script:100000", "logMessage", "message").textValue())
                .isEqualTo("Configuration failed: sleep_for must be a number from 0.0 to 600.0");
    }

    @Test
    void scriptsAreMovedStoppedAndRequeued() {
        queue("pause", "{}");
        queue("add", SLEEP);
        queue("add", SLEEP);
        queue("add", "{\"isStandard\": true, \"path\": \"sleep.py\", \"location\": 1}");
        assertThat(indices("waiting_scripts")).containsExactly(100_002, 100_000, 100_001);

        assertThat(queue("move", "{\"scriptSalIndex\": 100002, \"location\": 4, \"locationSalIndex\": 100000}"))
                .isEqualTo(Reply.DONE);
        assertThat(indices("waiting_scripts")).containsExactly(100_000, 100_002, 100_001);

        assertThat(queue("stopScripts", "{\"length\": 1, \"salIndices\": [100002], \"terminate\": false}"))
                .isEqualTo(Reply.DONE);
        assertThat(indices("waiting_scripts")).containsExactly(100_000, 100_001);
        assertThat(scripts("finished_scripts").path(0).path("process_state").textValue())
                .isEqualTo("TERMINATED");

        assertThat(queue("requeue", "{\"scriptSalIndex\": 100002, \"location\": 2}"))
                .isEqualTo(Reply.DONE);
        assertThat(indices("waiting_scripts")).containsExactly(100_000, 100_001, 100_003);
    }

    @Test
    void aRunningScriptStopsInOrder() {
        queue("add", SLEEP);
        observatory.advance(3);
        assertThat(indices("current_scripts")).containsExactly(100_000);
        queue("stopScripts", "{\"length\": 1, \"salIndices\": [100000], \"terminate\": false}");
        observatory.advance(1);

        assertThat(scripts("finished_scripts").path(0).path("script_state").textValue())
                .isEqualTo("STOPPED");
        assertThat(observatory.event("ScriptQueue:1", "queue", "running").booleanValue())
                .isTrue();
    }

    @Test
    void badCommandsAreRefusedAndChangeNothing() {
        observatory.take();
        for (String[] each : new String[][] {
            {"add", "{\"isStandard\": true, \"path\": \"nothing.py\"}"},
            {"add", "{\"isStandard\": false, \"path\": \"sleep.py\"}"},
            {"add", "{\"path\": \"sleep.py\"}"},
            {"add", "{\"isStandard\": true, \"path\": \"sleep.py\", \"location\": 3, \"locationSalIndex\": 7}"},
            {"add", "{\"isStandard\": true, \"path\": \"sleep.py\", \"pauseCheckpoint\": \".*\"}"},
            {"move", "{\"scriptSalIndex\": 7}"},
            {"requeue", "{\"scriptSalIndex\": 7}"},
            {"showScript", "{\"scriptSalIndex\": 7}"},
            {"showSchema", "{\"isStandard\": true, \"path\": \"nothing.py\"}"},
            {"stopScripts", "{\"length\": 2, \"salIndices\": [7], \"terminate\": false}"},
            {"stopScripts", "{\"length\": 1, \"salIndices\": [7], \"terminate\": false}"},
            {"fly", "{}"}
        }) {
            assertThat(queue(each[0], each[1])).as("%s %s", each[0], each[1]).isInstanceOf(Reply.Rejected.class);
        }
        assertThat(observatory.take()).isEmpty();
    }

    @Test
    void theQueueAndItsMemoryAreBounded() {
        queue("pause", "{}");
        for (int i = 0; i < 50; i++) {
            assertThat(queue("add", SLEEP)).isEqualTo(Reply.DONE);
        }
        assertThat(queue("add", SLEEP)).isEqualTo(Reply.rejected("the queue is full: 50 scripts wait"));
        for (int i = 0; i < 20; i++) {
            queue("stopScripts", "{\"length\": 1, \"salIndices\": [" + (100_000 + i) + "], \"terminate\": true}");
        }
        assertThat(scripts("finished_scripts")).hasSize(10);
        assertThat(scripts("finished_scripts").path(0).path("index").intValue()).isEqualTo(100_019);
    }

    @Test
    void heartbeatsOfScriptsComeEveryTwoSeconds() {
        queue("pause", "{}");
        queue("add", SLEEP);
        observatory.take();
        observatory.advance(10);

        assertThat(observatory.payloads(Category.EVENT, "ScriptHeartbeats:1", "stream"))
                .hasSizeBetween(4, 6)
                .allSatisfy(beat -> {
                    assertThat(beat.path("script_heartbeat").path("salindex").intValue())
                            .isEqualTo(100_000);
                    assertThat(beat.path("script_heartbeat").path("lost").intValue())
                            .isZero();
                });
    }

    @Test
    void availableScriptsHaveSchemasThatAreYamlOfJsonSchema() {
        JsonNode available = observatory
                .payloads(Category.EVENT, "ScriptQueueState:1", "availableScriptsStream")
                .getLast()
                .path("available_scripts");
        assertThat(available).hasSizeGreaterThan(4);
        Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
        for (JsonNode script : available) {
            assertThat(script.fieldNames()).toIterable().containsExactly("type", "path", "configSchema");
            String schema = script.path("configSchema").textValue();
            Object parsed = yaml.load(schema);
            if (parsed == null) {
                assertThat(schema).isEqualTo("# empty schema");
            } else {
                assertThat(((Map<?, ?>) parsed).get("properties")).isInstanceOf(Map.class);
            }
        }
    }
}
