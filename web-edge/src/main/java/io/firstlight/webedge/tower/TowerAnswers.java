package io.firstlight.webedge.tower;

import io.firstlight.schemas.code.ErrorCode;
import io.firstlight.schemas.json.JsonOutput;
import io.firstlight.webedge.hub.Answers;
import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Locale;

/**
 * What a client is told about one of its channels: nothing, unless it uses an option of ours. Immutable.
 *
 * @param channel the channel's name
 * @param extended whether the client used an option of ours
 */
record TowerAnswers(String channel, boolean extended) implements Answers {

    @Override
    public byte @Nullable [] subscribed(Subscribed outcome) {
        if (!extended || (outcome.resume() == null && outcome.snapshot() < 0)) {
            return null;
        }
        JsonOutput out = aboutChannel();
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
        return out.literal("}").toByteArray();
    }

    @Override
    public byte @Nullable [] notice(Notice notice, @Nullable String detail, int frames) {
        if (!extended) {
            return null;
        }
        JsonOutput out = aboutChannel()
                .literal(", \"notice\": \"")
                .literal(lower(notice))
                .literal("\"");
        if (detail != null) {
            out.literal(", \"reason\": ").quoted(detail.toLowerCase(Locale.ROOT));
        }
        if (notice == Notice.HOLE) {
            out.literal(", \"snapshot\": ").number(frames);
        }
        return out.literal("}").toByteArray();
    }

    @Override
    public byte @Nullable [] position(String token) {
        return extended
                ? aboutChannel()
                        .literal(", \"position\": \"")
                        .literal(token)
                        .literal("\"}")
                        .toByteArray()
                : null;
    }

    @Override
    public byte[] refused(ErrorCode code, String message) {
        return error(message);
    }

    private JsonOutput aboutChannel() {
        return new JsonOutput(channel.length() + 96)
                .literal("{\"channel\": \"")
                .literal(channel)
                .literal("\"");
    }

    private static String lower(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT);
    }

    /** The first frame of every connection. */
    static byte[] accepted(long userId) {
        return new JsonOutput(48)
                .literal("{\"accept\": true, \"user\": ")
                .number(userId)
                .literal("}")
                .toByteArray();
    }

    /** What was wrong with a request. */
    static byte[] error(String message) {
        return new JsonOutput(message.length() + 16)
                .literal("{\"error\": ")
                .quoted(message)
                .literal("}")
                .toByteArray();
    }

    /** The answer to a request that replaced the membership. */
    static byte[] groups(Collection<String> current, Collection<String> left, Collection<String> joined) {
        JsonOutput out = new JsonOutput(96 + 32 * (current.size() + left.size() + joined.size()));
        list(out.literal("{\"groups_current\": "), current);
        list(out.literal(", \"groups_left\": "), left);
        list(out.literal(", \"groups_joined\": "), joined);
        return out.literal("}").toByteArray();
    }

    private static void list(JsonOutput out, Collection<String> channels) {
        String separator = "[";
        for (String channel : channels) {
            out.literal(separator).quoted(channel);
            separator = ", ";
        }
        out.literal(channels.isEmpty() ? "[]" : "]");
    }
}
