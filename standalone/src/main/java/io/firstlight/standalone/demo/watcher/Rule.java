package io.firstlight.standalone.demo.watcher;

import java.util.function.Supplier;

/**
 * One thing to watch.
 *
 * @param name the alarm's name
 * @param reading how it is now
 */
public record Rule(String name, Supplier<Reading> reading) {

    /**
     * How it is.
     *
     * @param reason what is wrong, empty if nothing is
     */
    public record Reading(Severity severity, String reason) {

        /** Nothing is wrong. */
        public static final Reading FINE = new Reading(Severity.NONE, "");
    }
}
