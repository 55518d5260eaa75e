package io.firstlight.ingest.sal;

import org.jspecify.annotations.Nullable;

/** A schema whose records cannot be read. Thrown only within the package. */
final class UnusableSchema extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnusableSchema(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
