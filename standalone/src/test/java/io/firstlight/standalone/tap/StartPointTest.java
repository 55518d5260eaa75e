package io.firstlight.standalone.tap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

final class StartPointTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-31T12:00:00Z"), ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource({
        "2026-01-31T22:15:00Z, 2026-01-31T22:15:00Z",
        "2026-01-31T22:15:00.25+01:00, 2026-01-31T21:15:00.25Z",
        "2026-01-31T22:15, 2026-01-31T22:15:00Z",
        "2026-01-31, 2026-01-31T00:00:00Z",
        "-10m, 2026-01-31T11:50:00Z",
        "-90s, 2026-01-31T11:58:30Z",
        "-2h, 2026-01-31T10:00:00Z",
        "-1d, 2026-01-30T12:00:00Z",
        "+5s, 2026-01-31T12:00:05Z"
    })
    void readsTimesAsPeopleTypeThem(String text, Instant time) {
        assertThat(StartPoint.parse(text, CLOCK)).isEqualTo(new StartPoint.At(time));
    }

    @Test
    void readsTheTwoEndsOfTheLog() {
        assertThat(StartPoint.parse("beginning", CLOCK)).isEqualTo(new StartPoint.Beginning());
        assertThat(StartPoint.parse("end", CLOCK)).isEqualTo(new StartPoint.End());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "now", "10m", "-m", "-10", "-9999999999s", "2026-13-01", "22:15"})
    void refusesAnythingElse(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StartPoint.parse(text, CLOCK))
                .withMessageContaining("'" + text + "' is not beginning, end, a time such as");
    }
}
