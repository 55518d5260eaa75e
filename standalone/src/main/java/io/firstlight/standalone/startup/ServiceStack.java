package io.firstlight.standalone.startup;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * The parts of one process, each with those that it needs. {@link #start} starts a step as soon as all that it needs have started, so
 * independent steps start at the same time. {@link #close} is the mirror image: a step is closed when all that need it have closed. A step
 * that does not close in its time is left behind, and the rest goes on.
 *
 * <p>When a step fails, or {@link #close} is called meanwhile, steps that are still starting are interrupted, none is begun any more, and
 * those that had started are closed.
 *
 * <p>{@link #add} and {@link #start} belong to one thread; {@link #close} is thread-safe and idempotent, and returns when all is closed.
 */
public final class ServiceStack implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ServiceStack.class);

    private static final Duration NOTHING_TO_CLOSE = Duration.ZERO;

    private final Progress progress;
    private final LongSupplier nanoTime;
    private final List<Step<?>> steps = new ArrayList<>();
    private final CompletableFuture<@Nullable Void> allClosed = new CompletableFuture<>();
    private final Object lock = new Object();
    /** Threads of steps that are starting. Guarded by lock. */
    private final List<Thread> starting = new ArrayList<>();
    /** Guarded by lock. */
    private boolean stopping;
    /** Guarded by lock. */
    private boolean closing;
    /** Guarded by lock. */
    private @Nullable StepFailed failure;

    /** A stack that measures with a monotonic clock in nanoseconds. */
    public ServiceStack(Progress progress, LongSupplier nanoTime) {
        this.progress = progress;
        this.nanoTime = nanoTime;
    }

    /**
     * Adds a step.
     *
     * @param name what the user reads
     * @param closeWithin how long it may take to close
     * @param needs steps that were added before, whose results it may use
     */
    public <T extends AutoCloseable> Step<T> add(
            String name, Duration closeWithin, Step.Start<T> start, Step<?>... needs) {
        Step<T> step = new Step<>(name, closeWithin, start, List.of(needs));
        steps.add(step);
        return step;
    }

    /**
     * Adds a step that is done once it has run: there is nothing to close.
     *
     * @param name what the user reads
     * @param needs steps that were added before, whose results it may use
     */
    public Step<?> task(String name, Task task, Step<?>... needs) {
        return add(
                name,
                NOTHING_TO_CLOSE,
                () -> {
                    task.run();
                    return () -> {};
                },
                needs);
    }

    /** What a step without close does. */
    @FunctionalInterface
    public interface Task {
        void run() throws Exception;
    }

    /**
     * Starts all steps and returns when they run.
     *
     * @throws StepFailed if one failed: the first one; all are closed then
     * @throws StartAbandoned if the stack was closed meanwhile; all are closed then
     */
    public void start() throws StepFailed, StartAbandoned {
        for (Step<?> step : steps) {
            Thread thread =
                    Thread.ofPlatform().daemon().name("start " + step.name()).unstarted(() -> startAfterNeeds(step));
            synchronized (lock) {
                starting.add(thread);
            }
            thread.start();
        }
        allOf(steps.stream().map(Step::startEnded).toList()).join();
        StepFailed failed;
        boolean abandoned;
        synchronized (lock) {
            failed = failure;
            abandoned = stopping;
        }
        if (failed != null) {
            close();
            throw failed;
        }
        if (abandoned) {
            close();
            throw new StartAbandoned();
        }
    }

    private void startAfterNeeds(Step<?> step) {
        try {
            allOf(step.needs().stream().map(Step::startEnded).toList()).join();
            if (begin(step)) {
                start(step);
            }
        } finally {
            synchronized (lock) {
                starting.remove(Thread.currentThread());
            }
            step.startEnded().complete(null);
        }
    }

    private boolean begin(Step<?> step) {
        synchronized (lock) {
            if (stopping) {
                return false;
            }
            progress.starting(step.name());
            return true;
        }
    }

    private void start(Step<?> step) {
        long from = nanoTime.getAsLong();
        try {
            step.start();
            Duration took = since(from);
            log.info("started {} in {} ms", step.name(), took.toMillis());
            synchronized (lock) {
                progress.started(step.name(), took);
            }
        } catch (Exception e) {
            fail(step, e);
        } catch (Error e) {
            fail(step, new IllegalStateException(e.toString(), e));
            throw e;
        }
    }

    private void fail(Step<?> step, Exception cause) {
        synchronized (lock) {
            progress.failed(step.name());
            if (stopping) {
                log.debug("{} gave up, as it was told", step.name(), cause);
                return;
            }
            log.info("could not start {}", step.name(), cause);
            failure = new StepFailed(step.name(), cause);
            giveUp();
        }
    }

    private void giveUp() {
        stopping = true;
        starting.stream()
                .filter(thread -> !thread.equals(Thread.currentThread()))
                .forEach(Thread::interrupt);
    }

    /** Closes what has started. Idempotent; a second caller waits for the first. */
    @Override
    public void close() {
        boolean first;
        synchronized (lock) {
            first = !closing;
            closing = true;
            if (!stopping) {
                giveUp();
            }
        }
        if (first) {
            closeAll();
            allClosed.complete(null);
        }
        allClosed.join();
    }

    private void closeAll() {
        synchronized (lock) {
            // A stack that was never started has nothing to wait for.
            if (starting.isEmpty()) {
                steps.forEach(step -> step.startEnded().complete(null));
            }
        }
        for (Step<?> step : steps) {
            Thread.ofPlatform().daemon().name("close " + step.name()).start(() -> closeAfterUsers(step));
        }
        allOf(steps.stream().map(Step::closeEnded).toList()).join();
    }

    private void closeAfterUsers(Step<?> step) {
        try {
            step.startEnded().join();
            allOf(steps.stream()
                            .filter(other -> other.needs().contains(step))
                            .map(Step::closeEnded)
                            .toList())
                    .join();
            if (step.hasStarted() && step.closeWithin().isPositive()) {
                closeInTime(step);
            }
        } finally {
            step.closeEnded().complete(null);
        }
    }

    private void closeInTime(Step<?> step) {
        synchronized (lock) {
            progress.stopping(step.name());
        }
        long from = nanoTime.getAsLong();
        CompletableFuture<@Nullable Exception> outcome = new CompletableFuture<>();
        Thread closer =
                Thread.ofPlatform().daemon().name("closing " + step.name()).start(() -> outcome.complete(closed(step)));
        Exception problem = null;
        boolean inTime = false;
        try {
            inTime = closer.join(step.closeWithin());
            problem = inTime ? outcome.getNow(null) : null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Duration took = since(from);
        synchronized (lock) {
            if (!inTime) {
                log.warn(
                        "{} has not stopped within {} ms and is left behind",
                        step.name(),
                        step.closeWithin().toMillis());
                progress.leftBehind(
                        step.name(), "not stopped within " + step.closeWithin().toMillis() + " ms");
            } else if (problem != null) {
                log.warn("{} did not stop in order", step.name(), problem);
                progress.leftBehind(step.name(), String.valueOf(problem.getMessage()));
            } else {
                log.info("stopped {} in {} ms", step.name(), took.toMillis());
                progress.stopped(step.name(), took);
            }
        }
    }

    private static @Nullable Exception closed(Step<?> step) {
        try {
            step.get().close();
            return null;
        } catch (Exception e) {
            return e;
        }
    }

    private Duration since(long from) {
        return Duration.ofNanos(nanoTime.getAsLong() - from);
    }

    private static CompletableFuture<Void> allOf(List<CompletableFuture<@Nullable Void>> futures) {
        return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new));
    }
}
