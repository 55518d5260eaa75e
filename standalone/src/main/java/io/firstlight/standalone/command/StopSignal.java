package io.firstlight.standalone.command;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Ctrl-C and SIGTERM, which reach a Java program as the run of its shutdown hooks. Stateless. */
public final class StopSignal {

    /** How long the end of the process waits for the work to stop. */
    public static final Duration LONGEST = Duration.ofSeconds(10);

    private StopSignal() {}

    /**
     * Does the work on the calling thread. When the signal comes meanwhile, {@code stop} is called on another thread, and the process does
     * not end before the work has returned or {@link #LONGEST} is over.
     */
    public static <T> T during(Runnable stop, Supplier<T> work) {
        CountDownLatch returned = new CountDownLatch(1);
        Thread hook = Thread.ofPlatform().name("stop-signal").unstarted(() -> {
            stop.run();
            await(returned);
        });
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return work.get();
        } finally {
            returned.countDown();
            remove(hook);
        }
    }

    private static void await(CountDownLatch returned) {
        try {
            if (!returned.await(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
                System.err.println("not everything stopped within " + LONGEST.toSeconds() + " s; ending anyway");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending already, and the hook has run.
            return;
        }
    }
}
