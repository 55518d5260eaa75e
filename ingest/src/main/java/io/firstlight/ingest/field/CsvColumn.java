package io.firstlight.ingest.field;

import io.firstlight.ingest.producer.MessageBuilder;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A column of CSV, as its header names it: {@code name} or {@code name [unit]}.
 *
 * @param name the field's name
 * @param units its unit
 */
public record CsvColumn(String name, String units) {

    private static final Pattern WITH_UNITS = Pattern.compile("(.*\\S)\\s*\\[([^\\[\\]]+)]");

    /** Reads a header; a byte order mark before it is no part of it. */
    public static CsvColumn of(String header) {
        String text = header.startsWith("\uFEFF") ? header.substring(1).trim() : header.trim();
        Matcher withUnits = WITH_UNITS.matcher(text);
        return withUnits.matches()
                ? new CsvColumn(withUnits.group(1), withUnits.group(2))
                : new CsvColumn(text, MessageBuilder.UNITLESS);
    }
}
