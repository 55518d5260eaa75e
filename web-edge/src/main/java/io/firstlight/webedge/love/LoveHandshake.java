package io.firstlight.webedge.love;

import io.firstlight.auth.AuthService;
import io.firstlight.auth.session.Authentication;
import io.firstlight.auth.session.Principal;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who opens a LOVE socket, by its query: {@code token} if it holds, else {@code password} if it is the process password. The first value
 * counts where one is repeated.
 */
public final class LoveHandshake {

    private LoveHandshake() {}

    /** The principal, or empty when the handshake must be refused. */
    public static Optional<Principal> authenticate(AuthService auth, Map<String, List<String>> query) {
        Optional<Principal> user = first(query, "token").flatMap(token -> switch (auth.authenticate(token)) {
            case Authentication.Authenticated authenticated -> Optional.of(authenticated.principal());
            case Authentication.Refused refused -> Optional.empty();
        });
        return user.isPresent()
                ? user
                : first(query, "password").flatMap(auth::checkProcessPassword).map(process -> process);
    }

    private static Optional<String> first(Map<String, List<String>> query, String name) {
        return Optional.ofNullable(query.get(name))
                .flatMap(values -> values.stream().findFirst());
    }
}
