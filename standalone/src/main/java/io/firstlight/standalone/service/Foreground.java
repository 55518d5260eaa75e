package io.firstlight.standalone.service;

import io.firstlight.standalone.command.StopSignal;
import io.firstlight.standalone.startup.ServiceStack;
import io.firstlight.standalone.startup.StartAbandoned;
import io.firstlight.standalone.startup.StepFailed;
import org.jspecify.annotations.Nullable;

import java.util.concurrent.CompletableFuture;

/** Runs a stack until Ctrl-C, SIGTERM or a fault. Stateless. */
public final class Foreground {

    private Foreground() {}

    /**
     * Starts the stack, says so, waits, and closes it.
     *
     * @param ready called once everything runs
     * @param fault completed by whoever finds that a running part has failed for good
     * @throws Exception what kept a step from starting, in the words for the user, or the fault
     */
    public static void run(ServiceStack stack, Runnable ready, CompletableFuture<Exception> fault) throws Exception {
        CompletableFuture<@Nullable Void> stopped = new CompletableFuture<>();
        Exception failure = StopSignal.during(
                () -> {
                    stack.close();
                    stopped.complete(null);
                },
                () -> untilTheEnd(stack, ready, fault, stopped));
        if (failure != null) {
            throw failure;
        }
    }

    private static @Nullable Exception untilTheEnd(
            ServiceStack stack,
            Runnable ready,
            CompletableFuture<Exception> fault,
            CompletableFuture<@Nullable Void> stopped) {
        try {
            stack.start();
            ready.run();
            CompletableFuture.anyOf(fault, stopped).join();
            stack.close();
            return fault.isDone() ? Failures.inWords(fault.join()) : null;
        } catch (StartAbandoned e) {
            return null;
        } catch (StepFailed e) {
            return Failures.inWords(e);
        }
    }
}
