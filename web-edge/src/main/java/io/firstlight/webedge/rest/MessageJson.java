package io.firstlight.webedge.rest;

import io.firstlight.archive.page.MessageMatches;
import io.firstlight.archive.page.MessagePage;
import io.firstlight.archive.page.StoredMessage;
import io.firstlight.schemas.json.JsonOutput;

import java.util.List;

/** What the paths of messages answer with, in fpesa's shapes. */
final class MessageJson {

    static final String TYPE = "application/json; charset=utf-8";

    private MessageJson() {}

    /** {@code {"paginationId": 97, "offset": 0, "limit": 10, "total": 97, "messages": [...]}}. */
    static byte[] page(MessagePage page, boolean details) {
        JsonOutput out = new JsonOutput(256)
                .literal("{\"paginationId\": ")
                .number(page.paginationId())
                .literal(", \"offset\": ")
                .number(page.offset())
                .literal(", \"limit\": ")
                .number(page.limit())
                .literal(", \"total\": ")
                .number(page.total());
        return messages(out, page.messages(), details).literal("}").toByteArray();
    }

    /** {@code {"paginationId": 97, "offset": 0, "limit": 10, "next": 41, "messages": [...]}}; {@code next} is null at the end. */
    static byte[] matches(MessageMatches matches, boolean details) {
        Long next = matches.next();
        JsonOutput out = new JsonOutput(256)
                .literal("{\"paginationId\": ")
                .number(matches.paginationId())
                .literal(", \"offset\": 0, \"limit\": ")
                .number(matches.limit())
                .literal(", \"next\": ")
                .literal(String.valueOf(next));
        return messages(out, matches.messages(), details).literal("}").toByteArray();
    }

    private static JsonOutput messages(JsonOutput out, List<StoredMessage> messages, boolean details) {
        String separator = ", \"messages\": [";
        for (StoredMessage message : messages) {
            out.literal(separator);
            if (details) {
                out.span(one(message));
            } else {
                out.literal(message.body());
            }
            separator = ", ";
        }
        return out.literal(messages.isEmpty() ? separator + "]" : "]");
    }

    /** {@code {"id": "...", "number": 97, "time": "2026-03-01T12:00:00Z", "message": {...}}}. */
    static byte[] one(StoredMessage message) {
        return new JsonOutput(message.body().length() + 128)
                .literal("{\"id\": \"")
                .literal(message.place().text())
                .literal("\", \"number\": ")
                .number(message.id())
                .literal(", \"time\": \"")
                .literal(message.time().toString())
                .literal("\", \"message\": ")
                .literal(message.body())
                .literal("}")
                .toByteArray();
    }

    /** {@code {"error": {"code": 404, "description": "..."}}}. */
    static byte[] error(int status, String description) {
        return new JsonOutput(description.length() + 64)
                .literal("{\"error\": {\"code\": ")
                .number(status)
                .literal(", \"description\": ")
                .quoted(description)
                .literal("}}")
                .toByteArray();
    }
}
