package io.firstlight.webedge.command.claim;

import java.time.Duration;
import java.util.UUID;

/** Who fulfils which wish. Thread-safe; methods throw {@link ClaimsUnavailable} when the database does not answer. */
public interface Claims {

    /**
     * One user's name for one wish.
     *
     * @param user whose
     * @param key the idempotency key
     */
    record Wish(String user, String key) {}

    /** Who has the wish. */
    sealed interface Claim {

        /** The caller, from now on: he is to execute it, and then to finish or to release it. */
        record Mine() implements Claim {}

        /** Somebody is at work on it. */
        record UnderWay() implements Claim {}

        /**
         * It was fulfilled.
         *
         * @param status the HTTP status of the answer
         * @param body the answer
         * @param correlationId names the command in the log
         */
        @SuppressWarnings("ArrayRecordComponent") // shared, never compared
        record Finished(int status, byte[] body, UUID correlationId) implements Claim {}

        /**
         * Somebody was at work on it and is gone; what he achieved is not known.
         *
         * @param correlationId names the command in the log
         */
        record Abandoned(UUID correlationId) implements Claim {}

        /** The same key was given to another command. */
        record OfAnother() implements Claim {}
    }

    /**
     * Claims the wish for the caller, unless somebody has it.
     *
     * @param bodyHash tells the command from others
     * @param correlationId names the caller's attempt
     * @param within how long the caller may be at work before it counts as gone
     */
    Claim claim(Wish wish, byte[] bodyHash, UUID correlationId, Duration within);

    /** Keeps the answer of that attempt for whoever asks again. */
    void finish(Wish wish, UUID correlationId, int status, byte[] body);

    /** Gives the wish of that attempt back: nothing was done. */
    void release(Wish wish, UUID correlationId);
}
