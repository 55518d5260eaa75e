package io.firstlight.schemas.json;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;

import static org.assertj.core.api.Assertions.assertThat;

final class NonFiniteNumbersTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    [NaN,1e+16,1E+16,1e-7,1e5,-1]   | [{"$float":"NaN"},1e+16,1E+16,1e-7,1e5,-1]
                    {"a":-Infinity,"b":Infinity}    | {"a":{"$float":"-Infinity"},"b":{"$float":"Infinity"}}
                    ["NaN \\" Infinity",true,-Infinity] | ["NaN \\" Infinity",true,{"$float":"-Infinity"}]
                    """)
    void replacesBareWordsAndLeavesAllElse(String lenient, String strict) {
        byte[] json = lenient.getBytes(StandardCharsets.UTF_8);
        assertThat(NonFiniteNumbers.toStrict(json, new Span(0, json.length)))
                .asString()
                .isEqualTo(strict);
    }
}
