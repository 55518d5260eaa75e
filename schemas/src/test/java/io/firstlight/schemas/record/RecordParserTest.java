package io.firstlight.schemas.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.json.Json;
import io.firstlight.schemas.json.RandomJson;
import io.firstlight.schemas.json.Span;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

import static org.assertj.core.api.Assertions.assertThat;

class RecordParserTest {

    @Test
    void findsTheStreamsOfAPlainRecord() {
        ComponentRecord parsed = parsed(
                "{\"category\":\"event\",\"csc\":\"ATDome\",\"salindex\":3,"
                        + "\"data\":{\"summaryState\":[{\"summaryState\":{\"value\":1}}],\"x\":-1},\"producer\":\"p\",\"producer_snd\":1.5}");
        assertThat(parsed.category()).isEqualTo(Category.EVENT);
        assertThat(parsed.component()).isEqualTo(new Component("ATDome", 3));
        assertThat(parsed.salindexIsText()).isFalse();
        assertThat(parsed.producer()).isEqualTo("p");
        assertThat(text(parsed, Objects.requireNonNull(parsed.producerSnd()))).isEqualTo("1.5");
        assertThat(parsed.streams()).extracting(StreamSpan::stream).containsExactly("summaryState", "x");
        assertThat(parsed.streams())
                .extracting(stream -> text(parsed, stream.payload()))
                .containsExactly("[{\"summaryState\":{\"value\":1}}]", "-1");
    }

    @Test
    void findsExactlyTheBytesOfEveryPayloadOfRandomRecords() throws IOException {
        for (long seed = 1; seed <= 20_000; seed++) {
            RandomJson json = new RandomJson(seed, false);
            String value = randomRecord(json);
            ComponentRecord parsed = parsed(value);
            ObjectNode tree = (ObjectNode) Json.mapper().readTree(value);
            ObjectNode data = (ObjectNode) tree.get("data");

            assertThat(parsed.streams())
                    .as("seed %d: %s", seed, value)
                    .extracting(StreamSpan::stream)
                    .containsExactlyElementsOf(names(data));
            for (StreamSpan stream : parsed.streams()) {
                assertExact(seed, parsed, stream.payload(), data.get(stream.stream()));
            }
            assertExact(seed, parsed, parsed.data(), data);
            assertThat(parsed.component().salindex())
                    .isEqualTo(tree.get("salindex").asInt());
            assertThat(parsed.salindexIsText()).isEqualTo(tree.get("salindex").isTextual());
            if (tree.has("producer_snd")) {
                assertExact(seed, parsed, Objects.requireNonNull(parsed.producerSnd()), tree.get("producer_snd"));
            }
            assertThat(parsed.producer()).isEqualTo(tree.path("producer").textValue());
        }
    }

    private static void assertExact(long seed, ComponentRecord parsed, Span span, JsonNode expected)
            throws IOException {
        String text = text(parsed, span);
        assertThat(Json.mapper().readTree(text))
                .as("seed %d, span %s: %s", seed, span, text)
                .isEqualTo(expected);
        assertThat(text).as("seed %d, no whitespace around", seed).isEqualTo(text.strip());
    }

    private static String randomRecord(RandomJson json) {
        StringBuilder data = new StringBuilder("{").append(json.space());
        int streams = json.random().nextInt(4);
        for (int i = 0; i < streams; i++) {
            data.append(i == 0 ? "" : ",")
                    .append(json.space())
                    .append("\"s")
                    .append(i)
                    .append('"');
            data.append(json.space())
                    .append(':')
                    .append(json.space())
                    .append(json.value(4))
                    .append(json.space());
        }
        int salindex = json.random().nextInt();
        List<String> members = new ArrayList<>(List.of(
                "\"category\"" + json.space() + ":" + json.space() + "\"telemetry\"",
                "\"csc\":" + json.space() + "\"MTMount\"",
                "\"salindex\":" + json.space() + (json.random().nextBoolean() ? salindex : "\"" + salindex + "\""),
                "\"data\"" + json.space() + ":" + json.space() + data + "}"));
        if (json.random().nextBoolean()) {
            members.add("\"producer\":" + json.string());
        }
        if (json.random().nextBoolean()) {
            members.add("\"producer_snd\":" + json.space() + json.value(1));
        }
        if (json.random().nextBoolean()) {
            members.add("\"unknown\":" + json.space() + json.value(3));
        }
        Collections.shuffle(members, json.random());
        return json.space() + "{" + json.space() + String.join(json.space() + "," + json.space(), members)
                + json.space() + "}" + json.space();
    }

    @ParameterizedTest
    @CsvSource({"0,0", "7,7", "-3,-3", "2147483647,2147483647", "\"12\",12", "\"-1\",-1"})
    void takesTheIndexAsNumberOrAsItsShortestText(String json, int index) {
        ComponentRecord parsed = parsed(withSalindex(json));
        assertThat(parsed.component().salindex()).isEqualTo(index);
        assertThat(parsed.salindexIsText()).isEqualTo(json.startsWith("\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2147483648",
                "-2147483649",
                "99999999999999999999",
                "1.0",
                "1e1",
                "\"\"",
                "\"+1\"",
                "\"01\"",
                "\"\u0663\"",
                "\"2147483648\"",
                "\" 1\"",
                "null",
                "true",
                "[1]",
                "-0"
            })
    void refusesAnyOtherIndexAsSuch(String json) {
        assertThat(reason(withSalindex(json))).contains("salindex");
    }

    @Test
    void takesANullProducerAsNone() {
        assertThat(parsed("{\"category\":\"event\",\"csc\":\"A\",\"salindex\":0,\"data\":{},\"producer\":null}")
                        .producer())
                .isNull();
    }

    @Test
    void takesTheLastOfARepeatedKeyButNotASecondData() {
        assertThat(parsed("{\"category\":\"event\",\"csc\":\"A\",\"csc\":\"B\",\"salindex\":0,\"data\":{}}")
                        .component()
                        .csc())
                .isEqualTo("B");
        assertThat(reason("{\"category\":\"event\",\"csc\":\"A\",\"salindex\":0,\"data\":{},\"data\":{}}"))
                .contains("data");
        assertThat(reason("{\"category\":\"event\",\"csc\":\"A\",\"salindex\":0,\"data\":{\"s\":1,\"s\":2}}"))
                .contains("twice");
    }

    @Test
    void readsNestingUpToItsLimitAndRefusesMore() {
        assertThat(RecordParser.parse(bytes(withPayload("[".repeat(190) + "]".repeat(190)))))
                .isInstanceOf(ComponentRecord.class);
        assertThat(reason(withPayload("[".repeat(100_000) + "]".repeat(100_000))))
                .contains("nesting");
    }

    @Nested
    class Malformed {

        @Test
        void isARecordWithoutValue() {
            assertThat(RecordParser.parse(null)).isInstanceOf(ParsedRecord.Malformed.class);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    " ",
                    "null",
                    "[]",
                    "1",
                    "\"a\"",
                    "{",
                    "{}",
                    "{\"category\":\"event\"}",
                    "nonsense",
                    "{\"category\"}",
                    "{\"category\":\"event\",\"csc\":\"A\",\"salindex\":0}",
                    "{\"category\":\"cmd\",\"csc\":\"A\",\"salindex\":0,\"data\":{}}",
                    "{\"category\":7,\"csc\":\"A\",\"salindex\":0,\"data\":{}}",
                    "{\"category\":\"event\",\"csc\":null,\"salindex\":0,\"data\":{}}",
                    "{\"category\":\"event\",\"csc\":\"A:B\",\"salindex\":0,\"data\":{}}",
                    "{\"category\":\"event\",\"csc\":\"A\",\"salindex\":0,\"data\":[]}",
                    "{\"category\":\"event\",\"csc\":\"A\",\"salindex\":0,\"data\":{\"a b\":1}}",
                    "{\"category\":\"event\",\"csc\":\"A\",\"salindex\":0,\"data\":{\"\":1}}",
                    "{\"category\":\"event\",\"csc\":\"A\",\"salindex\":0,\"data\":{},\"producer\":1}",
                    "{\"category\":\"event\",\"csc\":\"A\",\"salindex\":0,\"data\":{}} x",
                    "{\"category\":\"event\",\"csc\":\"A\",\"salindex\":0,\"data\":{}}{}",
                    "{\"category\":\"event\",\"csc\":\"A\",\"salindex\":0,\"data\":{},}",
                    "{'category':'event'}"
                })
        void isEverythingThatLacksTheShape(String value) {
            assertThat(reason(value)).isNotBlank();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "NaN",
                    "[Infinity]",
                    "{\"a\":-Infinity}",
                    "+1",
                    "01",
                    "1.",
                    ".5",
                    "'a'",
                    "\"\n\"",
                    "tru",
                    "/**/1"
                })
        void isAPayloadThatIsNotStrictJson(String payload) {
            assertThat(reason(withPayload(payload))).contains("not strict JSON");
        }

        @Test
        void isWhatIsNotUtf8() {
            for (int[] bad : new int[][] {
                {0x80}, {0xC0, 0xAF}, {0xE0, 0x80, 0xAF}, {0xED, 0xA0, 0x80}, {0xF5, 0x80, 0x80, 0x80}, {0xFF}, {0xC3}
            }) {
                byte[] value = bytes(withPayload("\"" + "?".repeat(bad.length) + "\""));
                int at = new String(value, StandardCharsets.UTF_8).indexOf('?');
                for (int i = 0; i < bad.length; i++) {
                    value[at + i] = (byte) bad[i];
                }
                assertThat(RecordParser.parse(value))
                        .as(Arrays.toString(bad))
                        .isEqualTo(new ParsedRecord.Malformed("the value is not UTF-8"));
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE"})
        void isAnotherUnicodeEncodingEvenIfItsBytesPassForUtf8(String charset) {
            byte[] value = withPayload("1").getBytes(Charset.forName(charset));
            assertThat(Json.isUtf8(value)).isTrue();
            assertThat(RecordParser.parse(value)).isInstanceOf(ParsedRecord.Malformed.class);
        }

        @Test
        void isAByteOrderMarkWhichJsonForbids() {
            assertThat(reason("\ufeff" + withPayload("1"))).contains("not strict JSON");
        }

        @Test
        void isARecordCutAnywhere() {
            byte[] whole = bytes(withPayload("{\"é\":[1.5e+3,\"\\n\",true]}"));
            for (int length = 0; length < whole.length; length++) {
                assertThat(RecordParser.parse(Arrays.copyOf(whole, length)))
                        .as("the first %d bytes", length)
                        .isInstanceOf(ParsedRecord.Malformed.class);
            }
        }

        @Test
        void neverThrowsWhateverTheBytes() {
            byte[] whole = bytes(withPayload("{\"é\":[1.5e+3,\"\\n\",true]}"));
            for (long seed = 1; seed <= 20_000; seed++) {
                java.util.Random random = new java.util.Random(seed);
                byte[] damaged = whole.clone();
                for (int i = 1 + random.nextInt(4); i > 0; i--) {
                    damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
                }
                assertThat(RecordParser.parse(damaged)).as("seed %d", seed).isNotNull();
            }
        }
    }

    private static List<String> names(ObjectNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static String withSalindex(String json) {
        return "{\"category\":\"event\",\"csc\":\"A\",\"salindex\":" + json + ",\"data\":{}}";
    }

    private static String withPayload(String json) {
        return "{\"category\":\"event\",\"csc\":\"A\",\"salindex\":0,\"data\":{\"s\":" + json + "}}";
    }

    private static ComponentRecord parsed(String value) {
        ParsedRecord record = RecordParser.parse(bytes(value));
        assertThat(record).as(value).isInstanceOf(ComponentRecord.class);
        return (ComponentRecord) record;
    }

    private static String reason(String value) {
        ParsedRecord record = RecordParser.parse(bytes(value));
        assertThat(record).as(value).isInstanceOf(ParsedRecord.Malformed.class);
        return ((ParsedRecord.Malformed) record).reason();
    }

    private static String text(ComponentRecord record, Span span) {
        return new String(record.value(), span.start(), span.length(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
