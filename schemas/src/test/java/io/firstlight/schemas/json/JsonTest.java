package io.firstlight.schemas.json;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.Charset;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class JsonTest {

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void takesUtf8OnlySoThatByteOffsetsAreTrue(String charset) {
        byte[] json = "{\"a\":1}".getBytes(Charset.forName(charset));
        assertThatThrownBy(() -> readAll(Json.strictParser(json, 0, json.length)))
                .isInstanceOf(JsonParseException.class);
        assertThatThrownBy(() -> readAll(Json.lenientParser(json, 0, json.length)))
                .isInstanceOf(JsonParseException.class);
    }

    private static void readAll(JsonParser parser) throws Exception {
        try (parser) {
            while (parser.nextToken() != null) {
                // Reading is what is tested.
            }
        }
    }
}
