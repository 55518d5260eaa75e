package io.firstlight.webedge.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firstlight.archive.page.MessagePage;
import io.firstlight.archive.page.MessagePages;
import io.firstlight.archive.page.StoredMessage;
import io.firstlight.auth.right.Right;
import io.firstlight.ingest.intake.Intake;
import io.firstlight.ingest.intake.IntakeOutcome;
import io.firstlight.ingest.producer.Acknowledgement;
import io.firstlight.schemas.code.ErrorCode;
import io.firstlight.schemas.json.Json;
import io.firstlight.schemas.json.JsonOutput;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/**
 * fpesa's {@code /api/v1/messages/}: post a JSON object, page through what was stored.
 *
 * <p>A post is answered when Kafka has the message, with its position. Errors keep fpesa's shape,
 * {@code {"error": {"code": status, "description": text}}}, with a status of the 400s where fpesa said 500.
 */
public final class MessageRoutes {

    /** Largest body of a post, in bytes. */
    static final int MAX_BODY_BYTES = 1 << 20;

    static final String PATH = "/api/v1/messages";
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");
    private static final List<String> PARAMETERS = List.of("offset", "limit", "paginationId");

    private final Intake intake;
    private final MessagePages pages;
    private final Guard guard;

    /** Refuses a request whose sender lacks a right, by throwing. */
    public interface Guard {
        void require(Context context, Right right);
    }

    /** The routes; {@link #register} puts them into a server. */
    public MessageRoutes(Intake intake, MessagePages pages, Guard guard) {
        this.intake = intake;
        this.pages = pages;
        this.guard = guard;
    }

    /** Adds the routes. */
    public void register(RoutesConfig routes) {
        routes.post(PATH, this::post);
        routes.get(PATH, this::page);
    }

    private void post(Context context) {
        guard.require(context, Right.WRITE);
        if (!context.queryParamMap().isEmpty()) {
            error(context, 400, "No request arguments allowed");
            return;
        }
        if (context.contentLength() > MAX_BODY_BYTES) {
            error(context, 413, "Request Entity Too Large");
            return;
        }
        byte[] body = context.bodyAsBytes();
        switch (intake.acceptMessage(body, null)) {
            case IntakeOutcome.Accepted accepted -> context.future(() -> answer(context, accepted));
            case IntakeOutcome.Rejected rejected ->
                error(context, rejected.code().httpStatus(), rejected.message());
        }
    }

    private static CompletableFuture<?> answer(Context context, IntakeOutcome.Accepted accepted) {
        return accepted.acknowledgements().handle((acknowledgements, failure) -> {
            if (failure != null) {
                error(
                        context,
                        ErrorCode.LOG_UNAVAILABLE.httpStatus(),
                        "The log did not take the message in time; it may or may not be stored");
            } else {
                json(context, 200, stored(acknowledgements.getFirst()));
            }
            return null;
        });
    }

    private static byte[] stored(Acknowledgement acknowledgement) {
        ObjectNode answer = Json.mapper().createObjectNode();
        answer.put("partition", acknowledgement.partition());
        answer.put("offset", acknowledgement.offset());
        acknowledgement.positionToken().ifPresent(position -> answer.put("position", position));
        return answer.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void page(Context context) {
        guard.require(context, Right.HISTORY);
        String problem = problem(context);
        if (problem != null) {
            error(context, 400, problem);
            return;
        }
        MessagePage page = pages.page(
                number(context, "offset"),
                (int) Math.min(number(context, "limit"), MessagePages.MAX_LIMIT),
                last(context, "paginationId") == null ? null : number(context, "paginationId"));
        json(context, 200, body(page));
    }

    /** What is wrong with a request for a page, in the words of fpesa's schema; null if nothing. */
    private static @Nullable String problem(Context context) {
        if (context.contentLength() > 0) {
            return "No request data allowed";
        }
        Map<String, List<String>> query = context.queryParamMap();
        for (String name : query.keySet()) {
            if (!PARAMETERS.contains(name)) {
                return "Additional properties are not allowed ('" + name + "' was unexpected)";
            }
        }
        for (String name : PARAMETERS) {
            String text = last(context, name);
            if (text == null && !name.equals("paginationId")) {
                return "'" + name + "' is a required property";
            }
            if (text != null && !DIGITS.matcher(text).matches()) {
                return "'" + text + "' does not match '^[0-9]{1,18}$'";
            }
        }
        return null;
    }

    /** As fpesa: of a repeated parameter the last value counts. */
    private static @Nullable String last(Context context, String name) {
        List<String> values = context.queryParams(name);
        return values.isEmpty() ? null : values.getLast();
    }

    private static long number(Context context, String name) {
        return Long.parseLong(String.valueOf(last(context, name)));
    }

    private static byte[] body(MessagePage page) {
        JsonOutput out = new JsonOutput(256)
                .literal("{\"paginationId\": ")
                .number(page.paginationId())
                .literal(", \"offset\": ")
                .number(page.offset())
                .literal(", \"limit\": ")
                .number(page.limit())
                .literal(", \"total\": ")
                .number(page.total())
                .literal(", \"messages\": [");
        String separator = "";
        for (StoredMessage message : page.messages()) {
            out.literal(separator).literal(message.body());
            separator = ", ";
        }
        return out.literal("]}").toByteArray();
    }

    private static void error(Context context, int status, String description) {
        json(context, status, errorBody(status, description));
    }

    /** An error in fpesa's shape. */
    static byte[] errorBody(int status, String description) {
        return new JsonOutput(description.length() + 64)
                .literal("{\"error\": {\"code\": ")
                .number(status)
                .literal(", \"description\": ")
                .quoted(description)
                .literal("}}")
                .toByteArray();
    }

    private static void json(Context context, int status, byte[] body) {
        context.status(status).contentType("application/json; charset=utf-8").result(body);
    }
}
