package io.firstlight.webedge;

import io.firstlight.embedded.testkit.sal.SalComponents;
import io.firstlight.embedded.testkit.sal.SalTopicKind;
import io.firstlight.embedded.testkit.sal.SalVector;
import io.firstlight.embedded.testkit.sal.StandInRegistry;
import io.firstlight.ingest.IngestConfig;
import io.firstlight.ingest.component.ComponentConfig;
import io.firstlight.ingest.component.KafkaProducerClient;
import io.firstlight.ingest.component.LastState;
import io.firstlight.ingest.component.ProducerClient;
import io.firstlight.ingest.component.ProducerFactory;
import io.firstlight.ingest.component.ProducerSet;
import io.firstlight.ingest.component.Surroundings;
import io.firstlight.ingest.edge.EdgeClient;
import io.firstlight.ingest.edge.EdgeClientConfig;
import io.firstlight.ingest.sal.SalConfig;
import io.firstlight.ingest.sal.SalFeed;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * From SAL's topics to the frames of LOVE's socket: what a front end gets of each vector equals, to the byte, what LOVE would send it.
 */
class SalFramesTest {

    @TempDir
    private static Path directory;

    private static RunningEdge edge;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @BeforeAll
    static void start() throws Exception {
        edge = new RunningEdge(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        edge.close();
    }

    @Test
    void areLovesToTheByteWhenTheProducerWritesToKafka() throws Exception {
        IngestConfig config = IngestConfig.from(Map.of(
                IngestConfig.KAFKA,
                edge.kafka(),
                "FIRSTLIGHT_TOPIC_PREFIX",
                edge.plan().prefix()));
        check("straight", KafkaProducerClient.open(config, meters, Clock.systemUTC()));
    }

    @Test
    void areLovesToTheByteWhenTheProducerSpeaksToAnEdge() throws Exception {
        EdgeClientConfig config = EdgeClientConfig.from(Map.of(
                EdgeClientConfig.EDGES,
                "ws://127.0.0.1:" + edge.edge().port() + "/manager/ws/subscription",
                EdgeClientConfig.PASSWORD,
                RunningEdge.PROCESS_PASSWORD));
        check("socket", new EdgeClient(config, edge.plan(), meters, Clock.systemUTC()));
    }

    private void check(String subname, ProducerClient client) throws Exception {
        List<SalVector> vectors = SalVector.all(subname);
        try (StandInRegistry registry = StandInRegistry.start();
                SalComponents components = new SalComponents(edge.kafka(), registry.url(), subname)) {
            components.create(vectors.stream().map(SalVector::kind).toArray(SalTopicKind[]::new));
            InstantSource clock = () -> Instant.ofEpochMilli(SalVector.RECEIVED_EPOCH_MS);
            SalConfig sal = SalConfig.from(Map.of(
                    SalConfig.SUBNAME, subname,
                    SalConfig.BROKERS, edge.kafka(),
                    SalConfig.REGISTRY_URL, registry.url().toString()));
            ProducerFactory factory = new ProducerFactory(
                    ComponentConfig.from(Map.of(ComponentConfig.TELEMETRY, "every")),
                    new Surroundings(
                            new SalFeed(sal, meters, clock), client, LastState.NONE, meters, clock, System::nanoTime));
            try (ProducerSet producers = ProducerSet.ofAll(factory);
                    SocketClient frontend = edge.client("admin", "test")) {
                producers.start();
                // Telemetry that was written before has no frame.
                await().until(producers::isWorking);
                List<Frame> expected = vectors.stream().map(Frame::of).toList();
                for (Frame frame : expected) {
                    assertThat(frame.subscribe(frontend).next())
                            .isEqualTo("{\"data\": \"Successfully subscribed to " + frame.group() + "\"}");
                }
                for (SalVector vector : vectors) {
                    int id = components.register(vector.kind().topic(subname) + "-value", vector.schema());
                    components.writeRaw(vector.kind(), 0, SalComponents.framed(id, vector.record()));
                }
                List<String> frames = new ArrayList<>();
                while (frames.size() < expected.size()) {
                    frames.add(frontend.next());
                }
                // Components are independent of each other, so the order among them is any.
                assertThat(frames)
                        .containsExactlyInAnyOrderElementsOf(
                                expected.stream().map(Frame::text).toList());
            }
        }
    }

    /** What LOVE sends of a vector. */
    private record Frame(String category, String csc, int salindex, String stream, String payload) {

        static Frame of(SalVector vector) {
            boolean isEvent = vector.kind().isEvent();
            return new Frame(
                    isEvent ? "event" : "telemetry",
                    vector.kind().component(),
                    vector.record().hasField("salIndex") ? (int) vector.record().get("salIndex") : 0,
                    vector.kind().salName().replace("logevent_", ""),
                    isEvent ? "[" + vector.love() + "]" : vector.love());
        }

        SocketClient subscribe(SocketClient frontend) {
            return frontend.subscribe(category, csc, Integer.toString(salindex), stream);
        }

        String group() {
            return category + '-' + csc + '-' + salindex + '-' + stream;
        }

        String text() {
            return "{\"category\": \"" + category + "\", \"data\": [{\"csc\": \"" + csc + "\", \"salindex\": "
                    + salindex + ", \"data\": {\"" + stream + "\": " + payload + "}}], \"subscription\": \"" + group()
                    + "\"}";
        }
    }
}
