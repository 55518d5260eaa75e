package io.firstlight.standalone.startup;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One part of a {@link ServiceStack}, and its result once it has started. Thread-safe.
 *
 * @param <T> what it makes; closing that is how it stops
 */
public final class Step<T extends AutoCloseable> {

    /** How a step starts; may block, should end soon when interrupted, and leaves nothing behind when it throws. */
    @FunctionalInterface
    public interface Start<T> {
        T start() throws Exception;
    }

    private final String name;
    private final Duration closeWithin;
    private final Start<T> start;
    private final List<Step<?>> needs;
    private final CompletableFuture<@Nullable Void> startEnded = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> closeEnded = new CompletableFuture<>();
    private volatile @Nullable T made;

    Step(String name, Duration closeWithin, Start<T> start, List<Step<?>> needs) {
        this.name = name;
        this.closeWithin = closeWithin;
        this.start = start;
        this.needs = needs;
    }

    /** What the user reads. */
    public String name() {
        return name;
    }

    /**
     * What it made.
     *
     * @throws IllegalStateException if it has not started: the caller's step does not name it among those that it needs
     */
    public T get() {
        T value = made;
        if (value == null) {
            throw new IllegalStateException("'" + name + "' has not started");
        }
        return value;
    }

    Duration closeWithin() {
        return closeWithin;
    }

    List<Step<?>> needs() {
        return needs;
    }

    boolean hasStarted() {
        return made != null;
    }

    void start() throws Exception {
        made = start.start();
    }

    /** Completed when it has started, failed, or was passed over. */
    CompletableFuture<@Nullable Void> startEnded() {
        return startEnded;
    }

    /** Completed when it has closed or was left behind. */
    CompletableFuture<@Nullable Void> closeEnded() {
        return closeEnded;
    }
}
