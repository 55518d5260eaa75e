package io.firstlight.webedge.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firstlight.auth.right.Right;
import io.firstlight.auth.session.UserPrincipal;
import io.firstlight.ingest.intake.Intake;
import io.firstlight.ingest.intake.IntakeOutcome;
import io.firstlight.ingest.producer.Acknowledgement;
import io.firstlight.schemas.code.ErrorBody;
import io.firstlight.schemas.code.ErrorCode;
import io.firstlight.schemas.json.Json;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * {@code POST /api/v1/notices}: a service emits a notice, or a list of them of which all are written or none. Needs a token with the right to
 * write each notice's address. Answered when Kafka has them, with their places.
 */
public final class NoticeRoutes {

    static final String PATH = "/api/v1/notices";

    private final TokenHeader tokens;
    private final Intake intake;

    /** The routes; {@link #register} puts them into a server. */
    public NoticeRoutes(TokenHeader tokens, Intake intake) {
        this.tokens = tokens;
        this.intake = intake;
    }

    /** Adds the routes. */
    public void register(RoutesConfig routes) {
        routes.post(PATH, this::post);
    }

    private void post(Context context) {
        UserPrincipal principal = tokens.requireUser(context);
        byte[] body = context.bodyAsBytes();
        IntakeOutcome outcome =
                intake.acceptNotices(body, principal.name(), address -> principal.may(Right.WRITE, address));
        switch (outcome) {
            case IntakeOutcome.Accepted accepted -> context.future(() -> answer(context, isList(body), accepted));
            case IntakeOutcome.Rejected rejected -> throw new RequestRefused(rejected.code(), rejected.message());
        }
    }

    /** Of a body that has been read as JSON. */
    private static boolean isList(byte[] body) {
        int i = 0;
        while (body[i] <= ' ') {
            i++;
        }
        return body[i] == '[';
    }

    private static CompletableFuture<?> answer(Context context, boolean list, IntakeOutcome.Accepted accepted) {
        return accepted.acknowledgements().handle((acknowledgements, failure) -> {
            if (failure == null) {
                context.status(200)
                        .contentType("application/json; charset=utf-8")
                        .result(body(list, acknowledgements));
            } else {
                context.status(ErrorCode.LOG_UNAVAILABLE.httpStatus())
                        .contentType("application/json")
                        .result(ErrorBody.of(ErrorCode.LOG_UNAVAILABLE, unavailable(list)));
            }
            return null;
        });
    }

    private static String unavailable(boolean list) {
        return list
                ? "The log did not take every notice in time; each of them may or may not be in."
                : ErrorCode.LOG_UNAVAILABLE.meaning();
    }

    private static byte[] body(boolean list, List<Acknowledgement> acknowledgements) {
        ArrayNode all = Json.mapper().createArrayNode();
        for (Acknowledgement acknowledgement : acknowledgements) {
            ObjectNode place = all.addObject();
            place.put("partition", acknowledgement.partition());
            place.put("offset", acknowledgement.offset());
            acknowledgement.positionToken().ifPresent(position -> place.put("position", position));
        }
        return (list ? all : all.get(0)).toString().getBytes(StandardCharsets.UTF_8);
    }
}
