package io.firstlight.schemas.topic;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Asks the cluster again and again until the answer is yes or patience ends. Clock and pause are parameters, so that a test needs no time.
 * Immutable.
 *
 * @param nanoClock as {@link System#nanoTime}
 * @param pause lets some time pass between two questions
 */
public record Waiting(LongSupplier nanoClock, Pause pause) {

    /** Lets some time pass. */
    @FunctionalInterface
    public interface Pause {

        /** Returns after a while. */
        void pause() throws InterruptedException;
    }

    /** A question that may take its time. */
    @FunctionalInterface
    public interface Question {

        /** True if there is no need to ask again. */
        boolean ask() throws InterruptedException;
    }

    /** In real time, with that pause between two questions. */
    public static Waiting every(Duration pause) {
        return new Waiting(System::nanoTime, () -> Thread.sleep(pause));
    }

    /** True as soon as the answer is yes; false if it is still no when patience has passed. Asks at least once. */
    public boolean until(Question question, Duration patience) throws InterruptedException {
        long begin = nanoClock.getAsLong();
        while (!question.ask()) {
            if (nanoClock.getAsLong() - begin >= patience.toNanos()) {
                return false;
            }
            pause.pause();
        }
        return true;
    }
}
