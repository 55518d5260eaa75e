package io.firstlight.schemas.jsonschema;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.code.ErrorCode;
import io.firstlight.schemas.json.JsonOutput;
import io.firstlight.schemas.json.RandomJson;
import io.firstlight.schemas.json.Span;
import io.firstlight.schemas.record.ComponentRecord;
import io.firstlight.schemas.record.RecordParser;
import io.firstlight.schemas.record.RecordWriter;
import io.firstlight.schemas.state.RouterContract;
import io.firstlight.schemas.state.StateEntry;
import io.firstlight.schemas.topic.Topic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

import static org.assertj.core.api.Assertions.assertThat;

class JsonSchemasTest {

    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final List<Category> CATEGORIES = List.of(Category.values());

    static List<String> names() {
        return JsonSchemas.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void areThemselvesValidSchemasWithTheirNameAsId(String name) {
        String text = JsonSchemas.text(name).orElseThrow();
        Schema metaSchema = REGISTRY.getSchema(
                com.networknt.schema.SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        assertThat(metaSchema.validate(text, InputFormat.JSON)).isEmpty();
        assertThat(text).contains("\"$id\": \"urn:firstlight:schema:" + name + "\"");
    }

    @ParameterizedTest
    @EnumSource
    void existForEveryTopicButQuarantineAndReplies(Topic topic) {
        assertThat(JsonSchemas.text(topic).isPresent()).isEqualTo(topic != Topic.QUARANTINE && topic != Topic.REPLY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "state", "../../address/Names", "state.v1.json", "state.v2"})
    void areFoundByTheirNamesOnly(String name) {
        assertThat(JsonSchemas.text(name)).isEmpty();
    }

    @Test
    void takeWhateverTheWritersWrite() {
        for (long seed = 1; seed <= 500; seed++) {
            RandomJson json = new RandomJson(seed, false);
            Category category = CATEGORIES.get(json.random().nextInt(CATEGORIES.size()));
            byte[] data =
                    ("{\"a\":" + json.value(3) + ",\"b-1.x\":" + json.value(3) + "}").getBytes(StandardCharsets.UTF_8);
            byte[] value = RecordWriter.write(
                    category,
                    new Component("A_b-c.1", json.random().nextInt()),
                    json.random().nextBoolean(),
                    data,
                    new Span(0, data.length),
                    json.random().nextBoolean() ? null : "p",
                    json.random().nextBoolean() ? null : json.number());
            assertThat(errors(JsonSchemas.text(category.topic()).orElseThrow(), value))
                    .as("seed %d", seed)
                    .isEmpty();

            if (RouterContract.categories().contains(category)) {
                ComponentRecord record = (ComponentRecord) RecordParser.parse(value);
                byte[] entry = StateEntry.write(
                        record, record.streams().getFirst(), json.random().nextLong(Long.MAX_VALUE));
                assertThat(errors(JsonSchemas.text(Topic.STATE).orElseThrow(), entry))
                        .as("seed %d", seed)
                        .isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void takeTheFrameOfEveryError(ErrorCode code) {
        byte[] frame = new JsonOutput(100)
                .literal("{\"error\":{\"code\":")
                .number(code.number())
                .literal(",\"name\":")
                .quoted(code.wireName())
                .literal(",\"message\":")
                .quoted(code.meaning())
                .literal(",\"remedy\":")
                .quoted(code.remedy().name().toLowerCase(Locale.ROOT))
                .literal("}}")
                .toByteArray();
        assertThat(errors(JsonSchemas.error(), frame)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"category\":\"cmd\",\"csc\":\"A\",\"salindex\":0,\"data\":{}}",
                "{\"category\":\"event\",\"csc\":\"A B\",\"salindex\":0,\"data\":{}}",
                "{\"category\":\"event\",\"csc\":\"A\",\"salindex\":1.5,\"data\":{}}",
                "{\"category\":\"event\",\"csc\":\"A\",\"salindex\":\"01\",\"data\":{}}",
                "{\"category\":\"event\",\"csc\":\"A\",\"salindex\":0,\"data\":[]}",
                "{\"category\":\"event\",\"csc\":\"A\",\"salindex\":0,\"data\":{\"a b\":1}}"
            })
    void refuseWhatTheParserRefuses(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        assertThat(RecordParser.parse(bytes)).isNotInstanceOf(ComponentRecord.class);
        assertThat(errors(JsonSchemas.text(Topic.EVENT).orElseThrow(), bytes)).isNotEmpty();
    }

    private static List<Error> errors(String schema, byte[] json) {
        return REGISTRY.getSchema(schema).validate(new String(json, StandardCharsets.UTF_8), InputFormat.JSON);
    }
}
