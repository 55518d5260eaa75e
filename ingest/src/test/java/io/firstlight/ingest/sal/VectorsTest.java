package io.firstlight.ingest.sal;

import io.firstlight.embedded.testkit.TestKafka;
import io.firstlight.embedded.testkit.sal.SalComponents;
import io.firstlight.embedded.testkit.sal.SalTopicKind;
import io.firstlight.embedded.testkit.sal.SalVector;
import io.firstlight.embedded.testkit.sal.StandInRegistry;
import io.firstlight.ingest.component.Interest;
import io.firstlight.ingest.component.Sample;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.json.Json;
import io.firstlight.schemas.json.NonFiniteNumbers;
import io.firstlight.schemas.json.Span;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Records of all kinds, written with Avro's own writer, through a real broker; expected is what Python prints for LOVE.
 */
final class VectorsTest {

    private static final String KAFKA = TestKafka.shared().bootstrapServers();
    private static final String SUBNAME = "vectors";

    private final Heard heard = new Heard();

    @Test
    void makesOfEveryRecordWhatPythonPrintsForLove() {
        List<SalVector> vectors = SalVector.all();
        try (StandInRegistry registry = StandInRegistry.start();
                SalComponents components = new SalComponents(KAFKA, registry.url(), SUBNAME)) {
            components.create(vectors.stream().map(SalVector::kind).toArray(SalTopicKind[]::new));
            SalConfig config = SalConfig.from(Map.of(
                    SalConfig.SUBNAME, SUBNAME,
                    SalConfig.BROKERS, KAFKA,
                    SalConfig.REGISTRY_URL, registry.url().toString()));
            InstantSource clock = () -> Instant.ofEpochMilli(SalVector.RECEIVED_EPOCH_MS);
            try (SalFeed feed = new SalFeed(config, new SimpleMeterRegistry(), clock)) {
                feed.start(List.of(Interest.inEverything()), heard);
                await().atMost(Duration.ofSeconds(30)).until(heard::hasCaughtUp);
                write(components, vectors);
                await().atMost(Duration.ofSeconds(30)).until(() -> heard.samples.size() == vectors.size());
            }
        }
        Map<String, Sample> byComponent = heard.samples.stream()
                .collect(Collectors.toMap(sample -> sample.component().csc(), sample -> sample));
        vectors.forEach(vector ->
                check(Objects.requireNonNull(byComponent.get(vector.kind().component())), vector));
    }

    private static void write(SalComponents components, List<SalVector> vectors) {
        for (SalVector vector : vectors) {
            int id = components.register(vector.kind().topic(SUBNAME) + "-value", vector.schema());
            components.writeRaw(vector.kind(), 0, SalComponents.framed(id, vector.record()));
        }
    }

    private static void check(Sample sample, SalVector vector) {
        String name = vector.name();
        String salName = vector.kind().salName();
        byte[] json = sample.fields().toJson();
        assertThat(isStrict(json)).as(name).isTrue();
        assertThat(new String(NonFiniteNumbers.toLove(json, new Span(0, json.length)), StandardCharsets.UTF_8))
                .as(name)
                .isEqualTo(vector.love());
        assertThat(sample.category())
                .as(name)
                .isEqualTo(salName.startsWith("logevent_") ? Category.EVENT : Category.TELEMETRY);
        assertThat(sample.stream()).as(name).isEqualTo(salName.replace("logevent_", ""));
        assertThat(sample.component().salindex())
                .as(name)
                .isEqualTo(
                        vector.record().hasField("salIndex") ? vector.record().get("salIndex") : 0);
        assertThat(sample.sentTai()).as(name).isEqualTo(1690852677.0);
    }

    private static boolean isStrict(byte[] json) {
        try {
            return Json.mapper().readTree(json).isObject();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void givesTheValuesOfFieldsByName() {
        RecordPlan plan = RecordPlan.of("""
                {"type": "record", "name": "t", "fields": [
                  {"name": "yes", "type": "boolean"}, {"name": "whole", "type": "int"}, {"name": "real", "type": "float"},
                  {"name": "text", "type": "string"}, {"name": "list", "type": {"type": "array", "items": "long"}},
                  {"name": "none", "type": ["null", "int"]}, {"name": "private_rcvStamp", "type": "double"}]}
                """);
        byte[] bytes = {1, 84, 0, 0, (byte) 0xc0, 0x3f, 4, 'h', 'i', 4, 2, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        RecordFields fields = plan.fields(bytes, 0, 12.5);
        assertThat(fields.flag("yes", false)).isTrue();
        assertThat(fields.integer("whole", 0)).isEqualTo(42);
        assertThat(fields.number("real", 0)).isEqualTo(1.5);
        assertThat(fields.text("text", "")).isEqualTo("hi");
        assertThat(fields.integers("list")).containsExactly(1L, 2L);
        assertThat(fields.value("none")).isNull();
        assertThat(fields.value("absent")).isNull();
        assertThat(fields.number("private_rcvStamp", 0)).isEqualTo(12.5);
        assertThat(fields.sentTai()).isNaN();
    }
}
