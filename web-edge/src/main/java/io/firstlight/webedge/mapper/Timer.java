package io.firstlight.webedge.mapper;

/** Does something later. Implementations are thread-safe. */
@FunctionalInterface
interface Timer {

    /** Runs the task after that time, and hands back what cancels it. */
    Runnable after(long delayMs, Runnable task);
}
