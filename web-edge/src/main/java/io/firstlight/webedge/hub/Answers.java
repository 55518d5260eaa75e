package io.firstlight.webedge.hub;

import io.firstlight.schemas.code.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * How a protocol words what the hub has to say about one subscription; null where it says nothing. Called on the hub's thread.
 */
public interface Answers {

    /** The subscription stands. */
    byte @Nullable [] subscribed(Subscribed outcome);

    /** Something has happened to it. */
    byte @Nullable [] notice(Notice notice, @Nullable String detail, int frames);

    /** What has been seen, without a value. */
    byte @Nullable [] position(String token);

    /** It was refused, and does not stand. */
    byte @Nullable [] refused(ErrorCode code, String message);

    /**
     * How a subscription began.
     *
     * @param resume what became of the position, null if none was given
     * @param snapshot how many snapshot frames follow; -1 if no snapshot was asked for
     */
    record Subscribed(@Nullable Resumption resume, int snapshot) {}

    /** Whether a position could be gone on from, and if not, why. */
    enum Resumption {
        RECOVERED,
        RETENTION_PASSED,
        TOPIC_RECREATED,
        FOREIGN,
        NOT_COVERED,
        AHEAD
    }

    /** What can happen to a subscription that stands. */
    enum Notice {
        /** The client is too slow; it is read on from the log at its pace. */
        LAGGING,
        /** It is live again. */
        CAUGHT_UP,
        /** The state of a replay's beginning follows in so many frames, then the records. */
        REPLAY_STARTED,
        /** The replay has reached its end; the subscription is over. */
        REPLAY_ENDED,
        /** The replay has gone over into live. */
        LIVE,
        /** Records between are lost; a fresh snapshot of so many frames follows. */
        HOLE,
        /** The edge cannot read the log: what is shown may be old. */
        LOG_UNREACHABLE,
        /** It can again. */
        LOG_REACHABLE
    }
}
