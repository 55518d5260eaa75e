package io.firstlight.webedge.rest;

import io.firstlight.auth.session.Principal;
import io.firstlight.webedge.command.CommandAnswer;
import io.firstlight.webedge.command.CommandOrder;
import io.firstlight.webedge.command.CommandPermission.Verdict;
import io.firstlight.webedge.command.CommandRequest;
import io.firstlight.webedge.command.CommandService;
import io.firstlight.webedge.commander.CommanderOutcome;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * LOVE's {@code POST /manager/api/cmd/}. Everything but the answer to a missing token is in the form {@code {"ack": text}}, which its front end
 * shows.
 */
public final class CommandRoutes {

    private static final Logger log = LoggerFactory.getLogger(CommandRoutes.class);

    static final String PATH = "/manager/api/cmd";

    /** Request header: names the wish, so that sending it again does nothing more. */
    static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    /** Answer header: it is the answer to an earlier request. */
    static final String REPLAYED = "Idempotency-Replayed";

    /** Answer header: names the command in the log. */
    static final String CORRELATION_ID = "X-Correlation-Id";

    /** Largest body of a command, in bytes; a script's configuration has some thousands. */
    static final int MAX_BODY_BYTES = 1 << 20;

    private static final int MOST_PASSED_OVER_BYTES = 16 << 20;

    private static final Pattern KEY = Pattern.compile("[!-~]{1,200}");

    private final TokenHeader tokens;
    private final CommandService commands;

    /** The routes; {@link #register} puts them into a server. */
    public CommandRoutes(TokenHeader tokens, CommandService commands) {
        this.tokens = tokens;
        this.commands = commands;
    }

    /** Adds the routes. */
    public void register(RoutesConfig routes) {
        routes.post(PATH, this::post);
    }

    private void post(Context context) {
        Principal principal = tokens.require(context).principal();
        Optional<InetAddress> client = commands.addresses().of(context);
        Verdict any = commands.permission().ofAny(principal, client);
        if (any != Verdict.ALLOWED) {
            ack(context, 403, any.ack());
            return;
        }
        List<String> keys = Collections.list(context.req().getHeaders(IDEMPOTENCY_KEY));
        if (keys.size() > 1
                || (keys.size() == 1 && !KEY.matcher(keys.getFirst()).matches())) {
            ack(context, 400, IDEMPOTENCY_KEY + " must be 1 to 200 visible characters of ASCII; nothing was sent.");
            return;
        }
        if (context.contentLength() > MAX_BODY_BYTES) {
            passOver(context);
            ack(context, 413, "A command has at most " + MAX_BODY_BYTES + " bytes; nothing was sent.");
            return;
        }
        byte[] body = context.bodyAsBytes();
        if (body.length > MAX_BODY_BYTES) {
            ack(context, 413, "A command has at most " + MAX_BODY_BYTES + " bytes; nothing was sent.");
            return;
        }
        switch (CommandRequest.read(body)) {
            case CommandRequest.Reading.Illegal illegal -> ack(context, 400, illegal.ack());
            case CommandRequest.Reading.Legal legal -> {
                CommandRequest request = legal.command();
                Verdict verdict = commands.permission().of(principal, client, request.address());
                if (verdict != Verdict.ALLOWED) {
                    ack(context, 403, verdict.ack());
                    return;
                }
                submit(
                        context,
                        new CommandOrder(
                                request,
                                principal.name(),
                                client.map(InetAddress::getHostAddress).orElse("unknown"),
                                keys.isEmpty() ? null : keys.getFirst(),
                                body));
            }
        }
    }

    /** Reads a body that nobody wants, within bounds: a client that is still writing it would not see the answer. */
    private static void passOver(Context context) {
        try (InputStream body = context.bodyInputStream()) {
            body.skipNBytes(Math.min(context.contentLength(), MOST_PASSED_OVER_BYTES));
        } catch (IOException e) {
            log.debug("a client broke off a body that was too large: {}", e.getMessage());
        }
    }

    private void submit(Context context, CommandOrder order) {
        context.future(() -> commands.desk().submit(order).thenAccept(answer -> answer(context, answer)));
    }

    private static void answer(Context context, CommandAnswer answer) {
        @Nullable UUID correlationId = answer.correlationId();
        if (correlationId != null) {
            context.header(CORRELATION_ID, correlationId.toString());
        }
        if (answer.replayed()) {
            context.header(REPLAYED, "true");
        }
        json(context, answer.status(), answer.body());
    }

    /** Answers in the form in which LOVE's front end shows what became of a command. */
    static void ack(Context context, int status, String ack) {
        json(context, status, CommanderOutcome.ackBody(ack));
    }

    static void json(Context context, int status, byte[] body) {
        context.status(status).contentType("application/json").result(body);
    }
}
