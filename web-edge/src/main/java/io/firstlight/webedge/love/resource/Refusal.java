package io.firstlight.webedge.love.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

import java.io.Serial;

/**
 * A request that is refused, with status and body in LOVE's words: {@code {"detail": text}}, {@code {field: [reason, ...]}}, or nothing.
 * Thrown by handlers of this edge, answered in one place.
 */
public final class Refusal extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final int status;
    private final @Nullable String body;

    private Refusal(int status, @Nullable String body) {
        super(body, null, false, false);
        this.status = status;
        this.body = body;
    }

    /** With {@code {"detail": text}}. */
    public static Refusal of(int status, String detail) {
        return new Refusal(status, LoveJson.object().put("detail", detail).toString());
    }

    /** With that body. */
    public static Refusal of(int status, ObjectNode body) {
        return new Refusal(status, body.toString());
    }

    /** One field is wrong: 400. */
    public static Refusal ofField(String field, String reason) {
        ObjectNode body = LoveJson.object();
        body.putArray(field).add(reason);
        return new Refusal(400, body.toString());
    }

    /** There is no such object. */
    public static Refusal notFound() {
        return of(404, "Not found.");
    }

    /** There is no such object, said without a body, as the resources say it that LOVE wrote by hand. */
    public static Refusal notFoundWithoutBody() {
        return new Refusal(404, null);
    }

    /** The user lacks the permission. */
    public static Refusal forbidden() {
        return of(403, "You do not have permission to perform this action.");
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The body, JSON; null for none. */
    public @Nullable String body() {
        return body;
    }
}
