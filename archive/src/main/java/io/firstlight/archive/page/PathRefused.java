package io.firstlight.archive.page;

/** A JSON path that PostgreSQL does not take; the message says why, for whoever wrote it. */
public final class PathRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PathRefused(String message) {
        super(message, null, false, false);
    }
}
