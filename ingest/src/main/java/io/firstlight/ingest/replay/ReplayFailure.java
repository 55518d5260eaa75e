package io.firstlight.ingest.replay;

import org.jspecify.annotations.Nullable;

/** The file as a whole cannot be replayed; the message says why and is meant for the terminal. */
public final class ReplayFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ReplayFailure(String message) {
        this(message, null);
    }

    ReplayFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
