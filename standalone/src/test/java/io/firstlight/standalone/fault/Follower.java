package io.firstlight.standalone.fault;

/** Something that should keep up with the log. */
@FunctionalInterface
interface Follower {

    /**
     * Since when the oldest record waits that has not got there, of {@link System#nanoTime}; {@link NumberedStream#NEVER} if none
     * waits.
     */
    long waitsSince();
}
