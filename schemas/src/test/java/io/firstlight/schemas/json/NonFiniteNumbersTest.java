package io.firstlight.schemas.json;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class NonFiniteNumbersTest {

    private static final JsonMapper LENIENT = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();
    private static final Pattern STRING = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "NaN|{\"$float\":\"NaN\"}",
                "[-Infinity,Infinity]|[{\"$float\":\"-Infinity\"},{\"$float\":\"Infinity\"}]",
                "{\"a\":NaN , \"NaN\":1}|{\"a\":{\"$float\":\"NaN\"} , \"NaN\":1}",
                "[\"NaN\",\"\\\"NaN\",\"-Infinity\"]|[\"NaN\",\"\\\"NaN\",\"-Infinity\"]",
                "[1e5,-1,-1.5E-3,true,false,null]|[1e5,-1,-1.5E-3,true,false,null]",
                "[1e+5,1E+20,NaN]|[1e+5,1E+20,{\"$float\":\"NaN\"}]",
                "1e+20|1e+20",
            })
    void writesBareWordsAsObjectsAndLeavesTheRest(String lenient, String strict) {
        assertThat(toStrict(lenient)).isEqualTo(strict);
    }

    @ParameterizedTest
    @ValueSource(strings = {"INF", "-INF", "[1,INF]", "+Infinity", "[+INF]", "NaNs", "Infinityy", "{\"a\":+Infinity}"})
    void refusesOtherBareWordsThatALenientReaderTakes(String lenient) {
        byte[] bytes = utf8(lenient);
        assertThat(NonFiniteNumbers.mayContainWords(bytes, whole(bytes))).isTrue();
        assertThatThrownBy(() -> NonFiniteNumbers.toStrict(bytes, whole(bytes)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void writesTheWordsBareTowardsLoveAndEscapesThemInStrings() {
        assertThat(
                        toLove(
                                "{\"a\":{\"$float\":\"NaN\"},\"b\":{\"$float\":\"-Infinity\"},\"c\":\"NaN or -Infinity\",\"NaN\":1}"))
                .isEqualTo("{\"a\":NaN,\"b\":-Infinity,\"c\":\"Na\\u004e or -Infinit\\u0079\",\"Na\\u004e\":1}");
    }

    @Test
    void escapesTheWordsBehindEscapesToo() {
        assertThat(toLove("\"\\\\NaN\\\"NaNaN\"")).isEqualTo("\"\\\\Na\\u004e\\\"Na\\u004eaN\"");
    }

    @Test
    void leavesOtherObjectsWithTheSameKeyAlone() {
        assertThat(toLove("[{\"$float\":\"nan\"},{\"$float\":1},{\"$float\":\"\"}]"))
                .isEqualTo("[{\"$float\":\"nan\"},{\"$float\":1},{\"$float\":\"\"}]");
    }

    @Test
    void keepsToTheSpan() {
        byte[] bytes = utf8("NaN[NaN]NaN");
        assertThat(NonFiniteNumbers.toStrict(bytes, new Span(3, 8)))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("[{\"$float\":\"NaN\"}]");
        assertThat(NonFiniteNumbers.mayContainWords(bytes, new Span(1, 6))).isFalse();
    }

    @Test
    void encodesDoublesAsTheTranslationDoes() {
        assertThat(NonFiniteNumbers.encoded(Double.NaN)).isEqualTo(toStrict("NaN"));
        assertThat(NonFiniteNumbers.encoded(Double.POSITIVE_INFINITY)).isEqualTo(toStrict("Infinity"));
        assertThat(NonFiniteNumbers.encoded(Double.NEGATIVE_INFINITY)).isEqualTo(toStrict("-Infinity"));
        assertThatThrownBy(() -> NonFiniteNumbers.encoded(1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keepsTheMeaningOfRandomValuesThereAndBack() throws IOException {
        for (long seed = 1; seed <= 20_000; seed++) {
            String lenient = new RandomJson(seed, true).value(4);
            JsonNode meaning = LENIENT.readTree(lenient);

            String strict = toStrict(lenient);
            assertThat(Json.mapper().readTree(strict))
                    .as("strict, seed %d: %s", seed, lenient)
                    .isNotNull();
            assertThat(decoded(LENIENT.readTree(strict)))
                    .as("strict, seed %d: %s", seed, lenient)
                    .isEqualTo(meaning);

            String love = toLove(strict);
            assertThat(LENIENT.readTree(love))
                    .as("love, seed %d: %s", seed, lenient)
                    .isEqualTo(meaning);
            assertThat(wordsInStrings(love))
                    .as("words in strings, seed %d: %s", seed, love)
                    .isFalse();

            if (!NonFiniteNumbers.mayContainWords(utf8(lenient), whole(utf8(lenient)))) {
                assertThat(strict).as("seed %d", seed).isEqualTo(lenient);
                assertThat(love).as("seed %d", seed).isEqualTo(lenient);
            }
        }
    }

    private static boolean wordsInStrings(String json) {
        Matcher strings = STRING.matcher(json);
        while (strings.find()) {
            if (strings.group().contains("NaN") || strings.group().contains("Infinity")) {
                return true;
            }
        }
        return false;
    }

    /** The tree with the encoded numbers turned into doubles. */
    private static JsonNode decoded(JsonNode node) {
        if (node.isObject() && node.size() == 1 && node.path("$float").isTextual()) {
            return JsonNodeFactory.instance.numberNode(
                    Double.parseDouble(node.get("$float").textValue()));
        }
        if (node instanceof ObjectNode object) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            object.properties().forEach(member -> copy.set(member.getKey(), decoded(member.getValue())));
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            array.forEach(element -> copy.add(decoded(element)));
            return copy;
        }
        return node;
    }

    private static String toStrict(String json) {
        return new String(NonFiniteNumbers.toStrict(utf8(json), whole(utf8(json))), StandardCharsets.UTF_8);
    }

    private static String toLove(String json) {
        return new String(NonFiniteNumbers.toLove(utf8(json), whole(utf8(json))), StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Span whole(byte[] bytes) {
        return new Span(0, bytes.length);
    }
}
