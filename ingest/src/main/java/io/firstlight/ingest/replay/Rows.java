package io.firstlight.ingest.replay;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The rows of a file, one after the other, without holding more than one. Used by one thread. */
interface Rows {

    /** The next row, empty at the end. */
    Optional<Row> next() throws IOException;

    static Rows of(InputStream in, ReplayFormat format, @Nullable String timeColumn) throws IOException {
        return switch (format) {
            case CSV -> CsvRows.open(in, timeColumn);
            case NDJSON -> new NdjsonRows(in, timeColumn);
        };
    }

    /** The name of the time column: the one asked for, else the first of the two usual ones that is there. */
    static Optional<String> timeColumn(@Nullable String asked, Predicate<String> present) {
        return (asked == null ? Stream.of("time", "timestamp") : Stream.of(asked))
                .filter(present)
                .findFirst();
    }
}
