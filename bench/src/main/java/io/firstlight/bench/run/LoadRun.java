package io.firstlight.bench.run;

import io.firstlight.bench.measure.Report;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Runs a load on the calling thread and prints what came of it, on Ctrl-C too. Stateless. */
public final class LoadRun {

    /** How long Ctrl-C waits for the report. */
    private static final long REPORT_WITHIN_S = 10;

    private LoadRun() {}

    /** A load; ends by itself, and soon after the flag is set. */
    @FunctionalInterface
    public interface Load {
        /** Runs it and tells what was measured, as far as it came. */
        Report run(StopFlag stop) throws IOException, InterruptedException;
    }

    /** Runs the load; returns the exit code of the command. */
    public static int of(CommandSpec command, boolean json, Load load) {
        StopFlag stop = new StopFlag();
        CountDownLatch printed = new CountDownLatch(1);
        Thread hook = Thread.ofPlatform().name("bench-stop").unstarted(() -> {
            stop.set();
            await(printed);
        });
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            Report report = load.run(stop);
            if (stop.isSet()) {
                report.text("ended", "ended", "early, by a signal");
            }
            command.commandLine().getOut().println(json ? report.json() : report.table());
            command.commandLine().getOut().flush();
            return report.isBroken() ? ExitCode.SOFTWARE : ExitCode.OK;
        } catch (LoadFailure e) {
            return failed(command, String.valueOf(e.getMessage()), e.whatToDo());
        } catch (KafkaException | IOException e) {
            return failed(command, e.getClass().getSimpleName() + ": " + e.getMessage(), "check --kafka and --edge");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(command, "interrupted", "run it again");
        } finally {
            printed.countDown();
            remove(hook);
        }
    }

    private static int failed(CommandSpec command, String what, String whatToDo) {
        command.commandLine().getErr().println(command.qualifiedName() + ": " + what + "; " + whatToDo);
        command.commandLine().getErr().flush();
        return ExitCode.SOFTWARE;
    }

    private static void await(CountDownLatch printed) {
        try {
            boolean inTime = printed.await(REPORT_WITHIN_S, TimeUnit.SECONDS);
            if (!inTime) {
                System.err.println("no report within " + REPORT_WITHIN_S + " s; ending anyway");
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
