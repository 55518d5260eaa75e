package io.firstlight.webedge.sse;

import io.firstlight.schemas.code.ErrorBody;
import io.firstlight.schemas.code.ErrorCode;
import io.firstlight.schemas.json.JsonOutput;
import io.firstlight.webedge.hub.Answers;
import org.jspecify.annotations.Nullable;

import java.util.Locale;

/**
 * What a client of an event stream is told beside values, as events with a name: {@code subscribed}, {@code position}, {@code error}, and
 * the notices by their own. An EventSource without a listener for them passes them by, but keeps their ids.
 */
final class StreamAnswers implements Answers {

    @Override
    public byte[] subscribed(Subscribed outcome) {
        JsonOutput out = new JsonOutput(160).literal("retry: 1000\nevent: subscribed\ndata: {");
        String separator = "";
        Resumption resume = outcome.resume();
        if (resume != null) {
            out.literal("\"recovered\": ").literal(resume == Resumption.RECOVERED ? "true" : "false");
            if (resume != Resumption.RECOVERED) {
                out.literal(", \"reason\": \"")
                        .literal(resume.name().toLowerCase(Locale.ROOT))
                        .literal("\"");
            }
            separator = ", ";
        }
        if (outcome.snapshot() >= 0) {
            out.literal(separator).literal("\"snapshot\": ").number(outcome.snapshot());
        }
        return out.literal("}\n\n").toByteArray();
    }

    @Override
    public byte[] notice(Notice notice, @Nullable String detail, int frames) {
        JsonOutput out = new JsonOutput(160)
                .literal("event: ")
                .literal(notice.name().toLowerCase(Locale.ROOT))
                .literal("\ndata: {");
        if (detail != null) {
            out.literal("\"reason\": ").quoted(detail.toLowerCase(Locale.ROOT));
        }
        if (notice == Notice.HOLE) {
            out.literal(detail == null ? "" : ", ").literal("\"snapshot\": ").number(frames);
        }
        return out.literal("}\n\n").toByteArray();
    }

    @Override
    public byte[] position(String token) {
        return new JsonOutput(token.length() + 48)
                .literal("id: ")
                .literal(token)
                .literal("\nevent: position\ndata: {}\n\n")
                .toByteArray();
    }

    @Override
    public byte[] refused(ErrorCode code, String message) {
        return new JsonOutput(message.length() + 160)
                .literal("event: error\ndata: ")
                .span(ErrorBody.of(code, message))
                .literal("\n\n")
                .toByteArray();
    }
}
