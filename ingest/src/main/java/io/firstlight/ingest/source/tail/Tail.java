package io.firstlight.ingest.source.tail;

import io.firstlight.ingest.field.CsvColumn;
import io.firstlight.ingest.source.rule.Declaration;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * One file to follow, and what becomes of its lines. Immutable.
 *
 * @param file which
 * @param format how its lines are written
 * @param fromBeginning whether to begin at its beginning or at its end, when it is followed for the first time
 * @param category telemetry or event
 * @param component whose the values are
 * @param stream where they are
 * @param columns of CSV; empty if the first line of the file names them
 * @param pattern of text, with a named group for each field; null for the whole line as one
 * @param units by field
 */
record Tail(
        Path file,
        Format format,
        boolean fromBeginning,
        Category category,
        Component component,
        String stream,
        List<CsvColumn> columns,
        @Nullable Pattern pattern,
        Map<String, String> units) {

    private static final Set<String> KEYS = Set.of(
            "file", "format", "begin_at", "category", "csc", "salindex", "stream", "columns", "pattern", "units");

    /** How lines are written. */
    enum Format {
        /** A JSON object in each line. */
        NDJSON,
        /** Cells with commas between; a row is one line. */
        CSV,
        /** Text. */
        TEXT
    }

    Tail {
        columns = List.copyOf(columns);
        units = Map.copyOf(units);
    }

    static Tail of(Declaration declared) {
        declared.allow(KEYS);
        Format format = Format.valueOf(declared.oneOf("format", "text", List.of("ndjson", "csv", "text"))
                .toUpperCase(Locale.ROOT));
        if (declared.has("columns") && format != Format.CSV) {
            throw declared.wrong("columns", "are for format csv");
        }
        if (declared.has("pattern") && format != Format.TEXT) {
            throw declared.wrong("pattern", "is for format text");
        }
        List<CsvColumn> columns =
                declared.list("columns").stream().map(CsvColumn::of).toList();
        if (columns.stream().map(CsvColumn::name).distinct().count() != columns.size()
                || columns.stream().anyMatch(column -> column.name().isEmpty())) {
            throw declared.wrong("columns", "must have names, each once");
        }
        Path file = Path.of(declared.text("file"));
        return new Tail(
                file,
                format,
                declared.oneOf("begin_at", "end", List.of("beginning", "end")).equals("beginning"),
                declared.category(),
                declared.component(),
                declared.name("stream"),
                columns,
                pattern(declared),
                declared.texts("units"));
    }

    private static @Nullable Pattern pattern(Declaration declared) {
        if (!declared.has("pattern")) {
            return null;
        }
        try {
            Pattern pattern = Pattern.compile(declared.text("pattern"));
            if (!pattern.namedGroups().isEmpty()) {
                return pattern;
            }
        } catch (PatternSyntaxException e) {
            throw declared.wrong("pattern", "is no regular expression: " + e.getDescription());
        }
        throw declared.wrong("pattern", "has no named group such as (?<level>[A-Z]+)");
    }
}
