package io.firstlight.archive.store;

import java.util.List;

/** What became of a batch whose transaction did not fail. */
public sealed interface Outcome {

    /**
     * Committed.
     *
     * @param messageRows rows added to the message table
     * @param componentRows rows added to the others
     * @param refused records that are in the quarantine instead
     */
    record Stored(int messageRows, int componentRows, List<Refused> refused) implements Outcome {
        public Stored {
            refused = List.copyOf(refused);
        }
    }

    /**
     * Rolled back: somebody else has moved that partition's offset, so these records may be stored already.
     *
     * @param move the step that failed
     */
    record Fenced(OffsetMove move) implements Outcome {}
}
