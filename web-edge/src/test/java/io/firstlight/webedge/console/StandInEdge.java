package io.firstlight.webedge.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.ServiceUnavailableResponse;
import io.javalin.http.staticfiles.Location;
import io.javalin.websocket.WsContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * As much of the edge as the page uses: its files, login, and a LOVE socket on which {@code Host-1} is heard ten times a second. It can
 * go away, fall dumb, and log everybody out. Thread-safe.
 */
final class StandInEdge implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StandInEdge.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PERIOD_MS = 100;

    /** By session id: each callback has a context of its own. */
    private final Map<String, WsContext> sockets = new ConcurrentHashMap<>();

    private final Map<String, WsContext> listeners = new ConcurrentHashMap<>();
    private final List<String> subscribed = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Javalin server;
    private final ScheduledFuture<?> ticking;

    private volatile boolean away;
    private volatile boolean tokenRevoked;
    private volatile boolean hostSilent;
    private volatile boolean dumb;
    private volatile String refusal = "";
    private final AtomicInteger connections = new AtomicInteger();
    private int tick;

    StandInEdge() {
        server = Javalin.create(this::configure).start("127.0.0.1", 0);
        ticking = timer.scheduleAtFixedRate(this::tick, 0, PERIOD_MS, TimeUnit.MILLISECONDS);
    }

    String url() {
        return "http://127.0.0.1:" + server.port() + "/";
    }

    /** The groups in the order in which they were first asked for on some connection, probes left out. */
    List<String> subscribed() {
        return List.copyOf(subscribed);
    }

    /** Drops all connections and takes no new ones. */
    void goAway() {
        away = true;
        sockets.values().forEach(socket -> socket.closeSession(1012, "restart"));
    }

    void comeBack() {
        away = false;
    }

    /** Whether the component sends. */
    void hostSilent(boolean silent) {
        hostSilent = silent;
    }

    /** Whether open connections are left without any answer or data, as if the network had swallowed them. */
    void dumb(boolean swallowed) {
        dumb = swallowed;
    }

    /** Answers each subscription with an error frame of that message. */
    void refuseSubscriptions(String message) {
        refusal = message;
    }

    /** Sends a frame to everybody who is subscribed. */
    void send(String frame) {
        listeners.values().forEach(socket -> send(socket, frame));
    }

    /** How many connections were opened so far. */
    int connections() {
        return connections.get();
    }

    /** Revokes the token: its sockets close with LOVE's code. */
    void logOutEverybody() {
        tokenRevoked = true;
        sockets.values().forEach(socket -> socket.closeSession(1000, ""));
    }

    private void configure(JavalinConfig http) {
        http.startup.showJavalinBanner = false;
        http.staticFiles.add(files -> {
            files.directory = "/console";
            files.location = Location.CLASSPATH;
        });
        http.staticFiles.enableWebjars();
        http.routes.post("/manager/api/get-token", this::login);
        http.routes.get("/manager/api/validate-token/{flags}", this::validate);
        http.routes.delete("/manager/api/logout", context -> {
            context.status(204);
            logOutEverybody();
        });
        http.routes.wsBeforeUpgrade("/manager/ws/subscription", context -> {
            if (away) {
                throw new ServiceUnavailableResponse();
            }
        });
        http.routes.ws("/manager/ws/subscription", socket -> {
            socket.onConnect(context -> {
                connections.incrementAndGet();
                sockets.put(context.sessionId(), context);
            });
            socket.onMessage(context -> receive(context, context.message()));
            socket.onClose(context -> {
                sockets.remove(context.sessionId());
                listeners.remove(context.sessionId());
            });
        });
    }

    private void login(Context context) throws IOException {
        JsonNode body = JSON.readTree(context.body());
        String password = body.path("password").asText();
        if (password.equals("too often")) {
            context.status(429).header("Retry-After", "30");
        } else if (body.path("username").asText().equals("operator") && password.equals("night")) {
            tokenRevoked = false;
            context.contentType("application/json").result(session());
        } else {
            context.status(400).result("{\"non_field_errors\": [\"Unable to log in with provided credentials.\"]}");
        }
    }

    private void validate(Context context) {
        if (away) {
            throw new ServiceUnavailableResponse();
        }
        if (tokenRevoked || !"Token t0k+en/1".equals(context.header("Authorization"))) {
            context.status(401);
        } else {
            context.contentType("application/json").result(session());
        }
    }

    private static String session() {
        return "{\"user\": {\"username\": \"operator\"}, \"token\": \"t0k+en/1\", \"permissions\": {\"execute_commands\": true}, "
                + "\"time_data\": {\"utc\": " + System.currentTimeMillis() / 1000.0 + "}, \"config\": null}";
    }

    private void receive(WsContext socket, String text) throws IOException {
        JsonNode request = JSON.readTree(text);
        String group = String.join(
                "-",
                request.path("category").asText(),
                request.path("csc").asText(),
                request.path("salindex").asText(),
                request.path("stream").asText());
        if (dumb) {
            return;
        }
        if (!refusal.isEmpty()) {
            socket.send("{\"error\": {\"code\": 1, \"name\": \"not_allowed\", \"message\": \"" + refusal + "\"}}");
            return;
        }
        boolean telemetry = group.equals("telemetry-Host-1-all");
        boolean probe = telemetry && listeners.put(socket.sessionId(), socket) != null;
        if (!probe) {
            subscribed.add(group);
        }
        socket.send("{\"data\": \"Successfully subscribed to " + group + "\"}");
        if (group.equals("event-Host-1-all")) {
            HostFrames.events().forEach(socket::send);
        }
    }

    private void tick() {
        tick++;
        if (!hostSilent && !dumb) {
            send(HostFrames.telemetry(tick));
        }
    }

    private static void send(WsContext socket, String frame) {
        try {
            socket.send(frame);
        } catch (RuntimeException e) {
            // It is closing, which its own callback takes care of; the others must hear the frame.
            LOG.debug("not sent", e);
        }
    }

    @Override
    public void close() {
        ticking.cancel(false);
        timer.shutdownNow();
        server.stop();
    }
}
