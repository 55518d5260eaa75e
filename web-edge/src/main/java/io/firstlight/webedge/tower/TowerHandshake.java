package io.firstlight.webedge.tower;

import io.firstlight.auth.AuthService;
import io.firstlight.auth.session.Authentication;
import io.firstlight.auth.session.UserPrincipal;
import io.firstlight.webedge.rest.LoginCookies;
import org.eclipse.jetty.ee10.websocket.server.JettyServerUpgradeRequest;
import org.jspecify.annotations.Nullable;

import java.net.HttpCookie;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who opens a Tower socket: by {@code Authorization: Token ...} or {@code Bearer ...}, by {@code ?token=}, or by the cookie of a login. Only
 * the last a browser shows by itself, to any page's wish, so only with it each request must repeat the cookie {@link LoginCookies#CSRF}.
 */
public final class TowerHandshake {

    private static final Pattern HEADER = Pattern.compile("(?i:Token|Bearer) +(\\S+)");

    private TowerHandshake() {}

    /**
     * Somebody who has shown who he is.
     *
     * @param principal who
     * @param xrfToken what his requests must repeat; null if they need not
     */
    public record Shown(UserPrincipal principal, @Nullable XrfToken xrfToken) {}

    /**
     * Who opens the socket; empty when the handshake must be refused.
     *
     * @throws io.firstlight.auth.AuthException if that cannot be told, because the database is away
     */
    public static Optional<Shown> authenticate(AuthService auth, JettyServerUpgradeRequest request) {
        Optional<Shown> byToken = header(request)
                .or(() -> query(request))
                .flatMap(token -> principal(auth, token))
                .map(principal -> new Shown(principal, null));
        return byToken.isPresent()
                ? byToken
                : cookie(request, LoginCookies.SESSION)
                        .flatMap(token -> principal(auth, token))
                        .map(principal -> new Shown(
                                principal,
                                new XrfToken(cookie(request, LoginCookies.CSRF).orElse(""))));
    }

    private static Optional<UserPrincipal> principal(AuthService auth, String token) {
        return switch (auth.authenticate(token)) {
            case Authentication.Authenticated authenticated -> Optional.of(authenticated.principal());
            case Authentication.Refused refused -> Optional.empty();
        };
    }

    private static Optional<String> header(JettyServerUpgradeRequest request) {
        String header = request.getHeader("Authorization");
        Matcher matcher = HEADER.matcher(header == null ? "" : header.trim());
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static Optional<String> query(JettyServerUpgradeRequest request) {
        return request.getParameterMap().getOrDefault("token", List.of()).stream()
                .findFirst();
    }

    private static Optional<String> cookie(JettyServerUpgradeRequest request, String name) {
        List<HttpCookie> cookies = request.getCookies();
        return cookies == null
                ? Optional.empty()
                : cookies.stream()
                        .filter(cookie -> cookie.getName().equals(name))
                        .map(HttpCookie::getValue)
                        .findFirst();
    }
}
