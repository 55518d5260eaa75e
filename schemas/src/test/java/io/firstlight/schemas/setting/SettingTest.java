package io.firstlight.schemas.setting;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SettingTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static Map<String, String> key(String text) {
        return Map.of("KEY", text);
    }

    private static void assertRefused(ThrowingCallable reading, String message) {
        assertThatThrownBy(reading).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    @Test
    void whatIsAbsentHasItsDefaultWhateverTheBounds() {
        assertThat(Setting.number(Map.of(), "KEY", 7)).isEqualTo(7);
        assertThat(Setting.number(Map.of(), "KEY", -1, 0, 5)).isEqualTo(-1);
        assertThat(Setting.real(Map.of(), "KEY", 0.5)).isEqualTo(0.5);
        assertThat(Setting.milliseconds(Map.of(), "KEY", 250)).isEqualTo(Duration.ofMillis(250));
        assertThat(Setting.duration(Map.of(), "KEY", SECOND)).isEqualTo(SECOND);
        assertThat(Setting.truth(Map.of(), "KEY", true)).isTrue();
        assertThat(Setting.names(Map.of(), "KEY")).isEmpty();
        assertRefused(() -> Setting.required(Map.of(), "KEY"), "KEY is required");
        assertRefused(() -> Setting.required(key(" "), "KEY"), "KEY is required");
    }

    @Test
    void whiteSpaceAroundAValueDoesNotCount() {
        assertThat(Setting.required(key(" a b "), "KEY")).isEqualTo("a b");
        assertThat(Setting.number(key(" 12 "), "KEY", 0)).isEqualTo(12);
        assertThat(Setting.real(key(" 1e3 "), "KEY", 0)).isEqualTo(1000);
        assertThat(Setting.duration(key(" PT0.2S "), "KEY", SECOND)).isEqualTo(Duration.ofMillis(200));
        assertThat(Setting.names(key(" a, b ,,a"), "KEY")).containsExactlyInAnyOrder("a", "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "many", "1.5", "0x10", "1_000"})
    void aWholeNumberIsWrittenInDigitsAlone(String text) {
        assertRefused(
                () -> Setting.number(key(text), "KEY", 0),
                "KEY=" + text + " must be a whole number of at most 2147483647");
        assertRefused(
                () -> Setting.number(key(text), "KEY", 0, 1, 9), "KEY=" + text + " must be a whole number from 1 to 9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "10", "4294967297", "-1"})
    void aNumberBeyondItsBoundsIsRefused(String text) {
        assertRefused(
                () -> Setting.number(key(text), "KEY", 5, 1, 9), "KEY=" + text + " must be a whole number from 1 to 9");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 9})
    void boundsBelongToTheNumbers(int number) {
        assertThat(Setting.number(key(Integer.toString(number)), "KEY", 5, 1, 9))
                .isEqualTo(number);
        Setting.requireWithin("KEY", number, 1, 9);
    }

    @ParameterizedTest
    @CsvSource({"true,true", "TRUE,true", "1,true", "yes,true", "false,false", "False,false", "0,false", "no,false"})
    void truthHasThreeForms(String text, boolean truth) {
        assertThat(Setting.truth(key(text), "KEY", !truth)).isEqualTo(truth);
    }

    @Test
    void whatIsNeitherTrueNorFalseIsRefused() {
        assertRefused(() -> Setting.truth(key("perhaps"), "KEY", true), "KEY=perhaps must be true or false");
    }

    @Test
    void aDurationIsWrittenAsIso8601AndLiesWithinItsBounds() {
        assertThat(Setting.duration(key("PT1S"), "KEY", MINUTE, SECOND, MINUTE)).isEqualTo(SECOND);
        assertThat(Setting.duration(key("PT60S"), "KEY", SECOND, SECOND, MINUTE))
                .isEqualTo(MINUTE);
        assertRefused(
                () -> Setting.duration(key("soon"), "KEY", SECOND),
                "KEY=soon must be an ISO 8601 duration such as PT0.2S or P1D");
        assertRefused(
                () -> Setting.duration(key("PT0.9S"), "KEY", SECOND, SECOND, MINUTE),
                "KEY=PT0.9S must be from PT1S to PT1M");
        assertRefused(
                () -> Setting.duration(key("-PT1S"), "KEY", SECOND, SECOND, MINUTE),
                "KEY=PT-1S must be from PT1S to PT1M");
    }

    @Test
    void aRealNumberIsWrittenAsOneAndLiesWithinItsBounds() {
        assertThat(Setting.real(key("0.25"), "KEY", 1)).isEqualTo(0.25);
        assertRefused(() -> Setting.real(key("half"), "KEY", 1), "KEY=half must be a number");
        Setting.requireWithin("KEY", 0.1, 0.1, 1000.0);
        assertRefused(() -> Setting.requireWithin("KEY", 0.05, 0.1, 1000.0), "KEY=0.05 must be from 0.1 to 1000.0");
        assertRefused(
                () -> Setting.requireWithin("KEY", Double.NaN, 0.1, 1000.0), "KEY=NaN must be from 0.1 to 1000.0");
    }
}
