package io.firstlight.webedge.sse;

import io.firstlight.auth.AuthException;
import io.firstlight.auth.AuthService;
import io.firstlight.auth.right.AddressPattern;
import io.firstlight.auth.right.Right;
import io.firstlight.auth.session.Authentication;
import io.firstlight.auth.session.UserPrincipal;
import io.firstlight.schemas.code.ErrorBody;
import io.firstlight.schemas.code.ErrorCode;
import io.firstlight.webedge.hub.HubLoop;
import io.firstlight.webedge.socket.Connections;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;

/**
 * {@code GET /api/v1/stream}: checks who asks and for what, and hands the response over to a {@link StreamConnection}. A servlet of its own
 * because its response outlives the request's thread and is written as the client takes it.
 *
 * <p>The token comes in the {@code Authorization} header, or in the query: an EventSource cannot send headers.
 */
public final class StreamServlet extends HttpServlet {

    /** Where it listens. */
    public static final String PATH = "/api/v1/stream";

    private static final long serialVersionUID = 1L;
    private static final Logger log = LoggerFactory.getLogger(StreamServlet.class);

    private final transient HubLoop hub;
    private final transient Connections connections;
    private final transient AuthService auth;

    /** A servlet for the container. */
    public StreamServlet(HubLoop hub, Connections connections, AuthService auth) {
        this.hub = hub;
        this.connections = connections;
        this.auth = auth;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        StreamRequest asked;
        UserPrincipal principal;
        try {
            asked = StreamRequest.of(request);
            principal = principal(request);
        } catch (IllegalArgumentException e) {
            refuse(response, ErrorCode.BAD_PARAMETER, String.valueOf(e.getMessage()));
            return;
        } catch (AuthException e) {
            log.warn("an event stream could not be checked: {}", e.getMessage());
            refuse(response, ErrorCode.DATABASE_UNAVAILABLE, ErrorCode.DATABASE_UNAVAILABLE.meaning());
            return;
        }
        if (principal == null) {
            response.setHeader("WWW-Authenticate", "Token");
            refuse(
                    response,
                    ErrorCode.NOT_AUTHENTICATED,
                    "give a valid token: Authorization: Token ..., or ?token=...");
            return;
        }
        for (AddressPattern pattern : asked.target().patterns()) {
            if (!principal.may(Right.READ, pattern)) {
                refuse(response, ErrorCode.NOT_ALLOWED, "no right to read " + pattern);
                return;
            }
        }
        if (!hub.healthy()) {
            refuse(response, ErrorCode.NOT_READY, ErrorCode.NOT_READY.meaning());
            return;
        }
        if (!begin(request, response, asked, principal)) {
            refuse(response, ErrorCode.TOO_MANY_CONNECTIONS, ErrorCode.TOO_MANY_CONNECTIONS.meaning());
        }
    }

    private boolean begin(
            HttpServletRequest request, HttpServletResponse response, StreamRequest asked, UserPrincipal principal)
            throws IOException {
        StreamConnection connection = new StreamConnection(hub, connections, principal);
        if (!connections.admit(principal, connection)) {
            return false;
        }
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentType("text/event-stream");
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-cache");
        // nginx would gather events until a buffer is full.
        response.setHeader("X-Accel-Buffering", "no");
        AsyncContext context = request.startAsync();
        context.setTimeout(0);
        EndPoint endPoint = ServletContextRequest.getServletContextRequest(request)
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint();
        connection.open(asked, context, response.getOutputStream(), endPoint::close);
        return true;
    }

    private @Nullable UserPrincipal principal(HttpServletRequest request) {
        String token = token(request);
        return token == null
                ? null
                : switch (auth.authenticate(token)) {
                    case Authentication.Authenticated authenticated -> authenticated.principal();
                    case Authentication.Refused refused -> null;
                };
    }

    private static @Nullable String token(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        if (header == null) {
            return request.getParameter("token");
        }
        int space = header.indexOf(' ');
        String scheme = space < 0 ? "" : header.substring(0, space);
        return scheme.equalsIgnoreCase("Token") || scheme.equalsIgnoreCase("Bearer")
                ? header.substring(space + 1).trim()
                : null;
    }

    private static void refuse(HttpServletResponse response, ErrorCode code, String message) throws IOException {
        response.setStatus(code.httpStatus());
        response.setContentType("application/json");
        response.getOutputStream().write(ErrorBody.of(code, message));
    }
}
