package io.firstlight.bench.session;

import io.firstlight.bench.run.StopFlag;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/**
 * Looks again and again at what an edge says of itself and at its process's memory, and keeps the largest. {@link #run} belongs to one thread,
 * the rest to any.
 */
final class EdgeLook implements Runnable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final HttpRequest request;
    private final List<Long> pids;
    private final StopFlag end = new StopFlag();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private volatile double largestOutboxBytes;
    private volatile double allOutboxBytes;
    private volatile long residentBytes;

    /**
     * A look that has not begun.
     *
     * @param edge as {@code http://HOST:PORT}
     * @param pids the edge's processes; none if their memory is not to be looked at
     */
    EdgeLook(URI edge, List<Long> pids) {
        this.request = HttpRequest.newBuilder(edge.resolve("/metrics"))
                .timeout(PATIENCE)
                .GET()
                .build();
        this.pids = List.copyOf(pids);
    }

    @Override
    public void run() {
        try {
            do {
                String metrics =
                        http.send(request, HttpResponse.BodyHandlers.ofString()).body();
                largestOutboxBytes = Math.max(
                        largestOutboxBytes,
                        value(metrics, "firstlight_edge_outbox_largest_bytes").orElse(0));
                allOutboxBytes = Math.max(
                        allOutboxBytes,
                        value(metrics, "firstlight_edge_outbox_bytes").orElse(0));
                residentBytes = Math.max(residentBytes, resident());
            } while (!end.awaitUntil(System.nanoTime() + EVERY_NANOS));
        } catch (IOException e) {
            // The report shows zeros; the sockets tell if the edge is gone.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            http.close();
        }
    }

    /** The value of a metric without labels. */
    static OptionalDouble value(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst();
    }

    /** Resident memory as Linux tells it; 0 elsewhere. */
    private long resident() throws IOException {
        long kilobytes = 0;
        for (long pid : pids) {
            Path status = Path.of("/proc", Long.toString(pid), "status");
            if (Files.isReadable(status)) {
                for (String line : Files.readAllLines(status)) {
                    if (line.startsWith("VmRSS:")) {
                        kilobytes += Long.parseLong(line.replaceAll("[^0-9]", ""));
                    }
                }
            }
        }
        return kilobytes << 10;
    }

    /** Ends {@link #run} soon. */
    void stop() {
        end.set();
    }

    /** The most that one connection's outbox held. */
    long largestOutboxBytes() {
        return (long) largestOutboxBytes;
    }

    /** The most that all outboxes held together. */
    long allOutboxBytes() {
        return (long) allOutboxBytes;
    }

    /** The largest memory of the processes. */
    long residentBytes() {
        return residentBytes;
    }
}
