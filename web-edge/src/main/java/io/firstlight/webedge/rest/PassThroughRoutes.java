package io.firstlight.webedge.rest;

import io.firstlight.auth.session.Principal;
import io.firstlight.webedge.command.CommandPermission.Verdict;
import io.firstlight.webedge.command.CommandService;
import io.firstlight.webedge.commander.CommanderRequest;
import io.firstlight.webedge.passthrough.PassThroughRoute;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/**
 * What only goes through: requests below {@code /manager/api/} that the commander answers at the same path, bodies unchanged both ways. At most
 * {@link #CONCURRENT} at once, because their answers are held in memory.
 */
public final class PassThroughRoutes {

    static final int CONCURRENT = 16;

    private static final String ROOT = "/manager/api/";
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(15);
    private static final int MOST_ANSWER_BYTES = 16 << 20;

    private final TokenHeader tokens;
    private final CommandService commands;
    private final Semaphore free = new Semaphore(CONCURRENT);

    /** The routes; {@link #register} puts them into a server. */
    public PassThroughRoutes(TokenHeader tokens, CommandService commands) {
        this.tokens = tokens;
        this.commands = commands;
    }

    /**
     * Adds the routes.
     *
     * @throws IllegalArgumentException if one of the setting's is a path that the edge itself answers
     */
    public void register(RoutesConfig routes) {
        for (PassThroughRoute route : commands.routes()) {
            try {
                switch (route.method()) {
                    case "GET" -> routes.get(ROOT + route.path(), context -> pass(context, route));
                    default -> routes.post(ROOT + route.path(), context -> pass(context, route));
                }
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "FIRSTLIGHT_COMMANDER_ROUTES: the edge itself answers " + route.method() + ' ' + route.path(),
                        e);
            }
        }
    }

    private void pass(Context context, PassThroughRoute route) {
        Principal principal = tokens.require(context).principal();
        Verdict verdict = verdict(principal, commands.addresses().of(context), route);
        if (verdict != Verdict.ALLOWED) {
            CommandRoutes.ack(context, 403, verdict.ack());
            return;
        }
        byte[] body = route.method().equals("GET") ? null : context.bodyAsBytes();
        if (body != null && body.length > CommandRoutes.MAX_BODY_BYTES) {
            CommandRoutes.ack(
                    context,
                    413,
                    "The body has more than " + CommandRoutes.MAX_BODY_BYTES + " bytes; nothing was sent.");
            return;
        }
        String query = context.queryString();
        String target = '/' + route.path() + (query == null || query.isEmpty() ? "" : '?' + query);
        if (!isUri(target)) {
            CommandRoutes.ack(context, 400, "The query is not encoded as URLs have it; nothing was sent.");
            return;
        }
        context.future(() ->
                send(context, new CommanderRequest(route.method(), target, body, ANSWER_WITHIN, MOST_ANSWER_BYTES)));
    }

    private static boolean isUri(String text) {
        try {
            URI unused = new URI(text);
            return true;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private Verdict verdict(Principal principal, Optional<InetAddress> client, PassThroughRoute route) {
        return switch (route.needs()) {
            case NOTHING -> Verdict.ALLOWED;
            case COMMAND_SOMETHING -> commands.permission().ofAny(principal, client);
            case COMMAND_EVERYTHING -> commands.permission().ofEvery(principal, client);
        };
    }

    private CompletableFuture<?> send(Context context, CommanderRequest request) {
        if (!free.tryAcquire()) {
            CommandRoutes.ack(context, 503, CONCURRENT + " requests are being answered by the commander; try again.");
            return CompletableFuture.completedFuture(null);
        }
        return commands.commander()
                .send(request)
                .whenComplete((answered, failure) -> free.release())
                .thenAccept(outcome -> CommandRoutes.json(context, outcome.status(), outcome.body()));
    }
}
