package io.firstlight.ingest.intake;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * How closely the payloads of producers are looked at.
 *
 * @param mode key {@value #MODE}: {@code lenient}, {@code known} or {@code strict}, default lenient
 * @param schemas key {@value #SCHEMAS}: directory of the registered JSON Schemas, see {@link SchemaRegister}; required unless lenient
 */
public record Validation(Mode mode, @Nullable Path schemas) {

    /** Key of {@link #mode}. */
    public static final String MODE = "FIRSTLIGHT_INTAKE_VALIDATION";
    /** Key of {@link #schemas}. */
    public static final String SCHEMAS = "FIRSTLIGHT_INTAKE_SCHEMAS";

    /** Any JSON is taken. */
    public static final Validation LENIENT = new Validation(Mode.LENIENT, null);

    /** How closely. */
    public enum Mode {
        /** Any JSON is taken. */
        LENIENT,
        /** Streams with a schema must follow it; others are taken. */
        KNOWN,
        /** Streams must have a schema and follow it. */
        STRICT
    }

    public Validation {
        if (mode != Mode.LENIENT && schemas == null) {
            throw new IllegalArgumentException(
                    MODE + "=" + mode.name().toLowerCase(Locale.ROOT) + " needs " + SCHEMAS + ", a directory");
        }
    }

    /**
     * Reads the keys named above; others are ignored.
     *
     * @throws IllegalArgumentException if a value is wrong; the message names the key
     */
    public static Validation from(Map<String, String> configuration) {
        String mode = configuration.getOrDefault(MODE, "lenient").trim();
        String schemas = configuration.getOrDefault(SCHEMAS, "").trim();
        return new Validation(
                switch (mode) {
                    case "lenient" -> Mode.LENIENT;
                    case "known" -> Mode.KNOWN;
                    case "strict" -> Mode.STRICT;
                    default ->
                        throw new IllegalArgumentException(
                                MODE + "=" + mode + " must be 'lenient', 'known' or 'strict'");
                },
                schemas.isEmpty() ? null : Path.of(schemas));
    }

    /**
     * The rule that it describes.
     *
     * @throws IllegalArgumentException if a schema cannot be read; the message names the file
     */
    PayloadRule rule() {
        return schemas == null || mode == Mode.LENIENT
                ? PayloadRule.NONE
                : SchemaRegister.read(schemas, mode == Mode.STRICT);
    }
}
