package io.firstlight.webedge.merge;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.schemas.json.Json;
import io.firstlight.schemas.json.JsonOutput;
import io.firstlight.schemas.json.Span;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

class ExtremesTest {

    @Test
    void writesTheLeastAndTheGreatestOfEachNumberInItsOwnText() {
        assertThat(written(over("{\"a\": 2.50, \"b\": [1]}", "{\"a\": -1, \"b\": [1.0]}", "{\"a\": 1e1, \"b\": [1]}")))
                .isEqualTo("{\"/a\": {\"min\": -1, \"max\": 1e1}, \"/b/0\": {\"min\": 1, \"max\": 1}}");
    }

    @Test
    void countsSamplesAlsoThoseWithoutNumbers() {
        Extremes extremes = over("{}", "{\"a\": 1}", "null");

        assertThat(extremes.count()).isEqualTo(3);
        assertThat(written(extremes)).isEqualTo("{\"/a\": {\"min\": 1, \"max\": 1}}");
    }

    @Test
    void writesAnEmptyObjectOverNothing() {
        assertThat(written(new Extremes())).isEqualTo("{}");
    }

    @Test
    void findsTheSameNumberInPayloadsOfAnotherOrder() {
        assertThat(written(over("{\"a\": 1, \"b\": 2, \"c\": 3}", "{\"c\": 4, \"a\": 0, \"d\": 5, \"b\": 2}")))
                .isEqualTo("{\"/a\": {\"min\": 0, \"max\": 1}, \"/b\": {\"min\": 2, \"max\": 2},"
                        + " \"/c\": {\"min\": 3, \"max\": 4}, \"/d\": {\"min\": 5, \"max\": 5}}");
    }

    @ParameterizedTest
    @CsvSource({
        "9007199254740992, 9007199254740993",
        "9007199254740992.0, 9007199254740993",
        "9223372036854775806, 9223372036854775807",
        "1e16, 10000000000000001",
        "-1E400, -1",
        "123456789012345678901234567890, 123456789012345678901234567891",
        "4.9e-324, 1e-323",
        "0.1, 0.10000000000000002",
    })
    void tellsApartWhateverLongsAndDoublesTellApart(String less, String greater) {
        String expected = "{\"\": {\"min\": " + less + ", \"max\": " + greater + "}}";

        assertThat(written(over(less, greater))).isEqualTo(expected);
        assertThat(written(over(greater, less))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0, -0.0", "1e400, 1e500", "1e-400, 0", "1e99999999999, 1e400", "1.0, 1", "100, 1e2"})
    void keepsTheFirstOfEqualNumbers(String first, String second) {
        assertThat(written(over(first, second))).isEqualTo("{\"\": {\"min\": " + first + ", \"max\": " + first + "}}");
    }

    @Test
    void holdsNoMoreThanOnePayloadMayHoldHoweverPayloadsDiffer() {
        Extremes extremes = new Extremes();
        int most = 0;
        for (int i = 0; i < 100; i++) {
            int from = i * 50;
            extremes.add(leaves(IntStream.range(from, from + 50)
                    .mapToObj(n -> "\"" + "n".repeat(100) + n + "\":" + n)
                    .collect(Collectors.joining(",", "{", "}"))));
            most = Math.max(most, extremes.bytes());
        }

        assertThat(read(extremes).size()).isEqualTo(NumericLeaves.MAX_LEAVES);
        assertThat(most).isLessThan(64 << 10);
    }

    @Test
    void aCopyGoesItsOwnWay() {
        Extremes extremes = over("[1]", "[2]");
        Extremes copy = extremes.copy();
        copy.add(leaves("[9, 9]"));

        assertThat(written(extremes)).isEqualTo("{\"/0\": {\"min\": 1, \"max\": 2}}");
        assertThat(extremes.count()).isEqualTo(2);
        assertThat(written(copy)).contains("\"max\": 9}").contains("\"/1\"");
    }

    @Test
    void agreesWithAReferenceOnRandomPayloadsAndKeepsItsPromisesOnSize() throws IOException {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            List<JsonNode> payloads = new ArrayList<>();
            Extremes extremes = new Extremes();
            for (int i = 0; i < 1 + random.nextInt(20); i++) {
                String payload = payload(random);
                payloads.add(Json.mapper().readTree(payload));
                NumericLeaves leaves = leaves(payload);
                int most = extremes.bytesAtMostWith(leaves);
                extremes.add(leaves);
                assertThat(extremes.bytes()).as("seed %d", seed).isLessThanOrEqualTo(most);
            }

            assertThat(extremes.bytes())
                    .as("seed %d", seed)
                    .isGreaterThanOrEqualTo(written(extremes).length());
            assertThat(minAndMax(read(extremes))).as("seed %d", seed).isEqualTo(reference(payloads));
        }
    }

    private static String payload(Random random) {
        return IntStream.range(0, 6)
                .filter(i -> random.nextInt(5) > 0)
                .mapToObj(i -> "\"f" + i + "\": " + value(random))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String value(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> "\"text\"";
            case 1 -> "{\"$float\":\"NaN\"}";
            case 2 -> "[" + random.nextInt(9) + ", " + random.nextInt(9) + ", \"x\"]";
            case 3 -> Long.toString(Long.MAX_VALUE - random.nextInt(4));
            case 4 -> Double.toString(random.nextGaussian() * 1e6);
            default -> Integer.toString(random.nextInt(20) - 10);
        };
    }

    /** The extremes by way of trees and decimals. */
    private static Map<String, List<BigDecimal>> reference(List<JsonNode> payloads) {
        Map<String, List<BigDecimal>> extremes = new LinkedHashMap<>();
        payloads.forEach(payload -> gather("", payload, extremes));
        return extremes;
    }

    private static void gather(String pointer, JsonNode node, Map<String, List<BigDecimal>> extremes) {
        if (node.isNumber()) {
            BigDecimal value = node.decimalValue();
            extremes.merge(
                    pointer,
                    List.of(value, value),
                    (old, more) -> List.of(old.get(0).min(value), old.get(1).max(value)));
        }
        node.properties().forEach(member -> gather(pointer + "/" + member.getKey(), member.getValue(), extremes));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            gather(pointer + "/" + i, node.get(i), extremes);
        }
    }

    private static Map<String, List<BigDecimal>> minAndMax(JsonNode written) {
        Map<String, List<BigDecimal>> extremes = new LinkedHashMap<>();
        written.properties()
                .forEach(leaf -> extremes.put(
                        leaf.getKey(),
                        List.of(
                                leaf.getValue().path("min").decimalValue(),
                                leaf.getValue().path("max").decimalValue())));
        return extremes;
    }

    private static Extremes over(String... payloads) {
        Extremes extremes = new Extremes();
        for (String payload : payloads) {
            extremes.add(leaves(payload));
        }
        return extremes;
    }

    private static NumericLeaves leaves(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return NumericLeaves.of(bytes, new Span(0, bytes.length));
    }

    private static String written(Extremes extremes) {
        JsonOutput out = new JsonOutput(64);
        extremes.appendTo(out);
        return new String(out.toByteArray(), StandardCharsets.UTF_8);
    }

    private static JsonNode read(Extremes extremes) {
        try {
            return Json.mapper().readTree(written(extremes));
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + written(extremes), e);
        }
    }
}
