package io.firstlight.auth.session;

import java.time.Duration;
import java.util.List;

/** How a login ended. */
public sealed interface LoginOutcome {

    /**
     * Name and password were right.
     *
     * @param session the new session
     * @param ended ids of the user's oldest tokens, oldest first, that are too many since: whoever asked for this login tells their bearers and
     *     revokes them; else they end by themselves, {@link io.firstlight.auth.token.IssuedTokens#ENDS_WITHIN} from now
     */
    record LoggedIn(Session session, List<String> ended) implements LoginOutcome {
        public LoggedIn {
            ended = List.copyOf(ended);
        }
    }

    /** Unknown user, wrong password, or inactive user: which of them is not told, neither by words nor by time. */
    record BadCredentials() implements LoginOutcome {}

    /**
     * Not looked at: too many failures of that user from that source, or more logins at once than the machine can hash.
     *
     * @param retryAfter after which it will be looked at again
     */
    record TooManyAttempts(Duration retryAfter) implements LoginOutcome {}
}
