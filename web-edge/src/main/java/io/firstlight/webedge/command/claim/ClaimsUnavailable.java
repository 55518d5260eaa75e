package io.firstlight.webedge.command.claim;

/** The database of claims does not answer, or refused a statement; asking again later may help. */
public final class ClaimsUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ClaimsUnavailable(String message, Throwable cause) {
        super(message + ": " + cause.getMessage(), cause);
    }
}
