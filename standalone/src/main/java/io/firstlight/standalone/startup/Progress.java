package io.firstlight.standalone.startup;

import java.time.Duration;

/** Hears how the start and the stop go on. Calls come one at a time, on any thread, and must return soon. */
public interface Progress {

    /** The step has begun to start. */
    void starting(String step);

    /** It has started, in that time. */
    void started(String step, Duration took);

    /** It could not start, or was told to give up. */
    void failed(String step);

    /** It has begun to stop. */
    void stopping(String step);

    /** It has stopped, in that time. */
    void stopped(String step, Duration took);

    /** It did not stop within its time, or failed to, and is left behind. */
    void leftBehind(String step, String why);
}
