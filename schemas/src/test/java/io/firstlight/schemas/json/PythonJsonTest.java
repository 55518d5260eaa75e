package io.firstlight.schemas.json;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

import static org.assertj.core.api.Assertions.assertThat;

/** Compared with what Python printed; {@code floats.py} beside the resource made it. */
class PythonJsonTest {

    private static String number(double value) {
        JsonOutput out = new JsonOutput(0);
        PythonJson.number(out, value);
        return new String(out.toByteArray(), StandardCharsets.US_ASCII);
    }

    private static String text(String text) {
        JsonOutput out = new JsonOutput(0);
        PythonJson.text(out, text);
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        JsonOutput again = new JsonOutput(0);
        PythonJson.text(again, utf8, 0, utf8.length);
        assertThat(again.toByteArray()).isEqualTo(out.toByteArray());
        return new String(out.toByteArray(), StandardCharsets.US_ASCII);
    }

    @Test
    void printsNumbersAsPythonDoes() throws IOException {
        try (InputStream resource =
                Objects.requireNonNull(PythonJsonTest.class.getResourceAsStream("/python/floats.txt"))) {
            List<String> lines = new String(resource.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
            assertThat(lines).hasSizeGreaterThan(1000);
            for (String line : lines) {
                double value = Double.longBitsToDouble(Long.parseUnsignedLong(line.substring(0, 16), 16));
                assertThat(number(value)).as(line).isEqualTo(line.substring(17));
            }
        }
    }

    @Test
    void writesNumbersThatAreNotFiniteInTheStrictEncoding() {
        assertThat(number(Double.NaN)).isEqualTo("{\"$float\":\"NaN\"}");
        assertThat(number(Double.NEGATIVE_INFINITY)).isEqualTo("{\"$float\":\"-Infinity\"}");
    }

    @Test
    void escapesAllButThePrintableLettersOfAscii() {
        assertThat(text("plain / ~ text")).isEqualTo("\"plain / ~ text\"");
        assertThat(text("")).isEqualTo("\"\"");
        assertThat(text("\"\\\n\r\t\f\b")).isEqualTo("\"\\\"\\\\\\n\\r\\t\\f\\b\"");
        assertThat(text("\0\u001f\u007fé€")).isEqualTo("\"\\u0000\\u001f\\u007f\\u00e9\\u20ac\"");
        assertThat(text("a\ud83d\udd2db")).isEqualTo("\"a\\ud83d\\udd2db\"");
    }
}
