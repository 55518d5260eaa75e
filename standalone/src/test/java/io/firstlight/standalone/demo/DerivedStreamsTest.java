package io.firstlight.standalone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.ingest.component.ComponentConfig;
import io.firstlight.ingest.component.Feed;
import io.firstlight.ingest.component.Fields;
import io.firstlight.ingest.component.Interest;
import io.firstlight.ingest.component.LastState;
import io.firstlight.ingest.component.ProducerClient;
import io.firstlight.ingest.component.ProducerFactory;
import io.firstlight.ingest.component.ProducerSet;
import io.firstlight.ingest.component.Sample;
import io.firstlight.ingest.component.Surroundings;
import io.firstlight.ingest.producer.Acknowledgement;
import io.firstlight.ingest.producer.Message;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.record.InitialStateRequest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;

import static org.assertj.core.api.Assertions.assertThat;

/** The streams that the demo invents are those that producers of components derive of the demo's other events. */
final class DerivedStreamsTest {

    private static final Set<String> DERIVED = Set.of("ScriptQueueState", "ScriptHeartbeats", "Heartbeat");

    /** The demo's scripts do not tell these themselves. */
    private static final Set<String> NOT_TOLD =
            Set.of("expected_duration", "last_checkpoint", "description", "classname", "remotes");

    private final SteppedObservatory observatory = new SteppedObservatory();
    private final Through through = new Through();

    /** Feed and client of the producers. */
    private static final class Through implements Feed, ProducerClient {
        private final Map<String, JsonNode> latest = new HashMap<>();
        private @Nullable Listener listener;

        @Override
        public void start(Collection<Interest> interests, Listener heard) {
            listener = heard;
        }

        Listener listener() {
            return Objects.requireNonNull(listener);
        }

        @Override
        public void start(Consumer<InitialStateRequest> asked) {
            // Nobody asks.
        }

        @Override
        public void register(String csc) {
            // Nobody asks.
        }

        @Override
        public CompletableFuture<Acknowledgement> send(Message message) {
            JsonNode data = SteppedObservatory.json(message);
            String stream = data.fieldNames().next();
            latest.put(message.component().key() + " " + stream, data.path(stream));
            return CompletableFuture.completedFuture(new Acknowledgement("none", null, 0, 0));
        }

        JsonNode latest(String address) {
            return Objects.requireNonNull(latest.get(address), address);
        }

        @Override
        public boolean isWorking() {
            return true;
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    /** Fields of an event as the demo writes them. */
    private record DemoFields(JsonNode fields) implements Fields {

        @Override
        public byte[] toJson() {
            return fields.toString().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public @Nullable Object value(String name) {
            return value(fields.path(name).path("value"));
        }

        private static @Nullable Object value(JsonNode value) {
            if (value.isArray()) {
                return StreamSupport.stream(value.spliterator(), false)
                        .map(JsonNode::longValue)
                        .toList();
            }
            if (value.isTextual()) {
                return value.textValue();
            }
            if (value.isBoolean()) {
                return value.booleanValue();
            }
            if (value.isFloatingPointNumber()) {
                return value.doubleValue();
            }
            return value.isIntegralNumber() ? Long.valueOf(value.longValue()) : null;
        }
    }

    private void derive(List<Message> said) {
        ProducerFactory factory = new ProducerFactory(
                ComponentConfig.from(Map.of(ComponentConfig.ALARMS_MS, "100")),
                new Surroundings(
                        through,
                        through,
                        LastState.NONE,
                        new SimpleMeterRegistry(),
                        InstantSource.system(),
                        System::nanoTime));
        ProducerSet.of(
                        factory,
                        List.of(
                                factory.make(new Component("ScriptQueue", 1)),
                                factory.make(new Component("Watcher", 0))))
                .start();
        for (Message message : said) {
            JsonNode data = SteppedObservatory.json(message);
            String stream = data.fieldNames().next();
            JsonNode payload = data.path(stream);
            if (message.category() == Category.EVENT
                    && payload.isArray()
                    && !DERIVED.contains(message.component().csc())) {
                JsonNode fields = payload.path(0);
                through.listener()
                        .sample(new Sample(
                                Category.EVENT,
                                message.component(),
                                stream,
                                fields.path("private_sndStamp").path("value").asDouble(),
                                true,
                                new DemoFields(fields)));
            }
        }
        through.listener().caughtUp();
    }

    private static List<Map<String, String>> told(JsonNode scripts) {
        List<Map<String, String>> told = new ArrayList<>();
        for (JsonNode script : scripts) {
            Map<String, String> fields = new HashMap<>();
            script.properties().forEach(field -> {
                if (!NOT_TOLD.contains(field.getKey())) {
                    JsonNode value = field.getValue();
                    fields.put(
                            field.getKey(), value.isNumber() ? Double.toString(value.doubleValue()) : value.toString());
                }
            });
            told.add(fields);
        }
        return told;
    }

    @Test
    void ofTheQueueAreDerivedOfItsEvents() {
        for (int i = 0; i < 14; i++) {
            observatory.command(
                    "ScriptQueue:1",
                    "add",
                    "{\"isStandard\": true, \"path\": \"sleep.py\", \"config\": \"sleep_for: 2\"}");
        }
        observatory.advance(28);
        observatory.command("ScriptQueue:1", "pause", "{}");
        JsonNode state = observatory
                .payloads(Category.EVENT, "ScriptQueueState:1", "stateStream")
                .getLast();
        JsonNode scripts = observatory
                .payloads(Category.EVENT, "ScriptQueueState:1", "scriptsStream")
                .getLast();
        JsonNode available = observatory
                .payloads(Category.EVENT, "ScriptQueueState:1", "availableScriptsStream")
                .getLast();
        derive(observatory.take());

        assertThat(through.latest("ScriptQueueState:1 stateStream")).isEqualTo(state);
        JsonNode derived = through.latest("ScriptQueueState:1 scriptsStream");
        assertThat(derived.fieldNames()).toIterable().containsExactlyElementsOf(scripts::fieldNames);
        assertThat(scripts.path("waiting_scripts")).isNotEmpty();
        for (String list : List.of("current_scripts", "waiting_scripts", "finished_scripts")) {
            assertThat(told(derived.path(list))).as(list).isEqualTo(told(scripts.path(list)));
        }
        assertThat(derived.path("finished_scripts").path(0).fieldNames())
                .toIterable()
                .containsExactlyElementsOf(scripts.path("finished_scripts").path(0)::fieldNames);
        assertThat(through.latest("ScriptQueueState:1 availableScriptsStream")
                        .path("available_scripts")
                        .findValuesAsText("path"))
                .isEqualTo(available.path("available_scripts").findValuesAsText("path"));
    }

    @Test
    void ofTheWatcherAreDerivedOfItsAlarms() {
        observatory.command("ATDome:0", "disable", "{}");
        observatory.advance(3);
        observatory.command(
                "Watcher:0",
                "acknowledge",
                "{\"name\": \"Enabled.ATDome:0\", \"severity\": 2, \"acknowledgedBy\": \"ada\"}");
        observatory.advance(2);
        JsonNode alarms = observatory
                .payloads(Category.EVENT, "Watcher:0", "stream")
                .getLast()
                .path("alarms");
        derive(observatory.take());

        JsonNode derived = through.latest("Watcher:0 stream").path("alarms");
        assertThat(derived.fieldNames()).toIterable().containsExactlyElementsOf(alarms::fieldNames);
        assertThat(derived.path("Enabled.ATDome:0")
                        .path("acknowledgedBy")
                        .path("value")
                        .textValue())
                .isEqualTo("ada");
        alarms.properties()
                .forEach(alarm -> alarm.getValue().properties().forEach(field -> {
                    if (!field.getKey().startsWith("private_")
                            && !field.getKey().equals("timestampSeverityNewest")) {
                        assertThat(derived.path(alarm.getKey()).path(field.getKey()))
                                .as(alarm.getKey() + " " + field.getKey())
                                .hasToString(field.getValue().toString());
                    }
                }));
    }
}
