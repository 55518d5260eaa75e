package io.firstlight.schemas.exchange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ErrorAnswerTest {

    private static OptionalInt status(String json) {
        return ErrorAnswer.statusOf(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void itsCodeIsTheStatusOfTheAnswer() {
        ErrorAnswer error = new ErrorAnswer(404, "no \"such\" thing");

        assertThat(new String(error.toJson(), StandardCharsets.UTF_8))
                .isEqualTo("{\"error\": {\"code\": 404, \"description\": \"no \\\"such\\\" thing\"}}");
        assertThat(ErrorAnswer.statusOf(error.toJson())).hasValue(404);
        assertThat(status("{\"x\": [{}], \"error\": {\"more\": [1], \"description\": \"a\", \"code\": 599}, \"y\": 1}"))
                .hasValue(599);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[1, {\"error\": {\"code\": 404, \"description\": \"\"}}]",
                "null",
                "3",
                "\"text\"",
                "{\"a\": {\"error\": {\"code\": 404, \"description\": \"\"}}}",
                "{\"error\": \"boom\"}",
                "{\"error\": {\"code\": 404}}",
                "{\"error\": {\"code\": \"404\", \"description\": \"\"}}",
                "{\"error\": {\"code\": 200, \"description\": \"\"}}",
                "{\"error\": {\"code\": 99999999999999999999999, \"description\": \"\"}}",
                "{\"error\": {\"code\": 404, \"description\": null}}"
            })
    void anyOtherJsonIsFine(String json) {
        assertThat(status(json)).hasValue(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "{", "{} {}", "NaN", "tru", "\"open", "{\"error\": {\"code\": 404,}}", "01", "[1 2]"})
    void whatIsNoJsonHasNoStatus(String text) {
        assertThat(status(text)).isEmpty();
    }

    @Test
    void bytesThatAreNoUtf8HaveNoStatus() {
        assertThat(ErrorAnswer.statusOf(new byte[] {'"', (byte) 0xc3, '"'})).isEmpty();
    }

    @Test
    void refusesACodeThatIsNoErrors() {
        assertThatThrownBy(() -> new ErrorAnswer(200, "fine")).hasMessageContaining("200");
        assertThatThrownBy(() -> new ErrorAnswer(600, "what")).hasMessageContaining("600");
    }
}
