package io.firstlight.router;

/** The cluster did not let the router start. */
public final class RouterException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RouterException(String message, Throwable cause) {
        super(message, cause);
    }
}
