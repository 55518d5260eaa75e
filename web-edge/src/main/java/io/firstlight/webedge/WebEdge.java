package io.firstlight.webedge;

import io.firstlight.archive.page.CommandPages;
import io.firstlight.archive.page.MessagePages;
import io.firstlight.auth.AuthException;
import io.firstlight.auth.AuthService;
import io.firstlight.auth.right.Right;
import io.firstlight.auth.session.Principal;
import io.firstlight.ingest.IngestService;
import io.firstlight.schemas.code.CloseCode;
import io.firstlight.schemas.topic.TopicPlan;
import io.firstlight.webedge.command.CommandService;
import io.firstlight.webedge.feed.FeedConversation;
import io.firstlight.webedge.feed.FeedRequest;
import io.firstlight.webedge.history.LogHistory;
import io.firstlight.webedge.hub.HubLoop;
import io.firstlight.webedge.love.LoveHandshake;
import io.firstlight.webedge.love.LoveProtocol;
import io.firstlight.webedge.love.LoveResources;
import io.firstlight.webedge.mapper.EndpointAccess;
import io.firstlight.webedge.mapper.MapperService;
import io.firstlight.webedge.rest.CommandHistoryRoutes;
import io.firstlight.webedge.rest.CommandRoutes;
import io.firstlight.webedge.rest.CookieLoginRoutes;
import io.firstlight.webedge.rest.Failures;
import io.firstlight.webedge.rest.HealthRoutes;
import io.firstlight.webedge.rest.HistoryRoutes;
import io.firstlight.webedge.rest.LoveAuthRoutes;
import io.firstlight.webedge.rest.MapperRoutes;
import io.firstlight.webedge.rest.MessageRoutes;
import io.firstlight.webedge.rest.NoticeRoutes;
import io.firstlight.webedge.rest.PassThroughRoutes;
import io.firstlight.webedge.rest.RequestRate;
import io.firstlight.webedge.rest.SalInfoRoutes;
import io.firstlight.webedge.rest.ServerFailures;
import io.firstlight.webedge.rest.StateRoutes;
import io.firstlight.webedge.rest.TokenHeader;
import io.firstlight.webedge.sender.Senders;
import io.firstlight.webedge.session.Logins;
import io.firstlight.webedge.session.RevocationLog;
import io.firstlight.webedge.session.SessionMeters;
import io.firstlight.webedge.session.SessionWatch;
import io.firstlight.webedge.socket.Connection;
import io.firstlight.webedge.socket.Connections;
import io.firstlight.webedge.socket.Conversation;
import io.firstlight.webedge.socket.HandshakeFilter;
import io.firstlight.webedge.socket.SubPath;
import io.firstlight.webedge.sse.StreamServlet;
import io.firstlight.webedge.tower.TowerHandshake;
import io.firstlight.webedge.tower.TowerProtocol;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.staticfiles.Location;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.servlet.DispatcherType;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.websocket.server.JettyServerUpgradeRequest;
import org.eclipse.jetty.ee10.websocket.server.JettyServerUpgradeResponse;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServletFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;

/**
 * One edge node, put together: reads the log, keeps the latest state, serves sockets and HTTP.
 *
 * <p>Auth, ingest, archive and database are the caller's, started before and closed after the edge. HTTP answers from the beginning of
 * {@link #start} on, so that health can be asked; sockets are accepted once the state is loaded.
 */
public final class WebEdge implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(WebEdge.class);

    /**
     * For how long nothing may go through a connection in either direction. A client that stops to read for a minute or two is to find its
     * connection again, and costs no more than its outbox meanwhile; one that is gone is found earlier, when the kernel gives up on a ping.
     */
    private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(5);

    /** Room for many frames in one write; taken from a pool while a write is under way only. */
    private static final int OUTPUT_BUFFER_BYTES = 64 << 10;

    private static final int HTTP_SESSION_S = 10;

    /** How long requests under way may take when the edge stops. */
    private static final Duration FINISH_WITHIN = Duration.ofSeconds(3);

    private static final String CONSOLE = "/console";

    private final WebEdgeConfig config;
    private final AuthService auth;
    private final LoveProtocol love;
    private final TowerProtocol tower;
    private final EdgeLog edgeLog;
    private final HubLoop hub;
    private final Connections connections;
    private final SessionWatch sessions;
    private final RevocationLog revocations;
    private final LoveResources loveResources;
    private final CommandService commands;
    private final MapperService mapper;
    private final Javalin server;

    /**
     * An edge that is not started yet.
     *
     * @param ingest the way into the log
     * @param database where users, settings and the archive are; stays the caller's
     */
    public WebEdge(
            WebEdgeConfig config,
            TopicPlan plan,
            AuthService auth,
            IngestService ingest,
            DataSource database,
            PrometheusMeterRegistry meters,
            Clock clock) {
        this.config = config;
        this.auth = auth;
        this.edgeLog = new EdgeLog(config, plan, meters, clock, WebEdge::monotonicMs);
        this.hub = new HubLoop(edgeLog::open, WebEdge::monotonicMs, this::logChanged);
        this.connections =
                new Connections(config.outboxBytes(), config.connectionsPerUser(), meters, WebEdge::monotonicMs);
        SessionMeters sessionMeters = new SessionMeters(meters);
        this.sessions = new SessionWatch(connections, SessionWatch.TokenCheck.of(auth), clock, sessionMeters);
        this.revocations = new RevocationLog(
                auth,
                ingest.producer(),
                RevocationLog.consumersOf(config.kafka()),
                plan,
                sessions,
                sessionMeters,
                clock,
                WebEdge::monotonicMs);
        this.loveResources = new LoveResources(config.love(), auth, database, clock);
        this.commands = new CommandService(
                config.commands(), ingest.producer()::send, database, loveResources::commandWhitelist, meters, clock);
        this.mapper = new MapperService(config.mapper(), plan, config.kafka(), meters, clock);
        this.love = new LoveProtocol(
                config.love(),
                hub,
                ingest,
                new Senders(edgeLog.sentNumbers(), edgeLog::readToEnd),
                commands.pulse()::lastTimestamp,
                meters,
                clock);
        this.tower = new TowerProtocol(config.tower(), hub, meters, WebEdge::monotonicMs);
        Logins logins = new Logins(auth, ingest.notices(), revocations, this::dispatchedSoFar);
        this.server = Javalin.create(http -> {
            Failures failures = new Failures(mapper::serves);
            configure(http, failures);
            failures.register(http.routes);
            new HealthRoutes(hub::healthy, meters).register(http.routes);
            new LoveAuthRoutes(
                            auth,
                            logins,
                            revocations::revoke,
                            loveResources::configOf,
                            commands.permission(),
                            commands.addresses(),
                            clock)
                    .register(http.routes);
            loveResources.register(http.routes);
            new MessageRoutes(ingest.intake(), new MessagePages(database), messageGuard()).register(http.routes);
            TokenHeader tokens = new TokenHeader(auth);
            new CookieLoginRoutes(logins, revocations::revoke, commands.addresses(), tokens).register(http.routes);
            new NoticeRoutes(tokens, ingest.intake()).register(http.routes);
            new StateRoutes(tokens, hub::execute, this::past).register(http.routes);
            new HistoryRoutes(tokens, this::past).register(http.routes);
            new CommandRoutes(tokens, commands).register(http.routes);
            new CommandHistoryRoutes(tokens, new CommandPages(database)).register(http.routes);
            new SalInfoRoutes(tokens, commands.salInfo()).register(http.routes);
            new PassThroughRoutes(tokens, commands).register(http.routes);
            new MapperRoutes(tokens, mapper, mapperAccess()).register(http.routes, path -> isTaken(http, path));
        });
    }

    /**
     * Begins to serve, and returns when the state is loaded.
     *
     * @throws IllegalStateException if the log cannot be read to its end in time
     */
    public void start() throws InterruptedException {
        loveResources.start();
        commands.start();
        server.start(config.host(), config.port());
        connections.start();
        sessions.start();
        revocations.start();
        hub.start();
        love.start();
        edgeLog.watch(hub);
        mapper.start();
        hub.awaitCaughtUp(Duration.ofSeconds(config.bootstrapSeconds()));
        log.info("edge ready on {} port {}", config.host(), port());
    }

    /** The TCP port it listens on. */
    public int port() {
        return server.port();
    }

    private void configure(JavalinConfig http, Failures failures) {
        http.startup.showJavalinBanner = false;
        http.http.maxRequestSize = config.frameBytes();
        http.http.prefer405over404 = true;
        http.staticFiles.add(files -> {
            files.directory = CONSOLE;
            files.location = Location.CLASSPATH;
        });
        http.staticFiles.enableWebjars();
        http.jetty.modifyHttpConfiguration(
                jetty -> SubPath.strip(jetty, config.love().subPath()));
        http.jetty.modifyServer(jetty -> {
            jetty.setStopTimeout(FINISH_WITHIN.toMillis());
            jetty.setErrorHandler(new ServerFailures(failures));
        });
        http.jetty.modifyWebSocketServletFactory(this::mapSockets);
        http.jetty.modifyServletContextHandler(this::addStream);
        // Javalin asks its own router whether a path has a socket before it lets Jetty upgrade; what happens on the
        // socket is ours.
        for (String path : List.of(
                "/manager/ws/subscription",
                "/manager<shard>/ws/subscription",
                "/ws/v1",
                "/websocket",
                "/api/websocket")) {
            http.routes.ws(path, socket -> {});
        }
    }

    private void addStream(ServletContextHandler context) {
        ServletHolder stream = new ServletHolder(new StreamServlet(hub, connections, auth));
        stream.setAsyncSupported(true);
        context.addServlet(stream, StreamServlet.PATH);
        FilterHolder handshakes = new FilterHolder(new HandshakeFilter());
        handshakes.setAsyncSupported(true);
        context.addFilter(handshakes, "/*", EnumSet.of(DispatcherType.REQUEST));
        // Javalin begins an HTTP session with each handshake, which nobody needs: no cookie, and soon forgotten.
        context.getSessionHandler().setUsingCookies(false);
        context.getSessionHandler().setMaxInactiveInterval(HTTP_SESSION_S);
    }

    private void mapSockets(JettyWebSocketServletFactory factory) {
        factory.setMaxTextMessageSize(config.frameBytes());
        factory.setMaxBinaryMessageSize(config.frameBytes());
        factory.setMaxFrameSize(config.frameBytes());
        factory.setOutputBufferSize(OUTPUT_BUFFER_BYTES);
        factory.setIdleTimeout(IDLE_TIMEOUT);
        factory.addMapping("^/manager.*/ws/subscription/?$", this::openLove);
        factory.addMapping("^/ws/v1/?$", this::openFeed);
        factory.addMapping("^(/api)?/websocket/?$", this::openTower);
    }

    private @Nullable LogHistory past() {
        return hub.healthy() ? edgeLog.past() : null;
    }

    private MessageRoutes.Guard messageGuard() {
        RequestRate rate = new RequestRate(commands.addresses(), config.messageRate(), System::nanoTime);
        MessageRoutes.Guard access = switch (config.messageAccess()) {
            case OPEN -> (context, right) -> {};
            case TOKEN -> new TokenHeader(auth)::requireSomewhere;
        };
        return (context, right) -> {
            rate.require(context);
            access.require(context, right);
        };
    }

    private EndpointAccess mapperAccess() {
        return switch (config.messageAccess()) {
            case OPEN -> new EndpointAccess.Open();
            case TOKEN -> new EndpointAccess.Token();
        };
    }

    /** Whether a route or a file of the edge's own is at that path. */
    private static boolean isTaken(JavalinConfig http, String path) {
        return http.unsafe.internalRouter.allHttpHandlers().stream().anyMatch(route -> route.matches(path))
                || WebEdge.class.getResource(CONSOLE + path) != null;
    }

    private @Nullable Object openLove(JettyServerUpgradeRequest request, JettyServerUpgradeResponse response)
            throws IOException {
        Optional<Principal> principal = authenticated(request, response);
        return principal.isEmpty()
                ? null
                : accept(response, love.opening(principal.get()), Connection.Frames.TEXT, principal.get());
    }

    private @Nullable Object openFeed(JettyServerUpgradeRequest request, JettyServerUpgradeResponse response)
            throws IOException {
        FeedRequest asked;
        try {
            asked = FeedRequest.of(request.getParameterMap());
        } catch (IllegalArgumentException e) {
            log.debug("a feed is refused: {}", e.getMessage());
            response.setStatusCode(400);
            return null;
        }
        Conversation.Opening opening = FeedConversation.opening(hub, asked);
        if (config.messageAccess() == MessageAccess.OPEN) {
            return accept(response, opening, asked.frames(), null);
        }
        Optional<Principal> principal = authenticated(request, response);
        if (principal.isEmpty()) {
            return null;
        }
        if (!principal.get().maySomewhere(Right.READ)) {
            response.setStatusCode(403);
            return null;
        }
        return accept(response, opening, asked.frames(), principal.get());
    }

    private @Nullable Object openTower(JettyServerUpgradeRequest request, JettyServerUpgradeResponse response)
            throws IOException {
        try {
            Optional<TowerHandshake.Shown> shown = TowerHandshake.authenticate(auth, request);
            if (shown.isPresent()) {
                return accept(
                        response,
                        tower.opening(shown.get()),
                        Connection.Frames.TEXT,
                        shown.get().principal());
            }
            response.setStatusCode(403);
        } catch (AuthException e) {
            uncheckable(e, response);
        }
        return null;
    }

    /** Who opens a socket; if empty, the refusal is in the response. */
    private Optional<Principal> authenticated(JettyServerUpgradeRequest request, JettyServerUpgradeResponse response) {
        try {
            Optional<Principal> principal = LoveHandshake.authenticate(auth, request.getParameterMap());
            if (principal.isEmpty()) {
                response.setStatusCode(403);
            }
            return principal;
        } catch (AuthException e) {
            uncheckable(e, response);
            return Optional.empty();
        }
    }

    private static void uncheckable(AuthException e, JettyServerUpgradeResponse response) {
        log.warn("a handshake could not be checked: {}", e.getMessage());
        response.setStatusCode(503);
    }

    private @Nullable Object accept(
            JettyServerUpgradeResponse response,
            Conversation.Opening opening,
            Connection.Frames frames,
            @Nullable Principal principal)
            throws IOException {
        if (!hub.healthy()) {
            response.setStatusCode(503);
            return null;
        }
        Connection connection = connections.accept(opening, frames, principal);
        if (connection == null) {
            response.setStatusCode(429);
            return null;
        }
        // No permessage-deflate: a compressor per client costs more than the bytes it saves.
        response.setExtensions(List.of());
        return connection;
    }

    /** The one clock of hub and outboxes: what is due in one is due in the other. */
    private static long monotonicMs() {
        return System.nanoTime() / 1_000_000;
    }

    /** Completes when what the log holds now has been read, and the turn of the hub that dispatches it is over. */
    private CompletableFuture<Void> dispatchedSoFar() {
        return edgeLog.readToEnd().thenCompose(read -> {
            CompletableFuture<Void> turned = new CompletableFuture<>();
            hub.execute(h -> turned.complete(null));
            return turned;
        });
    }

    private void logChanged() {
        connections.closeAll(CloseCode.LOG_CHANGED);
    }

    /** Closes the sockets with a code that says reconnect, then the server, then the log; may be repeated. */
    @Override
    public void close() {
        love.close();
        connections.close();
        revocations.close();
        sessions.close();
        commands.close();
        mapper.close();
        server.stop();
        hub.close();
        edgeLog.close();
    }
}
