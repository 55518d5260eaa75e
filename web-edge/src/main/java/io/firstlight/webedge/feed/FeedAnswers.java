package io.firstlight.webedge.feed;

import io.firstlight.schemas.code.CloseCode;
import io.firstlight.schemas.code.ErrorCode;
import io.firstlight.schemas.json.JsonOutput;
import io.firstlight.webedge.hub.Answers;
import io.firstlight.webedge.outbox.Outbox;
import org.jspecify.annotations.Nullable;

/**
 * The feed says nothing but messages, because fpesa's clients take every frame for one. So what cannot be said is said by the end of the
 * connection: one that would go on with messages missing is closed, with a code that tells why. A client that asked for positions is also
 * told the one it begins at, in a frame without a message.
 */
final class FeedAnswers implements Answers {

    private final Outbox outbox;

    /** Answers to the client that reads from the outbox. */
    FeedAnswers(Outbox outbox) {
        this.outbox = outbox;
    }

    @Override
    public byte @Nullable [] subscribed(Subscribed outcome) {
        Resumption resume = outcome.resume();
        if (resume != null) {
            switch (resume) {
                case RECOVERED -> {}
                case RETENTION_PASSED, TOPIC_RECREATED -> outbox.end(CloseCode.POSITION_LOST);
                case FOREIGN, NOT_COVERED, AHEAD -> outbox.end(CloseCode.POSITION_FOREIGN);
            }
        }
        return null;
    }

    @Override
    public byte @Nullable [] notice(Notice notice, @Nullable String detail, int frames) {
        if (notice == Notice.HOLE) {
            outbox.end(CloseCode.POSITION_LOST);
        }
        return null;
    }

    @Override
    public byte[] position(String token) {
        return new JsonOutput(token.length() + 16)
                .literal("{\"position\": \"")
                .literal(token)
                .literal("\"}")
                .toByteArray();
    }

    @Override
    public byte @Nullable [] refused(ErrorCode code, String message) {
        return null;
    }
}
