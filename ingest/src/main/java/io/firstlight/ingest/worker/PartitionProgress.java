package io.firstlight.ingest.worker;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;

/**
 * How far one partition is done while its requests end in any order: up to the first that is still under way. Lives from the partition's
 * assignment to its revocation. Owned by the polling thread, but for {@link #isRevoked}.
 */
final class PartitionProgress {

    private final Deque<Long> underWay = new ArrayDeque<>();
    private final Set<Long> doneBeyond = new HashSet<>();
    private long next = -1;
    private long committed = -1;
    private volatile boolean revoked;

    /** A request was read; offsets grow. */
    void begun(long offset) {
        underWay.add(offset);
    }

    /** A request has ended. */
    void done(long offset) {
        doneBeyond.add(offset);
        while (!underWay.isEmpty() && doneBeyond.remove(underWay.peek())) {
            next = underWay.remove() + 1;
        }
    }

    /** Where the next owner would have to begin; empty if that is where the last commit said. */
    OptionalLong toCommit() {
        return next == committed ? OptionalLong.empty() : OptionalLong.of(next);
    }

    /** That was asked for. A commit that is lost is made good by the next. */
    void committing(long offset) {
        committed = offset;
    }

    /** The partition is another worker's now. */
    void revoke() {
        revoked = true;
    }

    /** Whether requests that were not begun are another worker's. By any thread. */
    boolean isRevoked() {
        return revoked;
    }
}
