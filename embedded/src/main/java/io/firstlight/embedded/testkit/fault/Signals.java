package io.firstlight.embedded.testkit.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Sends signals to processes that the caller started. Java itself knows only two of them. Stateless. */
final class Signals {

    private static final long LIMIT_SECONDS = 5;

    private Signals() {}

    /** Sends the signal, such as {@code STOP}; a process that is gone already is passed over. */
    static void send(String signal, Stream<ProcessHandle> processes) {
        List<String> line = new ArrayList<>(List.of("/bin/kill", "-" + signal));
        processes
                .filter(ProcessHandle::isAlive)
                .map(process -> Long.toString(process.pid()))
                .forEach(line::add);
        if (line.size() == 2) {
            return;
        }
        try {
            Process kill = new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!kill.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                kill.destroyForcibly();
                throw new IllegalStateException(line + " does not end");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(line + " cannot be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while sending " + signal, e);
        }
    }

    /** Kills them and returns when they are gone. */
    static void kill(List<ProcessHandle> processes) {
        processes.forEach(ProcessHandle::destroyForcibly);
        processes.forEach(process ->
                process.onExit().orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join());
    }
}
