package io.firstlight.webedge.rest;

import io.firstlight.schemas.code.ErrorCode;
import io.firstlight.webedge.mapper.Endpoint;
import io.firstlight.webedge.mapper.EndpointAccess;
import io.firstlight.webedge.mapper.Exchange;
import io.firstlight.webedge.mapper.MapperAnswer;
import io.firstlight.webedge.mapper.MapperService;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/** The operator's endpoints: HTTP to the mapper and back. All errors have fpesa's shape, as those of messages. */
public final class MapperRoutes {

    private static final Logger log = LoggerFactory.getLogger(MapperRoutes.class);

    /** Of a body that is too large so much is read: a client that is still writing it would not see the answer. */
    private static final int MOST_PASSED_OVER_BYTES = 32 << 20;

    /** Below them the edge answers in other ways than by routes: sockets, files, or a servlet; or it keeps them for itself. */
    private static final List<String> RESERVED = List.of(
            "/manager",
            "/ws",
            "/websocket",
            "/api/websocket",
            "/api/v1/stream",
            "/health",
            "/metrics",
            "/docs",
            "/webjars",
            "/.well-known");

    private final TokenHeader tokens;
    private final MapperService mapper;
    private final EndpointAccess usual;

    /**
     * The routes; {@link #register} puts them into a server.
     *
     * @param usual who may use an endpoint that does not say so itself
     */
    public MapperRoutes(TokenHeader tokens, MapperService mapper, EndpointAccess usual) {
        this.tokens = tokens;
        this.mapper = mapper;
        this.usual = usual;
    }

    /**
     * Adds the routes, after all others.
     *
     * @param taken whether the edge itself answers a path, whatever the method
     * @throws IllegalArgumentException if one of them is such a path; the message names endpoint and key
     */
    public void register(RoutesConfig routes, Predicate<String> taken) {
        List<Endpoint> endpoints = mapper.endpoints();
        for (Endpoint endpoint : endpoints) {
            String path = endpoint.path();
            if (taken.test(path) || RESERVED.stream().anyMatch(own -> path.equals(own) || path.startsWith(own + '/'))) {
                throw new IllegalArgumentException("FIRSTLIGHT_MAPPER: endpoint '" + endpoint.name()
                        + "': path is one that the edge itself answers");
            }
        }
        for (Endpoint endpoint : endpoints) {
            Handler handler = context -> handle(context, endpoint);
            switch (endpoint.method()) {
                case "GET" -> routes.get(endpoint.path(), handler);
                case "POST" -> routes.post(endpoint.path(), handler);
                case "PUT" -> routes.put(endpoint.path(), handler);
                case "PATCH" -> routes.patch(endpoint.path(), handler);
                case "DELETE" -> routes.delete(endpoint.path(), handler);
                default -> throw new IllegalStateException(endpoint.method());
            }
        }
    }

    private void handle(Context context, Endpoint endpoint) throws IOException {
        require(context, endpoint.access() == null ? usual : endpoint.access());
        byte @Nullable [] body = body(context, endpoint.maxBodyBytes());
        if (body != null && body.length > endpoint.maxBodyBytes()) {
            mapper.refused(endpoint);
            throw new RequestRefused(ErrorCode.TOO_LARGE, "Request Entity Too Large");
        }
        switch (mapper.submit(endpoint, body, query(context, endpoint))) {
            case MapperService.Outcome.Refused refused -> answer(context, refused.answer());
            case MapperService.Outcome.Sent sent -> context.future(() -> answered(context, sent.exchange()));
        }
    }

    private void require(Context context, EndpointAccess access) {
        switch (access) {
            case EndpointAccess.Open open -> {}
            case EndpointAccess.Token token -> tokens.requireUser(context);
            case EndpointAccess.Holder holder -> {
                if (!tokens.requireUser(context)
                        .may(holder.needed().right(), holder.needed().pattern())) {
                    throw new RequestRefused(403, "You do not have permission to perform this action.");
                }
            }
        }
    }

    /** The body, or a little more than what it may have at most; null if there is none. */
    private static byte @Nullable [] body(Context context, int mostBytes) throws IOException {
        try (InputStream in = context.bodyInputStream()) {
            byte[] body = in.readNBytes(mostBytes + 1);
            if (body.length > mostBytes) {
                passOver(in);
            }
            return body.length == 0 ? null : body;
        }
    }

    private static void passOver(InputStream rest) {
        try {
            rest.skipNBytes(MOST_PASSED_OVER_BYTES);
        } catch (IOException e) {
            log.debug("a body that was too large has ended: {}", e.getMessage());
        }
    }

    /** As fpesa: of a repeated parameter the last value counts. */
    private Map<String, String> query(Context context, Endpoint endpoint) {
        Map<String, String> query = new LinkedHashMap<>();
        String raw = context.queryString();
        try {
            for (String pair : raw == null || raw.isEmpty() ? new String[0] : raw.split("&", -1)) {
                int end = pair.indexOf('=');
                String name = end < 0 ? pair : pair.substring(0, end);
                String value = end < 0 ? "" : pair.substring(end + 1);
                if (!pair.isEmpty()) {
                    query.put(
                            URLDecoder.decode(name, StandardCharsets.UTF_8),
                            URLDecoder.decode(value, StandardCharsets.UTF_8));
                }
            }
            return query;
        } catch (IllegalArgumentException e) {
            mapper.refused(endpoint);
            throw new RequestRefused(ErrorCode.BAD_PARAMETER, "The query is not encoded as URLs have it");
        }
    }

    private static CompletableFuture<?> answered(Context context, Exchange exchange) {
        // Called by Javalin once the request is asynchronous; it completes that in any case, and then the place is
        // free.
        context.req().getAsyncContext().addListener(new Leaving(exchange));
        return exchange.answer().thenAccept(answer -> answer(context, answer));
    }

    private static void answer(Context context, MapperAnswer answer) {
        context.status(answer.status())
                .contentType("application/json; charset=utf-8")
                .result(answer.body());
    }

    /** Gives the place back when the response is out, or cannot go out. */
    private record Leaving(Exchange exchange) implements AsyncListener {
        @Override
        public void onComplete(AsyncEvent event) {
            exchange.leave();
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            exchange.leave();
        }

        @Override
        public void onError(AsyncEvent event) {
            exchange.leave();
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }
    }
}
