package io.firstlight.webedge.history;

import java.util.LinkedHashSet;
import java.util.Set;

/** A page that somebody wants, and who is to be woken. Guarded by the lock of {@link KafkaPages}. */
final class LoadRequest {

    private final PartitionLog partition;
    private final long offset;
    private final Set<Runnable> wakes = new LinkedHashSet<>();

    /**
     * A request that nobody waits for yet.
     *
     * @param offset one that the page is to cover
     */
    LoadRequest(PartitionLog partition, long offset) {
        this.partition = partition;
        this.offset = offset;
    }

    PartitionLog partition() {
        return partition;
    }

    long offset() {
        return offset;
    }

    /** Whoever asks several times meanwhile is woken once. */
    void wakeAlso(Runnable wake) {
        wakes.add(wake);
    }

    Set<Runnable> wakes() {
        return wakes;
    }
}
