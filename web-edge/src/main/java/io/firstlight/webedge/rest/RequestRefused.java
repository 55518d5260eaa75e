package io.firstlight.webedge.rest;

/** A request that is refused, in LOVE's words. Thrown by handlers, answered by {@link Failures} in the shape of the path. */
final class RequestRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private final int status;

    RequestRefused(int status, String detail) {
        super(detail, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }

    String detail() {
        return getMessage() == null ? "" : getMessage();
    }
}
