package io.firstlight.webedge.history;

import io.firstlight.schemas.topic.Topic;
import io.firstlight.webedge.log.Frontier;
import io.firstlight.webedge.log.LogLayout;
import org.jspecify.annotations.Nullable;

import java.util.Set;

/** Finds places in the log. Thread-safe; waits for the log's answer, a few seconds at most. */
public interface LogTimes {

    /**
     * Where what is left of the log begins.
     *
     * @throws LogAwayException if the log does not answer
     */
    Frontier beginning(LogLayout layout, Set<Topic> topics) throws InterruptedException;

    /**
     * Where what is committed ends.
     *
     * @throws LogAwayException if the log does not answer
     */
    Frontier end(LogLayout layout, Set<Topic> topics) throws InterruptedException;

    /**
     * In each partition, its first record with that time stamp or a later one; the end where there is none.
     *
     * @param timeMs unix milliseconds UTC
     * @throws LogAwayException if the log does not answer
     */
    Frontier firstAt(LogLayout layout, Set<Topic> topics, long timeMs) throws InterruptedException;

    /** The log did not answer. */
    final class LogAwayException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        LogAwayException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
