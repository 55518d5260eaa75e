package io.firstlight.webedge.love;

import io.firstlight.schemas.code.ErrorBody;
import io.firstlight.schemas.code.ErrorCode;
import io.firstlight.schemas.json.JsonOutput;
import io.firstlight.webedge.hub.Answers;
import io.firstlight.webedge.time.ObservatoryTime;
import org.jspecify.annotations.Nullable;

import java.util.Locale;

/**
 * What a LOVE client is told about one of its groups. The confirmation is LOVE's to the byte unless an option of ours was used; notices go
 * only to those who used one. Immutable.
 *
 * @param group the group's name
 * @param extended whether the client used an option of ours
 * @param id the client's own mark, as JSON; null if it gave none
 */
record LoveAnswers(String group, boolean extended, @Nullable String id) implements Answers {

    @Override
    public byte[] subscribed(Subscribed outcome) {
        JsonOutput out = confirmation("subscribed", group);
        if (extended) {
            id(out);
            Resumption resume = outcome.resume();
            if (resume == Resumption.RECOVERED) {
                out.literal(", \"recovered\": true");
            } else if (resume != null) {
                out.literal(", \"recovered\": false, \"reason\": \"")
                        .literal(lower(resume))
                        .literal("\"");
            }
            if (outcome.snapshot() >= 0) {
                out.literal(", \"snapshot\": ").number(outcome.snapshot());
            }
        }
        return out.literal("}").toByteArray();
    }

    @Override
    public byte @Nullable [] notice(Notice notice, @Nullable String detail, int frames) {
        if (!extended) {
            return null;
        }
        JsonOutput out = new JsonOutput(group.length() + 96)
                .literal("{\"notice\": \"")
                .literal(lower(notice))
                .literal("\", \"subscription\": \"")
                .literal(group)
                .literal("\"");
        id(out);
        if (detail != null) {
            out.literal(", \"reason\": ").quoted(detail.toLowerCase(Locale.ROOT));
        }
        if (notice == Notice.REPLAY_STARTED) {
            out.literal(", \"state\": ").number(frames);
        }
        if (notice == Notice.HOLE) {
            out.literal(", \"snapshot\": ").number(frames);
        }
        return out.literal("}").toByteArray();
    }

    @Override
    public byte @Nullable [] position(String token) {
        if (!extended) {
            return null;
        }
        JsonOutput out = new JsonOutput(group.length() + token.length() + 48)
                .literal("{\"subscription\": \"")
                .literal(group)
                .literal("\"");
        id(out);
        return out.literal(", \"position\": \"").literal(token).literal("\"}").toByteArray();
    }

    @Override
    public byte[] refused(ErrorCode code, String message) {
        return refusal(code, message, id);
    }

    /**
     * An error frame.
     *
     * @param id what the client calls the request, as it wrote it; null if nothing
     */
    static byte[] refusal(ErrorCode code, String message, @Nullable String id) {
        byte[] error = ErrorBody.of(code, message);
        if (id == null) {
            return error;
        }
        // The body ends with two braces; the mark goes between them.
        return new JsonOutput(error.length + id.length() + 8)
                .span(error, 0, error.length - 1)
                .literal(", \"id\": ")
                .literal(id)
                .literal("}")
                .toByteArray();
    }

    /**
     * The log has a message.
     *
     * @param id what the producer calls it, as it wrote it
     * @param position the place behind it; null if the cluster did not tell
     */
    static byte[] acknowledgement(String id, @Nullable String position) {
        JsonOutput out = new JsonOutput(id.length() + 96).literal("{\"ack\": ").literal(id);
        return position == null
                ? out.literal(", \"position\": null}").toByteArray()
                : out.literal(", \"position\": \"")
                        .literal(position)
                        .literal("\"}")
                        .toByteArray();
    }

    /** The beginning of a confirmation, up to where its last brace would stand. The front end searches for these words. */
    static JsonOutput confirmation(String done, String group) {
        return new JsonOutput(group.length() + 96)
                .literal("{\"data\": \"Successfully ")
                .literal(done)
                .literal(" to ")
                .literal(group)
                .literal("\"");
    }

    /** The answer to {@code get_time_data}. */
    static byte[] time(ObservatoryTime now, String requestTime) {
        return new JsonOutput(320)
                .literal("{\"time_data\": ")
                .literal(now.toJson())
                .literal(", \"request_time\": ")
                .literal(requestTime)
                .literal("}")
                .toByteArray();
    }

    private void id(JsonOutput out) {
        if (id != null) {
            out.literal(", \"id\": ").literal(id);
        }
    }

    private static String lower(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT);
    }
}
