package io.firstlight.schemas.json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import static org.assertj.core.api.Assertions.assertThat;

class JsonOutputTest {

    @Test
    void putsTogetherTextNumbersAndSpans() {
        byte[] source = "xx{\"é\":1}yy".getBytes(StandardCharsets.UTF_8);
        byte[] json = new JsonOutput(0)
                .literal("{\"ä\":")
                .number(Long.MIN_VALUE)
                .literal(",\"b\":")
                .span(source, new Span(2, 10))
                .literal("}")
                .toByteArray();
        assertThat(json).asString(StandardCharsets.UTF_8).isEqualTo("{\"ä\":-9223372036854775808,\"b\":{\"é\":1}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "\"\\\n\t\u0000\u001f",
                "é日本🔭",
                "\ud800",
                "\udc00",
                "a\ud83db",
                "\ud83d\ud83d\udd2d",
                "🔭\udd2d",
                "\udd2d\ud83d"
            })
    void quotesAnyTextSoThatItReadsBackTheSame(String text) throws IOException {
        byte[] json = new JsonOutput(0).quoted(text).toByteArray();
        assertThat(Json.isUtf8(json)).isTrue();
        assertThat(Json.mapper().readTree(json).textValue()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "1795218153.400461, 1795218153.400461",
        "1795218153, 1795218153.0",
        "-37, -37.0",
        "0, 0.0",
        "1e-7, 0.00000010",
        "1e22, 10000000000000000000000.0"
    })
    void writesDecimalsWithAPointAndWithoutAnExponent(double value, String text) {
        assertThat(new String(new JsonOutput(8).decimal(value).toByteArray(), StandardCharsets.US_ASCII))
                .isEqualTo(text);
    }
}
