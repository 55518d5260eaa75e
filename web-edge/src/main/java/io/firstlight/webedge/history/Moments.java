package io.firstlight.webedge.history;

import io.firstlight.schemas.code.ErrorCode;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.webedge.log.Frontier;
import io.firstlight.webedge.log.LogLayout;

import java.time.Instant;
import java.util.Set;
import java.util.function.LongSupplier;

/** Finds the place in the log that a client's moment means. Thread-safe; waits for the log's answer. */
public final class Moments {

    private final LogTimes times;
    private final LongSupplier clockMs;

    /**
     * What is found.
     */
    public sealed interface Place {

        /** The place; it is the asker's own. */
        record At(Frontier frontier) implements Place {}

        /** There is none. */
        record Refused(ErrorCode code, String message) implements Place {}
    }

    /**
     * Asks those times.
     *
     * @param clockMs unix milliseconds UTC
     */
    public Moments(LogTimes times, LongSupplier clockMs) {
        this.times = times;
        this.clockMs = clockMs;
    }

    /**
     * The place of the moment in those topics. A time before the beginning of what is left of the log gives that beginning.
     *
     * @throws LogTimes.LogAwayException if the log does not answer
     */
    public Place find(Moment moment, LogLayout layout, Set<Topic> topics) throws InterruptedException {
        return switch (moment) {
            case Moment.AtTime time -> atTime(time.timeMs(), layout, topics);
            case Moment.AtPosition position -> atPosition(position, layout, topics);
        };
    }

    private Place atTime(long timeMs, LogLayout layout, Set<Topic> topics) throws InterruptedException {
        if (timeMs > clockMs.getAsLong()) {
            return new Place.Refused(ErrorCode.BAD_PARAMETER, Instant.ofEpochMilli(timeMs) + " is in the future");
        }
        return new Place.At(times.firstAt(layout, topics, timeMs + 1));
    }

    private Place atPosition(Moment.AtPosition moment, LogLayout layout, Set<Topic> topics)
            throws InterruptedException {
        return switch (Frontier.resolve(moment.position(), layout, topics)) {
            case Frontier.Resolution.Resolved resolved -> checked(resolved.frontier(), layout, topics);
            case Frontier.Resolution.Unresolved unresolved ->
                new Place.Refused(ErrorCode.POSITION_FOREIGN, meaning(unresolved.reason()));
        };
    }

    private Place checked(Frontier frontier, LogLayout layout, Set<Topic> topics) throws InterruptedException {
        if (!frontier.reaches(times.beginning(layout, topics))) {
            return new Place.Refused(
                    ErrorCode.POSITION_LOST, "The log no longer holds everything that comes after the position.");
        }
        if (!times.end(layout, topics).reaches(frontier)) {
            return new Place.Refused(ErrorCode.BAD_PARAMETER, "The position is ahead of the log.");
        }
        return new Place.At(frontier);
    }

    private static String meaning(Frontier.Reason reason) {
        return switch (reason) {
            case TOPIC_RECREATED -> "The position is of a topic that is no longer there.";
            case NOT_COVERED -> "The position says nothing of a category that is asked for.";
            case FOREIGN -> "The position names a partition that the topic does not have.";
        };
    }
}
