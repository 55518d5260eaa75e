package io.firstlight.auth.right;

import io.firstlight.schemas.address.Address;
import io.firstlight.schemas.address.Category;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AddressPatternTest {

    private static final Address DOME = Address.of(Category.TELEMETRY, "ATDome", 1, "position");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "telemetry-ATDome-1-position",
                "telemetry:ATDome:1:position",
                "all-ATDome-1-position",
                "telemetry-all-1-position",
                "telemetry-ATDome-all-position",
                "telemetry-ATDome-1-all",
                "*-*-*-*",
                "all:*:all:*"
            })
    void matchesAddressWhoseValuesItNamesOrLeavesOpen(String pattern) {
        assertThat(AddressPattern.parse(pattern).matches(DOME)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event-ATDome-1-position",
                "telemetry-MTDome-1-position",
                "telemetry-atdome-1-position",
                "telemetry-ATDome-2-position",
                "telemetry-ATDome-1-speed",
                "all-all-all-positions"
            })
    void doesNotMatchAddressWithAnotherValueInAnyPlace(String pattern) {
        assertThat(AddressPattern.parse(pattern).matches(DOME)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "all",
                "telemetry-ATDome-1",
                "telemetry-ATDome-1-a-b",
                "telemetry-ATDome--1-position",
                "weather-all-all-all",
                "TELEMETRY-all-all-all",
                "telemetry-all-one-all",
                "telemetry-all-99999999999-all",
                "telemetry--1-position",
                "telemetry-AT Dome-1-position",
                "telemetry-ATDome-1-",
                "telemetry:ATDome:1:pos/ition",
                "telemetry-AT%-1-all"
            })
    void refusesTextThatIsNoPattern(String text) {
        assertThatThrownBy(() -> AddressPattern.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pattern");
    }

    @ParameterizedTest
    @CsvSource({
        "cmd-all-all-all, command-all-all-all",
        "love_csc-*-*-*, log-all-all-all",
        "telemetry:My-Dome:2:a-b, telemetry:My-Dome:2:a-b",
        "event:Dome:-1:*, event:Dome:-1:all",
        "event:Dome:+3:x, event-Dome-3-x"
    })
    void writesOneTextForEachSetAndReadsItBack(String text, String canonical) {
        AddressPattern pattern = AddressPattern.parse(text);

        assertThat(pattern).hasToString(canonical);
        assertThat(AddressPattern.parse(pattern.toString())).isEqualTo(pattern);
    }

    @Test
    void coversPatternsThatAreAsNarrowOrNarrower() {
        AddressPattern allOfDome = AddressPattern.parse("telemetry-ATDome-all-all");

        assertThat(allOfDome.covers(allOfDome)).isTrue();
        assertThat(allOfDome.covers(AddressPattern.of(DOME))).isTrue();
        assertThat(allOfDome.covers(AddressPattern.parse("telemetry-ATDome-1-all")))
                .isTrue();
        assertThat(AddressPattern.EVERYTHING.covers(allOfDome)).isTrue();
    }

    @Test
    void doesNotCoverWiderPatterns() {
        AddressPattern allOfDome = AddressPattern.parse("telemetry-ATDome-all-all");

        assertThat(allOfDome.covers(AddressPattern.EVERYTHING)).isFalse();
        assertThat(allOfDome.covers(AddressPattern.parse("telemetry-all-all-all")))
                .isFalse();
        assertThat(allOfDome.covers(AddressPattern.parse("all-ATDome-all-all"))).isFalse();
    }
}
