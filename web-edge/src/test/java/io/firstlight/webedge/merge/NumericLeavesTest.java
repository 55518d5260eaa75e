package io.firstlight.webedge.merge;

import io.firstlight.schemas.json.Span;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class NumericLeavesTest {

    @Test
    void findsEveryNumberWithItsPointerAndItsTextAsWritten() {
        assertThat(
                        textsByPointer(
                                "{\"position\": {\"value\": 1.50, \"dataType\": \"Double\"}, \"n\": [1, [2e+3, -0], {\"x\": 4}]}"))
                .containsExactly(
                        Map.entry("\"/position/value\"", "1.50"),
                        Map.entry("\"/n/0\"", "1"),
                        Map.entry("\"/n/1/0\"", "2e+3"),
                        Map.entry("\"/n/1/1\"", "-0"),
                        Map.entry("\"/n/2/x\"", "4"));
    }

    @Test
    void countsElementsThatAreNoNumbers() {
        assertThat(textsByPointer("[\"a\", null, true, {}, [], 5]")).containsExactly(Map.entry("\"/5\"", "5"));
    }

    @Test
    void readsOnlyTheSpan() {
        byte[] json = bytes("{\"a\": 1, \"b\": {\"c\": 2}}");

        assertThat(textsByPointer(NumericLeaves.of(json, new Span(14, json.length - 1))))
                .containsExactly(Map.entry("\"/c\"", "2"));
    }

    @Test
    void givesAPayloadThatIsANumberTheEmptyPointer() {
        assertThat(textsByPointer("42")).containsExactly(Map.entry("\"\"", "42"));
    }

    @Test
    void escapesNamesForThePointerAndThenForJson() {
        assertThat(textsByPointer("{\"a/b~c\": {\"q\\\"\\\\\": 1, \"\\u0001\": 2, \"\": 3}, \"µ\\ud83d\\ude00\": 4}"))
                .containsExactly(
                        Map.entry("\"/a~1b~0c/q\\\"\\\\\"", "1"),
                        Map.entry("\"/a~1b~0c/\\u0001\"", "2"),
                        Map.entry("\"/a~1b~0c/\"", "3"),
                        Map.entry("\"/µ\ud83d\ude00\"", "4"));
    }

    @Test
    void leavesOutTheObjectsThatStandForNumbersThatAreNotFinite() {
        assertThat(textsByPointer("{\"a\": {\"$float\":\"NaN\"}, \"b\": 1}")).containsExactly(Map.entry("\"/b\"", "1"));
    }

    @Test
    void leavesOutNumbersThatAreLongerThanAnyDouble() {
        assertThat(textsByPointer("[1" + "0".repeat(NumericLeaves.MAX_NUMBER_CHARS) + ", 2]"))
                .containsExactly(Map.entry("\"/1\"", "2"));
    }

    @Test
    void looksAtTheFirst256NumbersOnly() {
        String json = IntStream.range(0, 1000).mapToObj(Integer::toString).collect(Collectors.joining(",", "[", "]"));

        assertThat(textsByPointer(json)).hasSize(256).containsEntry("\"/255\"", "255");
    }

    @Test
    void holdsLittleMoreThanItsBoundHoweverLongNamesAre() {
        String name = "\"" + "n".repeat(9_000) + "\":";
        String json = ("{" + name).repeat(100)
                + IntStream.range(0, 200).mapToObj(Integer::toString).collect(Collectors.joining(",", "[", "]"))
                + "}".repeat(100);

        assertThat(leaves(json).size()).isZero();
        assertThat(leaves("{" + name + "[1,2,3,4,5,6,7,8]}").bytes()).isLessThan(2 * NumericLeaves.MAX_TEXT_BYTES);
        assertThat(leaves("{" + name + "[1,2,3,4,5,6,7,8]}").size()).isEqualTo(4);
    }

    @Test
    void followsDeepNesting() {
        assertThat(textsByPointer("[".repeat(150) + "7" + "]".repeat(150)))
                .containsExactly(Map.entry("\"" + "/0".repeat(150) + "\"", "7"));
    }

    @Test
    void refusesWhatIsNotJson() {
        assertThatThrownBy(() -> leaves("{\"a\": 1,}")).isInstanceOf(IllegalArgumentException.class);
    }

    private static Map<String, String> textsByPointer(String json) {
        return textsByPointer(leaves(json));
    }

    private static Map<String, String> textsByPointer(NumericLeaves leaves) {
        Map<String, String> texts = new LinkedHashMap<>();
        Pointers pointers = leaves.pointers();
        for (int i = 0; i < leaves.size(); i++) {
            texts.put(
                    text(pointers.strings(), pointers.start(i), pointers.end(i)),
                    text(leaves.texts(), leaves.textStart(i), leaves.textEnd(i)));
        }
        return texts;
    }

    private static String text(byte[] source, int from, int to) {
        return new String(source, from, to - from, StandardCharsets.UTF_8);
    }

    private static NumericLeaves leaves(String json) {
        byte[] bytes = bytes(json);
        return NumericLeaves.of(bytes, new Span(0, bytes.length));
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
