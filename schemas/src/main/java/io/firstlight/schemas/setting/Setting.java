package io.firstlight.schemas.setting;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Values of settings. A setting is a text by its key; one that is absent has the value that it has by default, and white space around it does
 * not count. All methods throw an {@link IllegalArgumentException} if the text is no such value, or lies outside its bounds; the message is
 * {@code KEY=text must be ...}, in which a caller may put the name under which the user knows the key.
 */
public final class Setting {

    private Setting() {}

    /** A text that must not be empty and has no default. */
    public static String required(Map<String, String> settings, String key) {
        String text = settings.getOrDefault(key, "").trim();
        if (text.isEmpty()) {
            throw new IllegalArgumentException(key + " is required");
        }
        return text;
    }

    /** A whole number. No setting needs more than an int holds, so that times and sizes cannot overflow. */
    public static int number(Map<String, String> settings, String key, int absent) {
        String text = settings.get(key);
        if (text == null) {
            return absent;
        }
        try {
            return Integer.parseInt(text.trim());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    key + "=" + text + " must be a whole number of at most " + Integer.MAX_VALUE, e);
        }
    }

    /** A whole number within bounds, which belong to it. */
    public static int number(Map<String, String> settings, String key, int absent, int least, int most) {
        String text = settings.get(key);
        if (text == null) {
            return absent;
        }
        try {
            int value = Integer.parseInt(text.trim());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Falls through to the one message for both mistakes.
        }
        throw noWholeNumber(key, text, least, most);
    }

    /** A number that may have a fraction. */
    public static double real(Map<String, String> settings, String key, double absent) {
        String text = settings.get(key);
        if (text == null) {
            return absent;
        }
        try {
            return Double.parseDouble(text.trim());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + "=" + text + " must be a number", e);
        }
    }

    /** A whole number of milliseconds. */
    public static Duration milliseconds(Map<String, String> settings, String key, int absent) {
        return Duration.ofMillis(number(settings, key, absent));
    }

    /** A duration in the form of ISO 8601: {@code PT0.2S}. */
    public static Duration duration(Map<String, String> settings, String key, Duration absent) {
        String text = settings.get(key);
        if (text == null) {
            return absent;
        }
        try {
            return Duration.parse(text.trim());
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    key + "=" + text + " must be an ISO 8601 duration such as PT0.2S or P1D", e);
        }
    }

    /** The same within bounds, which belong to it. */
    public static Duration duration(
            Map<String, String> settings, String key, Duration absent, Duration least, Duration most) {
        Duration value = duration(settings, key, absent);
        requireWithin(key, value, least, most);
        return value;
    }

    /** Yes or no: {@code true}, {@code 1}, {@code yes} or {@code false}, {@code 0}, {@code no}, in letters of any case. */
    public static boolean truth(Map<String, String> settings, String key, boolean absent) {
        String text = settings.get(key);
        if (text == null) {
            return absent;
        }
        return switch (text.trim().toLowerCase(Locale.ROOT)) {
            case "true", "1", "yes" -> true;
            case "false", "0", "no" -> false;
            default -> throw new IllegalArgumentException(key + "=" + text + " must be true or false");
        };
    }

    /** Names with commas between; none if absent or empty. */
    public static Set<String> names(Map<String, String> settings, String key) {
        return names(settings.getOrDefault(key, ""));
    }

    /** The same of a text. */
    public static Set<String> names(String text) {
        return Arrays.stream(text.split(","))
                .map(String::trim)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Refuses a whole number outside its bounds, which belong to it. */
    public static void requireWithin(String key, long value, long least, long most) {
        if (value < least || value > most) {
            throw noWholeNumber(key, Long.toString(value), least, most);
        }
    }

    private static IllegalArgumentException noWholeNumber(String key, String value, long least, long most) {
        return new IllegalArgumentException(
                key + "=" + value + " must be a whole number from " + least + " to " + most);
    }

    /** Refuses any other value outside its bounds, which belong to it. */
    public static <T extends Comparable<T>> void requireWithin(String key, T value, T least, T most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(key + "=" + value + " must be from " + least + " to " + most);
        }
    }
}
