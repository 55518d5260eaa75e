package io.firstlight.webedge.rest;

import io.firstlight.schemas.code.ErrorCode;

/** A request that is refused. Thrown by handlers, answered by {@link Failures} in the shape of the path. */
final class RequestRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private final ErrorCode code;

    RequestRefused(ErrorCode code, String detail) {
        super(detail, null, false, false);
        this.code = code;
    }

    /** In LOVE's words, which know the status only. */
    RequestRefused(int status, String detail) {
        this(
                switch (status) {
                    case 401 -> ErrorCode.NOT_AUTHENTICATED;
                    case 403 -> ErrorCode.NOT_ALLOWED;
                    default -> ErrorCode.BAD_PARAMETER;
                },
                detail);
    }

    ErrorCode code() {
        return code;
    }

    String detail() {
        return getMessage() == null ? "" : getMessage();
    }
}
