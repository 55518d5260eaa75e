package io.firstlight.webedge.love.resource;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;

/**
 * Pages of any origin may ask below {@code /manager/}, as with LOVE: the origin is echoed. Nothing here goes by cookies, so a foreign page
 * gains nothing that its visitor did not give it. A preflight (Fetch standard, CORS protocol) is answered here and goes no further, whether
 * or not there is something at the path.
 */
public final class CrossOrigin {

    private static final String METHODS = "DELETE, GET, OPTIONS, PATCH, POST, PUT";
    private static final String HEADERS = "accept, accept-encoding, authorization, content-type, dnt, idempotency-key,"
            + " origin, user-agent, x-csrftoken, x-requested-with";
    private static final String EXPOSED = "X-Correlation-Id, Idempotency-Replayed";
    private static final String MAX_AGE_SECONDS = "86400";

    private CrossOrigin() {}

    /** Adds the headers to every answer below the path. */
    public static void register(RoutesConfig routes, String path) {
        routes.before(path + "/*", CrossOrigin::before);
    }

    private static void before(Context context) {
        context.header("Vary", "Origin");
        String origin = context.header("Origin");
        if (origin == null) {
            return;
        }
        context.header("Access-Control-Allow-Origin", origin);
        context.header("Access-Control-Allow-Credentials", "true");
        context.header("Access-Control-Expose-Headers", EXPOSED);
        if (context.method().equals(HandlerType.OPTIONS) && context.header("Access-Control-Request-Method") != null) {
            context.header("Access-Control-Allow-Methods", METHODS);
            context.header("Access-Control-Allow-Headers", HEADERS);
            context.header("Access-Control-Max-Age", MAX_AGE_SECONDS);
            context.status(200).skipRemainingHandlers();
        }
    }
}
