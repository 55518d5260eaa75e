package io.firstlight.webedge.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firstlight.archive.page.MessageMatches;
import io.firstlight.archive.page.MessagePages;
import io.firstlight.archive.page.MessagePages.Lookup;
import io.firstlight.archive.page.MessagePlace;
import io.firstlight.archive.page.PathRefused;
import io.firstlight.auth.right.Right;
import io.firstlight.ingest.intake.Intake;
import io.firstlight.ingest.intake.IntakeOutcome;
import io.firstlight.ingest.producer.Acknowledgement;
import io.firstlight.schemas.code.ErrorCode;
import io.firstlight.schemas.json.Json;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/**
 * fpesa's {@code /api/v1/messages/}: post a JSON object, page through what was stored; and, ours, {@code /api/v1/messages/{id}}.
 *
 * <p>A post is answered when Kafka has the message, with its position and id. Errors keep fpesa's shape,
 * {@code {"error": {"code": status, "description": text}}}, with a status of the 400s where fpesa said 500.
 */
public final class MessageRoutes {

    /** Largest body of a post, in bytes. */
    static final int MAX_BODY_BYTES = 1 << 20;

    /** What is read of a larger one, so that its sender comes to read the refusal. */
    private static final int MAX_DRAINED_BYTES = 16 << 20;

    private static final String PATH = "/api/v1/messages";
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    private final Intake intake;
    private final MessagePages pages;
    private final MessageWait wait;
    private final Guard guard;

    /** Refuses a request whose sender lacks a right, by throwing. */
    public interface Guard {
        void require(Context context, Right right);
    }

    /** The routes; {@link #register} puts them into a server. */
    public MessageRoutes(Intake intake, MessagePages pages, Guard guard) {
        this.intake = intake;
        this.pages = pages;
        this.wait = new MessageWait(pages);
        this.guard = guard;
    }

    /** Whether the path is one of these, or below them. */
    static boolean isBelow(String path) {
        return path.equals(PATH) || path.startsWith(PATH + "/");
    }

    /** Adds the routes. */
    public void register(RoutesConfig routes) {
        routes.before(PATH, context -> allow(context, "GET", "POST"));
        routes.before(PATH + "/{id}", context -> allow(context, "GET"));
        routes.post(PATH, this::post);
        routes.get(PATH, this::list);
        routes.get(PATH + "/{id}", this::one);
    }

    /** Before the server looks for a handler: to it HEAD is a GET, and it names no other method. */
    private static void allow(Context context, String... methods) {
        String method = context.req().getMethod();
        for (String allowed : methods) {
            if (allowed.equals(method)) {
                return;
            }
        }
        context.header("Allow", String.join(", ", methods));
        throw new RequestRefused(ErrorCode.METHOD_NOT_ALLOWED, "Method Not Allowed");
    }

    private void post(Context context) throws IOException {
        guard.require(context, Right.WRITE);
        MessageQuery.requireNone(context);
        byte[] body = body(context);
        if (body == null) {
            error(context, 413, "Request Entity Too Large");
            return;
        }
        switch (intake.acceptMessage(body, null)) {
            case IntakeOutcome.Accepted accepted -> context.future(() -> answer(context, accepted));
            case IntakeOutcome.Rejected rejected ->
                error(context, rejected.code().httpStatus(), rejected.message());
        }
    }

    /** Null if it is too large, whether or not the request says so beforehand. */
    private static byte @Nullable [] body(Context context) throws IOException {
        if (context.req().getContentLengthLong() > MAX_DRAINED_BYTES) {
            return null;
        }
        InputStream in = context.req().getInputStream();
        byte[] body = in.readNBytes(MAX_BODY_BYTES + 1);
        if (body.length <= MAX_BODY_BYTES) {
            return body;
        }
        byte[] rest = new byte[64 << 10];
        for (int drained = 0; drained < MAX_DRAINED_BYTES; ) {
            int count = in.read(rest);
            if (count < 0) {
                break;
            }
            drained += count;
        }
        return null;
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
        Uuid topicId = acknowledgement.topicId();
        if (topicId != null) {
            answer.put("id", new MessagePlace(topicId, acknowledgement.partition(), acknowledgement.offset()).text());
        }
        answer.put("partition", acknowledgement.partition());
        answer.put("offset", acknowledgement.offset());
        acknowledgement.positionToken().ifPresent(position -> answer.put("position", position));
        return answer.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void list(Context context) throws IOException {
        guard.require(context, Right.HISTORY);
        MessageQuery asked = MessageQuery.of(context);
        String where = asked.where();
        if (where == null) {
            json(
                    context,
                    200,
                    MessageJson.page(pages.page(asked.question(), asked.offset(), asked.limit()), asked.details()));
            return;
        }
        try {
            MessageMatches matches = pages.matches(asked.question(), where, asked.next(), asked.limit());
            json(context, 200, MessageJson.matches(matches, asked.details()));
        } catch (PathRefused e) {
            error(context, 400, "where is no JSON path that can be used: " + e.getMessage());
        }
    }

    private void one(Context context) throws IOException {
        guard.require(context, Right.HISTORY);
        MessageQuery.requireNone(context);
        MessageQuery.requireNoBody(context);
        String id = context.pathParam("id");
        if (NUMBER.matcher(id).matches()) {
            pages.byId(Long.parseLong(id))
                    .ifPresentOrElse(
                            message -> json(context, 200, MessageJson.one(message)),
                            () -> error(context, 404, "There is no message of that number"));
            return;
        }
        Optional<MessagePlace> place = MessagePlace.parse(id);
        if (place.isEmpty()) {
            error(context, 404, "That is no id of a message");
            return;
        }
        Lookup now = pages.at(place.get());
        if (now instanceof Lookup.NotYet) {
            context.future(() -> wait.awaitStored(place.get()).handle((later, failure) -> {
                if (failure == null) {
                    answer(context, later);
                } else {
                    error(context, 503, ErrorCode.DATABASE_UNAVAILABLE.meaning());
                }
                return null;
            }));
        } else {
            answer(context, now);
        }
    }

    private static void answer(Context context, Lookup lookup) {
        switch (lookup) {
            case Lookup.Found found -> json(context, 200, MessageJson.one(found.message()));
            case Lookup.NotYet notYet -> {
                context.header("Retry-After", "1");
                error(context, 404, "The message is not stored yet, or there is none: ask again");
            }
            case Lookup.Never never ->
                error(
                        context,
                        404,
                        "There is no message at that place, or the archive refused it (see the quarantine)");
        }
    }

    private static void error(Context context, int status, String description) {
        json(context, status, MessageJson.error(status, description));
    }

    private static void json(Context context, int status, byte[] body) {
        context.status(status).contentType(MessageJson.TYPE).result(body);
    }
}
