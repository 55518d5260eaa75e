package io.firstlight.auth;

import org.jspecify.annotations.Nullable;

import java.io.Serial;

/** The world around auth failed or is not fit: no database, no key, a default password in production. The message says what to do. */
public final class AuthException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public AuthException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public AuthException(String message) {
        super(message);
    }
}
