package io.firstlight.auth.session;

import java.time.Duration;

/**
 * Limits on logging in.
 *
 * @param attempts failures of one user name from one source before the rest of the window is refused, at least 1
 * @param window how long failures count, from the first of them
 * @param hashesAtOnce passwords that are hashed at the same time, at least 1
 */
public record LoginPolicy(int attempts, Duration window, int hashesAtOnce) {

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
    }
}
