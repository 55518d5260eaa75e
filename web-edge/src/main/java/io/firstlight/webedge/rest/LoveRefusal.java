package io.firstlight.webedge.rest;

/** An answer of LOVE's REST that is no success: status and {@code {"detail": ...}}. Thrown by handlers, written in one place. */
final class LoveRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private final int status;

    LoveRefusal(int status, String detail) {
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
