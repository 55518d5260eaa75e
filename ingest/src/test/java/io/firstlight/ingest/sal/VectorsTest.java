package io.firstlight.ingest.sal;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.embedded.testkit.TestKafka;
import io.firstlight.embedded.testkit.sal.SalComponents;
import io.firstlight.embedded.testkit.sal.StandInRegistry;
import io.firstlight.ingest.component.Interest;
import io.firstlight.ingest.component.Sample;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.json.Json;
import io.firstlight.schemas.json.NonFiniteNumbers;
import io.firstlight.schemas.json.Span;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Records of all kinds, written with Avro's own writer, through a real broker; expected is what Python prints for LOVE. {@code vectors.py} beside
 * the resource made the table.
 */
final class VectorsTest {

    private static final String KAFKA = TestKafka.shared().bootstrapServers();
    private static final String SUBNAME = "vectors";
    /** 1690852677.25 in TAI. */
    private static final Instant ARRIVAL = Instant.ofEpochMilli(1_690_852_640_250L);

    private final Heard heard = new Heard();
    private final Map<String, JsonNode> vectors = new LinkedHashMap<>();

    @Test
    void makesOfEveryRecordWhatPythonPrintsForLove() throws Exception {
        try (InputStream table = Objects.requireNonNull(VectorsTest.class.getResourceAsStream("vectors.json"));
                StandInRegistry registry = StandInRegistry.start();
                SalComponents components = new SalComponents(KAFKA, registry.url(), SUBNAME)) {
            for (JsonNode vector : Json.mapper().readTree(table)) {
                vectors.put("Test" + vectors.size(), vector);
            }
            write(components);
            SalConfig config = SalConfig.from(Map.of(
                    SalConfig.SUBNAME, SUBNAME,
                    SalConfig.BROKERS, KAFKA,
                    SalConfig.REGISTRY_URL, registry.url().toString()));
            try (SalFeed feed = new SalFeed(config, new SimpleMeterRegistry(), () -> ARRIVAL)) {
                feed.start(List.of(Interest.inEverything()), heard);
                await().atMost(Duration.ofSeconds(30)).until(heard::hasCaughtUp);
                // Of telemetry there is no past: it is written again.
                write(components);
                await().atMost(Duration.ofSeconds(30)).until(() -> heard.samples.size() > vectors.size());
            }
        }
        Map<String, Sample> latest = new LinkedHashMap<>();
        heard.samples.forEach(sample -> latest.put(sample.component().csc(), sample));
        assertThat(latest.keySet()).containsExactlyInAnyOrderElementsOf(vectors.keySet());
        vectors.forEach((csc, vector) -> check(Objects.requireNonNull(latest.get(csc)), vector));
    }

    private void write(SalComponents components) throws Exception {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        List<NewTopic> topics = new ArrayList<>();
        vectors.forEach((csc, vector) -> {
            String topic =
                    "lsst." + SUBNAME + '.' + csc + '.' + vector.path("salName").textValue();
            String schemaText = vector.path("schema").toString();
            int id = components.register(topic + "-value", schemaText);
            Schema schema = new Schema.Parser().parse(schemaText);
            GenericRecord record = (GenericRecord) Objects.requireNonNull(value(schema, vector.path("record")));
            topics.add(new NewTopic(topic, 1, (short) 1));
            records.add(new ProducerRecord<>(topic, SalComponents.framed(id, record)));
        });
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", KAFKA));
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", KAFKA), new ByteArraySerializer(), new ByteArraySerializer())) {
            if (heard.caughtUp.get() == 0) {
                admin.createTopics(topics).all().get();
            }
            records.forEach(producer::send);
        }
    }

    private static @Nullable Object value(Schema schema, JsonNode json) {
        return switch (schema.getType()) {
            case NULL -> null;
            case BOOLEAN -> json.booleanValue();
            case INT -> json.intValue();
            case LONG -> json.longValue();
            case FLOAT -> json.isTextual() ? Float.parseFloat(json.textValue()) : (float) json.doubleValue();
            case DOUBLE -> json.isTextual() ? Double.parseDouble(json.textValue()) : json.doubleValue();
            case STRING -> json.textValue();
            case ENUM -> new GenericData.EnumSymbol(schema, json.textValue());
            case ARRAY -> {
                List<@Nullable Object> values = new ArrayList<>();
                json.forEach(element -> values.add(value(schema.getElementType(), element)));
                yield values;
            }
            case UNION ->
                json.isNull()
                        ? null
                        : value(
                                schema.getTypes().stream()
                                        .filter(branch -> branch.getType() != Schema.Type.NULL)
                                        .findFirst()
                                        .orElseThrow(),
                                json);
            case RECORD -> {
                GenericRecord record = new GenericData.Record(schema);
                schema.getFields()
                        .forEach(field -> record.put(field.pos(), value(field.schema(), json.path(field.name()))));
                yield record;
            }
            default -> throw new IllegalArgumentException(schema.toString());
        };
    }

    private static void check(Sample sample, JsonNode vector) {
        String name = vector.path("name").textValue();
        String salName = vector.path("salName").textValue();
        byte[] json = sample.fields().toJson();
        assertThat(isStrict(json)).as(name).isTrue();
        assertThat(new String(NonFiniteNumbers.toLove(json, new Span(0, json.length)), StandardCharsets.UTF_8))
                .as(name)
                .isEqualTo(vector.path("love").textValue());
        assertThat(sample.category())
                .as(name)
                .isEqualTo(salName.startsWith("logevent_") ? Category.EVENT : Category.TELEMETRY);
        assertThat(sample.stream()).as(name).isEqualTo(salName.replace("logevent_", ""));
        assertThat(sample.component().salindex())
                .as(name)
                .isEqualTo(vector.path("record").path("salIndex").asInt());
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
