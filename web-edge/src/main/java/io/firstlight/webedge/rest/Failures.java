package io.firstlight.webedge.rest;

import io.firstlight.archive.page.ArchiveUnavailable;
import io.firstlight.auth.AuthException;
import io.firstlight.schemas.code.ErrorBody;
import io.firstlight.schemas.code.ErrorCode;
import io.firstlight.schemas.json.JsonOutput;
import io.firstlight.webedge.history.LogTimes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.function.Predicate;

/** What HTTP clients get when a request fails outside a handler's own answers: always JSON, in the shape of the path's protocol. */
public final class Failures {

    private static final Logger log = LoggerFactory.getLogger(Failures.class);

    /** Below it errors have LOVE's shape and words. */
    private static final String LOVE = "/manager/";

    private final Predicate<String> mapped;

    /**
     * The answers of an edge.
     *
     * @param mapped whether a path is one of the mapper's
     */
    public Failures(Predicate<String> mapped) {
        this.mapped = mapped;
    }

    /** Adds the answers. */
    public void register(RoutesConfig routes) {
        routes.exception(
                HttpResponseException.class, (e, context) -> answer(context, code(e.getStatus()), e.getMessage()));
        routes.exception(RequestRefused.class, (e, context) -> refuse(context, e));
        routes.exception(LogTimes.LogAwayException.class, (e, context) -> away(context, e));
        routes.exception(ArchiveUnavailable.class, (e, context) -> unavailable(context, e));
        routes.exception(AuthException.class, (e, context) -> unavailable(context, e));
        routes.exception(Exception.class, (e, context) -> {
            log.error("{} {} failed", context.method(), context.path(), e);
            answer(context, ErrorCode.INTERNAL, ErrorCode.INTERNAL.meaning());
        });
    }

    private void refuse(Context context, RequestRefused refused) {
        if (refused.code().httpStatus() == 401) {
            context.header("WWW-Authenticate", "Token");
        }
        answer(context, refused.code(), refused.detail());
    }

    private void unavailable(Context context, Exception e) {
        log.warn("{} {}: {}", context.method(), context.path(), e.getMessage());
        answer(context, ErrorCode.DATABASE_UNAVAILABLE, ErrorCode.DATABASE_UNAVAILABLE.meaning());
    }

    private void away(Context context, LogTimes.LogAwayException e) {
        log.warn("{} {}: {}", context.method(), context.path(), e.getMessage());
        answer(context, ErrorCode.LOG_UNAVAILABLE, "The log does not answer; ask again.");
    }

    private static ErrorCode code(int status) {
        return switch (status) {
            case 404 -> ErrorCode.NOT_FOUND;
            case 405 -> ErrorCode.METHOD_NOT_ALLOWED;
            case 413 -> ErrorCode.TOO_LARGE;
            default -> status < 500 ? ErrorCode.BAD_PARAMETER : ErrorCode.INTERNAL;
        };
    }

    private void answer(Context context, ErrorCode code, @Nullable String message) {
        String text = message(context, code, message);
        context.status(code.httpStatus()).contentType(type(context.path())).result(body(context.path(), code, text));
    }

    private static String message(Context context, ErrorCode code, @Nullable String message) {
        if (context.path().startsWith(LOVE)) {
            if (code == ErrorCode.METHOD_NOT_ALLOWED) {
                return "Method \"" + context.method() + "\" not allowed.";
            }
            if (code == ErrorCode.NOT_FOUND) {
                return "Not found.";
            }
        }
        return message == null || message.isBlank() ? code.meaning() : message;
    }

    /** The content type of a failure at that path. */
    String type(String path) {
        return isFpesas(path) ? MessageJson.TYPE : "application/json";
    }

    /** The body of a failure that is known by its status alone. */
    byte[] body(String path, int status, @Nullable String message) {
        String text = message == null || message.isBlank() ? code(status).meaning() : message;
        return isFpesas(path) ? MessageJson.error(status, text) : body(path, code(status), text);
    }

    private boolean isFpesas(String path) {
        return MessageRoutes.isBelow(path) || mapped.test(path);
    }

    private byte[] body(String path, ErrorCode code, String text) {
        if (isFpesas(path)) {
            return MessageJson.error(code.httpStatus(), text);
        }
        if (path.startsWith(LOVE)) {
            return new JsonOutput(text.length() + 16)
                    .literal("{\"detail\": ")
                    .quoted(text)
                    .literal("}")
                    .toByteArray();
        }
        return ErrorBody.of(code, text);
    }
}
