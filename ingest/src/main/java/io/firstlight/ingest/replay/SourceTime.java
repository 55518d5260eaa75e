package io.firstlight.ingest.replay;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.OptionalDouble;

/**
 * Reads the time of a row: unix seconds or milliseconds, or ISO 8601 with {@code T} or a space between date and time; without an offset it
 * is UTC. A number from 10^11 on is milliseconds: as seconds that is the year 5138, as milliseconds 1973.
 */
final class SourceTime {

    private static final double FIRST_MILLISECONDS = 1e11;

    private SourceTime() {}

    static OptionalDouble parse(String text) {
        String trimmed = text.trim();
        try {
            double number = Double.parseDouble(trimmed);
            return Double.isFinite(number) ? OptionalDouble.of(seconds(number)) : OptionalDouble.empty();
        } catch (NumberFormatException notANumber) {
            return iso(trimmed.replace(' ', 'T'));
        }
    }

    static double seconds(double number) {
        return Math.abs(number) >= FIRST_MILLISECONDS ? number / 1000 : number;
    }

    private static OptionalDouble iso(String text) {
        try {
            return OptionalDouble.of(seconds(OffsetDateTime.parse(text).toInstant()));
        } catch (DateTimeException withoutOffset) {
            try {
                return OptionalDouble.of(seconds(LocalDateTime.parse(text).toInstant(ZoneOffset.UTC)));
            } catch (DateTimeException neither) {
                return OptionalDouble.empty();
            }
        }
    }

    private static double seconds(Instant instant) {
        return instant.getEpochSecond() + instant.getNano() / 1e9;
    }
}
