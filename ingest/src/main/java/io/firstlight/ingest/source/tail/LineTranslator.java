package io.firstlight.ingest.source.tail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import io.firstlight.ingest.field.CsvColumn;
import io.firstlight.ingest.field.JsonFields;
import io.firstlight.ingest.field.ObjectFields;
import io.firstlight.ingest.field.TextFields;
import io.firstlight.ingest.producer.Message;
import io.firstlight.ingest.producer.MessageBuilder;
import io.firstlight.ingest.source.Refusal;
import io.firstlight.ingest.source.Translation;
import io.firstlight.schemas.json.Json;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;

/** From lines of one file to messages, as its rule says. Remembers the header of CSV. Used by one thread. */
final class LineTranslator {

    /** The field of a line of text without a pattern. */
    static final String LINE = "line";

    private static final ObjectReader CSV =
            CsvMapper.builder().enable(CsvParser.Feature.WRAP_AS_ARRAY).build().readerFor(String[].class);

    private final Tail tail;
    private List<CsvColumn> columns;

    LineTranslator(Tail tail) {
        this.tail = tail;
        this.columns = tail.columns();
    }

    /** What becomes of a line; empty if it is blank, or a header. */
    Optional<Translation> translate(Line line, FollowedFile file) throws IOException {
        if (line.isTooLong()) {
            return Optional.of(refused(Refusal.TOO_LARGE, line, "it is too long"));
        }
        try {
            String text = text(line.text());
            if (text.isBlank() || isHeader(line, text)) {
                return Optional.empty();
            }
            MessageBuilder message = Message.of(tail.category(), tail.component()).stream(tail.stream());
            boolean any = switch (tail.format()) {
                case NDJSON -> writeJson(line, message);
                case CSV -> writeCells(text, file, message);
                case TEXT -> writeText(text, message);
            };
            return Optional.of(
                    any
                            ? new Translation.Translated(message.build())
                            : refused(Refusal.NO_FIELDS, line, "it is empty"));
        } catch (IllegalArgumentException e) {
            return Optional.of(refused(Refusal.MALFORMED, line, String.valueOf(e.getMessage())));
        }
    }

    private Translation refused(Refusal reason, Line line, String why) {
        return new Translation.Refused(reason, "the line at byte " + line.start() + " of " + tail.file() + ", " + why);
    }

    private static String text(byte[] bytes) {
        if (!Json.isUtf8(bytes)) {
            throw new IllegalArgumentException("it is not UTF-8");
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("it has a U+0000 in it");
        }
        return text;
    }

    private boolean isHeader(Line line, String text) {
        if (tail.format() != Tail.Format.CSV || !tail.columns().isEmpty() || line.start() != 0) {
            return false;
        }
        columns = header(text);
        return true;
    }

    private static List<CsvColumn> header(String text) {
        List<CsvColumn> columns = new ArrayList<>();
        for (String cell : cells(text)) {
            CsvColumn column = CsvColumn.of(cell);
            if (column.name().isEmpty()
                    || columns.stream().anyMatch(known -> known.name().equals(column.name()))) {
                throw new IllegalArgumentException("it is no header: a name is empty or there twice");
            }
            columns.add(column);
        }
        return columns;
    }

    private static String[] cells(String text) {
        try (var rows = CSV.<String[]>readValues(text)) {
            return rows.nextValue();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "it is not CSV: "
                            + e.getOriginalMessage().lines().findFirst().orElse(""),
                    e);
        } catch (IOException e) {
            throw new IllegalArgumentException("it is not CSV", e);
        }
    }

    private boolean writeJson(Line line, MessageBuilder message) {
        JsonNode object = JsonFields.read(line.text());
        if (!JsonFields.isObject(object)) {
            throw new IllegalArgumentException("it is no JSON object");
        }
        ObjectFields fields = new ObjectFields(object);
        fields.write(tail.units(), message);
        return !fields.isEmpty();
    }

    private boolean writeCells(String text, FollowedFile file, MessageBuilder message) throws IOException {
        if (columns.isEmpty()) {
            // It was followed from somewhere behind the header.
            columns = header(text(file.firstLine()).strip());
        }
        String[] cells = cells(text);
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException("it has " + cells.length + " cells instead of " + columns.size());
        }
        boolean any = false;
        for (int i = 0; i < cells.length; i++) {
            CsvColumn column = columns.get(i);
            if (!cells[i].isEmpty()) {
                any = true;
                write(column.name(), cells[i], column.units(), message);
            }
        }
        return any;
    }

    private void write(String field, String text, String units, MessageBuilder message) {
        TextFields.write(field, text, tail.units().getOrDefault(field, units), message);
    }

    /** A repetition of alternatives takes a frame of the stack for each character: a long line may be too long for it. */
    private static boolean matches(Matcher matcher) {
        try {
            return matcher.matches();
        } catch (StackOverflowError e) {
            throw new IllegalArgumentException("it is too long for the pattern", e);
        }
    }

    private boolean writeText(String text, MessageBuilder message) {
        if (tail.pattern() == null) {
            message.text(LINE, text);
            return true;
        }
        Matcher matcher = tail.pattern().matcher(text);
        if (!matches(matcher)) {
            throw new IllegalArgumentException("it is not as the pattern says");
        }
        boolean any = false;
        for (Map.Entry<String, Integer> group : tail.pattern().namedGroups().entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.naturalOrder()))
                .toList()) {
            String value = matcher.group(group.getValue());
            if (value != null && !value.isEmpty()) {
                any = true;
                write(group.getKey(), value, MessageBuilder.UNITLESS, message);
            }
        }
        return any;
    }
}
