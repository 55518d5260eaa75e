package io.firstlight.bench.live;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.bench.measure.Latencies;
import io.firstlight.bench.measure.Pace;
import io.firstlight.bench.message.Stamp;
import io.firstlight.bench.run.StopFlag;
import io.firstlight.schemas.json.Json;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Posts to one feed at a pace, without waiting for answers, but with at most {@value #IN_FLIGHT} of them outstanding. {@link #mark} and
 * {@link #postAll} belong to one thread, the rest to any.
 */
final class Poster {

    /**
     * Tells the posts to one feed from those to others, of this run and of any other.
     *
     * @param run the run
     * @param feed the feed's number in the run, from 0
     */
    record Keys(int run, int feed) {
        /** The stamp of a post that counts. */
        Stamp counted(long number, long dueNanos) {
            return new Stamp(run, 2 * feed, number, dueNanos);
        }

        /** The stamp of one that only shows who has joined. */
        Stamp mark(long number, long dueNanos) {
            return new Stamp(run, 2 * feed + 1, number, dueNanos);
        }

        boolean has(Stamp stamp) {
            return stamp.run() == run && stamp.key() / 2 == feed;
        }

        static boolean isMark(Stamp stamp) {
            return stamp.key() % 2 == 1;
        }
    }

    private static final int IN_FLIGHT = 256;
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

    private final HttpClient http;
    private final URI target;
    private final LiveFeed feed;
    private final Keys keys;
    private final Places places;
    private final StopFlag stop;
    private final Semaphore free = new Semaphore(IN_FLIGHT);
    private final Latencies latencies = new Latencies();
    private final AtomicReference<@Nullable String> firstRefusal = new AtomicReference<>();
    private volatile int sent;
    private volatile long tookNanos;

    /**
     * One that has not begun.
     *
     * @param keys what makes its stamps
     * @param places what is posted, and where the answers go
     */
    Poster(HttpClient http, URI origin, LiveFeed feed, Keys keys, Places places, StopFlag stop) {
        this.http = http;
        this.target = origin.resolve(feed.postPath());
        this.feed = feed;
        this.keys = keys;
        this.places = places;
        this.stop = stop;
    }

    /** Posts one that only shows who has joined, and waits for the answer; what was wrong, or null. */
    @Nullable
    String mark(long number) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer =
                http.send(request(keys.mark(number, System.nanoTime())), HttpResponse.BodyHandlers.ofByteArray());
        return answer.statusCode() == 200 ? null : refusal(answer);
    }

    /** Posts all there are, at that pace, and returns when the last is answered; ends early when the run is to end. */
    void postAll(Pace pace) {
        try {
            for (int number = 1; number <= places.posts(); number++) {
                long due = pace.dueNanos(number - 1);
                if (stop.awaitUntil(due)) {
                    break;
                }
                free.acquire();
                post(number, due);
                sent = number;
            }
            free.acquire(IN_FLIGHT);
            tookNanos = System.nanoTime() - pace.startNanos();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void post(int number, long due) {
        CompletableFuture<HttpResponse<byte[]>> answer =
                http.sendAsync(request(keys.counted(number, due)), HttpResponse.BodyHandlers.ofByteArray());
        var unused = answer.whenComplete((response, failure) -> {
            try {
                answered(number, due, response, failure);
            } finally {
                free.release();
            }
        });
    }

    private void answered(int number, long due, @Nullable HttpResponse<byte[]> response, @Nullable Throwable failure) {
        if (response == null || response.statusCode() != 200) {
            places.refused(number);
            firstRefusal.compareAndSet(null, response == null ? String.valueOf(failure) : refusal(response));
            return;
        }
        latencies.add(System.nanoTime() - due);
        try {
            JsonNode place = Json.mapper().readTree(response.body());
            places.stored(
                    number,
                    place.required("partition").asInt(),
                    place.required("offset").asLong());
        } catch (IOException | IllegalArgumentException e) {
            places.refused(number);
            firstRefusal.compareAndSet(null, "an answer without a place: " + e.getMessage());
        }
    }

    private static String refusal(HttpResponse<byte[]> answer) {
        return "status " + answer.statusCode() + " " + new String(answer.body(), StandardCharsets.UTF_8).strip();
    }

    private HttpRequest request(Stamp stamp) {
        HttpRequest.Builder request = HttpRequest.newBuilder(target)
                .timeout(ANSWER_WITHIN)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(feed.post(stamp)));
        feed.headers().forEach(request::header);
        return request.build();
    }

    /** How many it has posted. */
    int sent() {
        return sent;
    }

    /** From when the first was due to when the last was answered; 0 until then. */
    long tookNanos() {
        return tookNanos;
    }

    /** From when a post was due to when its answer was there. */
    Latencies latencies() {
        return latencies;
    }

    /** Why the first that was not taken was not. */
    @Nullable
    String firstRefusal() {
        return firstRefusal.get();
    }
}
