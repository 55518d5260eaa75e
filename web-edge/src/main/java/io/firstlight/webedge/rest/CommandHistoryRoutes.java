package io.firstlight.webedge.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firstlight.archive.page.CommandEntry;
import io.firstlight.archive.page.CommandPages;
import io.firstlight.auth.right.AddressPattern;
import io.firstlight.auth.right.Right;
import io.firstlight.auth.session.Principal;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.code.ErrorCode;
import io.firstlight.schemas.json.Json;
import io.firstlight.webedge.history.Moment;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * {@code GET /api/v1/commands}: who commanded what when, newest first, with what came of it. A command whose edge died before it could say
 * so stays {@code unanswered}.
 */
public final class CommandHistoryRoutes {

    static final String PATH = "/api/v1/commands";

    private static final Set<String> NAMES = Set.of("csc", "salindex", "user", "from", "to", "limit", "before");
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_USER = 150;
    private static final List<String> OF_COMMAND =
            List.of("cmd", "params", "identity", "user", "client", "idempotency_key");
    private static final List<String> OF_ACKNOWLEDGEMENT = List.of("ack", "status", "time", "duration_s");

    /** A parameter that was given as {@code 1.0} is told as such. */
    private static final ObjectReader EXACT =
            Json.mapper().reader().without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);

    private final TokenHeader tokens;
    private final CommandPages pages;

    /** The routes; {@link #register} puts them into a server. */
    public CommandHistoryRoutes(TokenHeader tokens, CommandPages pages) {
        this.tokens = tokens;
        this.pages = pages;
    }

    /** Adds the routes. */
    public void register(RoutesConfig routes) {
        routes.get(PATH, this::get);
    }

    private void get(Context context) {
        Principal principal = tokens.require(context).principal();
        PastQuery.requireOnly(context, NAMES);
        AddressPattern commands = commands(context);
        if (!principal.may(Right.HISTORY, commands)) {
            throw new RequestRefused(ErrorCode.NOT_ALLOWED, "You lack the right to the history of " + commands + ".");
        }
        int limit = limit(context);
        List<CommandEntry> entries = pages.page(
                new CommandPages.Question(
                        commands.csc(),
                        commands.salindex(),
                        user(context),
                        time(context, "from"),
                        time(context, "to"),
                        before(context)),
                limit);
        context.contentType("application/json; charset=utf-8").result(body(entries, limit));
    }

    private static AddressPattern commands(Context context) {
        String index = PastQuery.single(context, "salindex");
        OptionalInt salindex = index == null ? OptionalInt.empty() : Component.parseIndex(index);
        if (index != null && salindex.isEmpty()) {
            throw PastQuery.bad("salindex must be a whole number, and is '" + index + "'.");
        }
        try {
            return new AddressPattern(
                    Category.COMMAND,
                    PastQuery.single(context, "csc"),
                    salindex.isPresent() ? salindex.getAsInt() : null,
                    null);
        } catch (IllegalArgumentException e) {
            throw PastQuery.bad("csc: " + e.getMessage());
        }
    }

    private static @Nullable String user(Context context) {
        String user = PastQuery.single(context, "user");
        if (user != null && (user.isEmpty() || user.length() > MAX_USER || user.indexOf('\0') >= 0)) {
            throw PastQuery.bad("user must be a name of 1 to " + MAX_USER + " characters.");
        }
        return user;
    }

    private static @Nullable Instant time(Context context, String name) {
        Moment moment = PastQuery.moment(context, name);
        return switch (moment) {
            case null -> null;
            case Moment.AtTime at -> Instant.ofEpochMilli(at.timeMs());
            case Moment.AtPosition position ->
                throw PastQuery.bad(name + " must be a time; commands are paged by 'before'.");
        };
    }

    private static CommandPages.@Nullable Place before(Context context) {
        String text = PastQuery.single(context, "before");
        return text == null
                ? null
                : CommandPages.Place.decode(text)
                        .orElseThrow(() -> PastQuery.bad("before must be the 'next' of an earlier page."));
    }

    private static int limit(Context context) {
        String text = PastQuery.single(context, "limit");
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= CommandPages.MAX_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // Falls through to the one message for both mistakes.
        }
        throw PastQuery.bad(
                "limit must be a whole number from 1 to " + CommandPages.MAX_LIMIT + ", and is '" + text + "'.");
    }

    private static byte[] body(List<CommandEntry> entries, int limit) {
        ObjectNode body = Json.mapper().createObjectNode();
        ArrayNode commands = body.putArray("commands");
        entries.forEach(entry -> commands.add(command(entry)));
        // A full page may be the last one; the next is empty then.
        body.put("next", entries.size() < limit ? null : entries.getLast().place());
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectNode command(CommandEntry entry) {
        JsonNode payload = parsed(entry.command());
        String acknowledgement = entry.acknowledgement();
        JsonNode answer = acknowledgement == null ? null : parsed(acknowledgement);
        ObjectNode command = Json.mapper().createObjectNode();
        command.put("time", entry.time().toString());
        command.put("csc", entry.csc());
        command.put("salindex", entry.salindex());
        copy(payload, command, OF_COMMAND);
        command.set("correlation_id", payload.get("correlation_id"));
        command.put("state", state(answer));
        if (answer == null) {
            command.putNull("answer");
        } else {
            copy(answer, command.putObject("answer"), OF_ACKNOWLEDGEMENT);
        }
        return command;
    }

    private static String state(@Nullable JsonNode answer) {
        if (answer == null) {
            return "unanswered";
        }
        int status = answer.path("status").asInt();
        return status >= 200 && status < 300 ? "done" : "failed";
    }

    private static void copy(JsonNode from, ObjectNode to, List<String> fields) {
        for (String field : fields) {
            to.set(field, from.get(field));
        }
    }

    private static JsonNode parsed(String json) {
        try {
            return EXACT.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException("the archive holds what is no JSON", e);
        }
    }
}
