package io.firstlight.auth.session;

import java.time.Duration;

/** How a login ended. */
public sealed interface LoginOutcome {

    /** Name and password were right. */
    record LoggedIn(Session session) implements LoginOutcome {}

    /** Unknown user, wrong password, or inactive user: which of them is not told, neither by words nor by time. */
    record BadCredentials() implements LoginOutcome {}

    /**
     * Not looked at: too many failures of that user from that source, or more logins at once than the machine can hash.
     *
     * @param retryAfter after which it will be looked at again
     */
    record TooManyAttempts(Duration retryAfter) implements LoginOutcome {}
}
