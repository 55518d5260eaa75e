package io.firstlight.bench.state;

import io.firstlight.bench.run.LoadFailure;
import io.firstlight.bench.run.StartedProcess;
import io.firstlight.bench.run.StopFlag;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** An edge that runs as a process of its own. Owned by one thread; ended by {@link #close}. */
final class StartedEdge implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private final StartedProcess process;

    /** Starts the command. */
    StartedEdge(List<String> command) throws IOException {
        process = new StartedProcess("edge", command);
    }

    /**
     * Waits until it says that it is ready; returns how long that took since its start.
     *
     * @throws LoadFailure if it ends before, or is not ready by then
     */
    long awaitReady(URI edge, long deadlineNanos, StopFlag stop) throws IOException, InterruptedException {
        HttpRequest question = HttpRequest.newBuilder(edge.resolve("/health/ready"))
                .timeout(PATIENCE)
                .GET()
                .build();
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            return process.await("ready", () -> isReady(http, question), deadlineNanos, stop);
        }
    }

    private static boolean isReady(HttpClient http, HttpRequest question) {
        try {
            return http.send(question, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            // It does not listen yet.
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** How long it says that loading the state took; empty if it does not. */
    OptionalLong loadMs() throws IOException {
        return process.lines().stream()
                .filter(line -> line.contains("loaded ") && line.contains(" state entries in "))
                .mapToLong(line -> Long.parseLong(line.replaceAll(".* state entries in (\\d+) ms.*", "$1")))
                .findFirst();
    }

    /** Bytes of the objects that are in use, after a full collection, as the JDK's jcmd counts them; empty without one. */
    OptionalLong liveHeapBytes() throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        if (!Files.isExecutable(jcmd)) {
            return OptionalLong.empty();
        }
        Process asked = new ProcessBuilder(jcmd.toString(), Long.toString(process.pid()), "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String answer = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        asked.waitFor();
        return answer.lines()
                .filter(line -> line.startsWith("Total"))
                .mapToLong(line -> Long.parseLong(line.trim().split("\\s+", -1)[2]))
                .findFirst();
    }

    /** Resident memory as Linux tells it; empty elsewhere. */
    OptionalLong residentBytes() throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.isReadable(status)) {
            return OptionalLong.empty();
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
                .findFirst();
    }

    /** CPU time that it has used. */
    Duration cpu() {
        return process.cpu();
    }

    /** Ends the process, by force if it takes long. */
    @Override
    public void close() throws IOException {
        process.close();
    }
}
