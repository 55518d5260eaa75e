package io.firstlight.ingest.replay;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** How a recorded file is written. */
public enum ReplayFormat {
    /** RFC 4180 in UTF-8 with a header line; a header {@code name [unit]} gives the column's unit. */
    CSV,
    /** One JSON object per line, in UTF-8; the bare words {@code NaN} and {@code Infinity} are legal. */
    NDJSON;

    /** The format that the file's name ends in: {@code .csv}, {@code .ndjson}, {@code .jsonl}. */
    public static Optional<ReplayFormat> ofName(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".csv")) {
            return Optional.of(CSV);
        }
        return name.endsWith(".ndjson") || name.endsWith(".jsonl") ? Optional.of(NDJSON) : Optional.empty();
    }
}
