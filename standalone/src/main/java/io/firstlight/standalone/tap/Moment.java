package io.firstlight.standalone.tap;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A time as people type it: ISO 8601 (UTC unless it says otherwise), or relative to now such as {@code -10m}. */
final class Moment {

    private static final Pattern RELATIVE = Pattern.compile("([+-])(\\d{1,9})([smhd])");

    private static final List<Function<String, Instant>> FORMS = List.of(
            text -> OffsetDateTime.parse(text).toInstant(),
            text -> LocalDateTime.parse(text).toInstant(ZoneOffset.UTC),
            text -> LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());

    private Moment() {}

    /**
     * Reads a time.
     *
     * @param others what else the option takes, for the message
     * @throws IllegalArgumentException if it cannot be read
     */
    static Instant parse(String text, Clock clock, String others) {
        Matcher matcher = RELATIVE.matcher(text);
        if (matcher.matches()) {
            long count = Long.parseLong(matcher.group(1) + matcher.group(2));
            return clock.instant().plus(unit(matcher.group(3)).multipliedBy(count));
        }
        for (Function<String, Instant> form : FORMS) {
            try {
                return form.apply(text);
            } catch (DateTimeException e) {
                // Perhaps the next form.
            }
        }
        throw new IllegalArgumentException("'" + text + "' is not " + others
                + "a time such as 2026-01-31T22:15:00Z, or one such as -10m (s, m, h, d before now)");
    }

    private static Duration unit(String letter) {
        return switch (letter) {
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            default -> Duration.ofDays(1);
        };
    }
}
