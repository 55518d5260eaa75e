package io.firstlight.auth.session;

import io.firstlight.auth.token.IssuedTokens;

import java.time.Duration;

/**
 * Limits on logging in.
 *
 * @param attempts failures of one user name from one source before the rest of the window is refused, at least 1
 * @param window how long failures count, from the first of them
 * @param hashesAtOnce passwords that are hashed at the same time, at least 1
 * @param sessionsPerUser sessions that a user may have, of which the oldest end when he logs in once more; {@link #UNLIMITED} for any number
 */
public record LoginPolicy(int attempts, Duration window, int hashesAtOnce, int sessionsPerUser) {

    /** Any number of sessions. */
    public static final int UNLIMITED = IssuedTokens.ANY_NUMBER;

    public LoginPolicy {
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be at least 1 but is " + attempts);
        }
        if (!window.isPositive()) {
            throw new IllegalArgumentException("window must be positive but is " + window);
        }
        if (hashesAtOnce < 1) {
            throw new IllegalArgumentException("hashesAtOnce must be at least 1 but is " + hashesAtOnce);
        }
        if (sessionsPerUser < 0) {
            throw new IllegalArgumentException("sessionsPerUser must not be negative but is " + sessionsPerUser);
        }
    }
}
