package io.firstlight.webedge.log;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/** The log from a position on, polled. Owned by one thread; only {@link #wakeup} may be called from any. */
public interface RecordLog extends AutoCloseable {

    /**
     * The next records, in order within each partition; waits up to the timeout if there are none, less if {@link #wakeup} is called.
     * Never throws for a cluster that is away: it returns nothing and goes on trying.
     */
    List<LogRecord> poll(Duration timeout);

    /** Ends a running {@link #poll} early, or the next one. */
    void wakeup();

    /** Whether every record that was in the log when reading began has been returned. */
    boolean caughtUp();

    /** Why the records that come next cannot be had any more; null as long as they can. */
    @Nullable
    String broken();

    @Override
    void close();
}
