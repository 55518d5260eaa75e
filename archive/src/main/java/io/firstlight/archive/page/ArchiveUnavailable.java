package io.firstlight.archive.page;

/** The database did not answer a query, or not in time; asking again later may help. */
public final class ArchiveUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ArchiveUnavailable(Throwable cause) {
        super("the archive does not answer: " + cause.getMessage(), cause);
    }
}
