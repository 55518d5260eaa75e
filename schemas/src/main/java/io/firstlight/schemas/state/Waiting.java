package io.firstlight.schemas.state;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Asks again and again until the answer is yes or patience ends. Clock and pause are parameters, so that a test needs no time. Immutable.
 *
 * @param nanoClock as {@link System#nanoTime}
 * @param pause lets some time pass between two questions
 */
record Waiting(LongSupplier nanoClock, Pause pause) {

    /** Between questions to the cluster. */
    static final Waiting REAL = new Waiting(System::nanoTime, () -> Thread.sleep(Duration.ofMillis(50)));

    /** Lets some time pass. */
    @FunctionalInterface
    interface Pause {
        void pause() throws InterruptedException;
    }

    /** A question that may take its time. */
    @FunctionalInterface
    interface Question {
        boolean ask() throws InterruptedException;
    }

    /** True as soon as the answer is yes; false if it is still no when patience has passed. Asks at least once. */
    boolean until(Question question, Duration patience) throws InterruptedException {
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
