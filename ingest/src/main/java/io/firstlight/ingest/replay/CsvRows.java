package io.firstlight.ingest.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.RuntimeJsonMappingException;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import io.firstlight.ingest.field.CsvColumn;
import io.firstlight.ingest.field.TextFields;
import io.firstlight.ingest.producer.MessageBuilder;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Rows of a CSV file with a header. Each cell is taken for what it looks like: a whole number, a number, {@code true} or {@code false},
 * else text; numbers with leading zeros are text. An empty cell is an absent field.
 */
final class CsvRows implements Rows {

    private static final ObjectReader READER = CsvMapper.builder()
            .enable(CsvParser.Feature.WRAP_AS_ARRAY)
            .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
            .build()
            .readerFor(String[].class);
    /** What the decoder puts for bytes that are not UTF-8. */
    private static final char REPLACEMENT = '\uFFFD';

    private final MappingIterator<String[]> cells;
    private final List<CsvColumn> columns;
    private final int timeColumn;
    private boolean broken;

    private CsvRows(MappingIterator<String[]> cells, List<CsvColumn> columns, int timeColumn) {
        this.cells = cells;
        this.columns = columns;
        this.timeColumn = timeColumn;
    }

    static CsvRows open(InputStream in, @Nullable String askedTimeColumn) throws IOException {
        MappingIterator<String[]> cells = READER.readValues(new InputStreamReader(in, StandardCharsets.UTF_8));
        if (!cells.hasNextValue()) {
            throw new ReplayFailure("the file is empty: a header line with the names of the columns is needed");
        }
        List<CsvColumn> columns = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String header : cells.nextValue()) {
            CsvColumn column = CsvColumn.of(header);
            if (column.name().isEmpty() || !names.add(column.name())) {
                throw new ReplayFailure("column " + (columns.size() + 1) + " of the header, '" + column.name()
                        + "', is empty or stands there twice");
            }
            columns.add(column);
        }
        String time = Rows.timeColumn(askedTimeColumn, names::contains)
                .orElseThrow(() -> new ReplayFailure("the header has no column '"
                        + (askedTimeColumn == null ? "time' or 'timestamp" : askedTimeColumn) + "'"));
        if (!time.equals(Replay.TIME_FIELD) && names.contains(Replay.TIME_FIELD)) {
            throw new ReplayFailure(
                    "column '" + Replay.TIME_FIELD + "' is not the time column, but its name is needed for the time");
        }
        return new CsvRows(
                cells, columns, columns.stream().map(CsvColumn::name).toList().indexOf(time));
    }

    @Override
    public Optional<Row> next() throws IOException {
        if (broken) {
            return Optional.empty();
        }
        try {
            if (!cells.hasNextValue()) {
                return Optional.empty();
            }
            long line = cells.getCurrentLocation().getLineNr();
            return Optional.of(row(line, cells.nextValue()));
        } catch (JsonProcessingException | RuntimeJsonMappingException e) {
            // An open quotation mark: where the next row begins is anybody's guess.
            broken = true;
            return Optional.of(new Row.Bad(
                    cells.getCurrentLocation().getLineNr(), "the rest of the file is not CSV: " + firstLine(e)));
        }
    }

    private Row row(long line, String[] row) {
        if (row.length != columns.size()) {
            return new Row.Bad(line, row.length + " cells instead of " + columns.size());
        }
        for (String cell : row) {
            if (cell.indexOf(REPLACEMENT) >= 0) {
                return new Row.Bad(line, "it is not UTF-8");
            }
        }
        OptionalDouble time = SourceTime.parse(row[timeColumn]);
        return time.isPresent()
                ? new Row.Sample(line, time.getAsDouble(), fields -> write(row, fields))
                : new Row.Bad(line, "'" + row[timeColumn] + "' is no time");
    }

    private void write(String[] row, MessageBuilder fields) {
        for (int i = 0; i < row.length; i++) {
            if (i != timeColumn && !row[i].isEmpty()) {
                CsvColumn column = columns.get(i);
                TextFields.write(column.name(), row[i], column.units(), fields);
            }
        }
    }

    private static String firstLine(Exception e) {
        String message = e.getMessage();
        return message == null ? "unreadable" : message.lines().findFirst().orElse("unreadable");
    }
}
