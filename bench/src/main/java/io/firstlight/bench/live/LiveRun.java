package io.firstlight.bench.live;

import io.firstlight.bench.measure.CpuMeter;
import io.firstlight.bench.measure.CpuReading;
import io.firstlight.bench.measure.Pace;
import io.firstlight.bench.measure.Report;
import io.firstlight.bench.run.LoadFailure;
import io.firstlight.bench.run.StopFlag;
import io.firstlight.bench.trouble.Troublemakers;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Posts and clients of one or more feeds through one origin, with a dead, a slow and a hostile client among them or not. Clients are counted
 * as joined when they have got a mark, which is posted until they have; only then does the run begin. Owned by one thread.
 */
public final class LiveRun {

    private static final long JOIN_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long MARK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long ARRIVE_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);
    private static final long WATCH_FOR_REPEATS_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final URI origin;
    private final List<Part> parts;
    private final int actsPerSecond;
    private final int run = ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);

    /**
     * What is put on one feed.
     *
     * @param feed what is posted and listened to
     * @param clients how many listen
     * @param perSecond how many are posted a second, above 0
     */
    public record Part(LiveFeed feed, int clients, int perSecond) {
        public Part {
            if (clients < 1 || perSecond < 1) {
                throw new IllegalArgumentException(
                        clients + " clients and " + perSecond + " posts a second: each must be above 0");
            }
        }
    }

    private record Running(Part part, Poster poster, Places places, Listeners.Group group) {}

    /**
     * A run that has not begun.
     *
     * @param origin as {@code http://HOST:PORT}
     * @param parts feeds; the first is the one that troublemakers join
     * @param actsPerSecond what the hostile client does a second; 0 for no troublemakers at all
     */
    public LiveRun(URI origin, List<Part> parts, int actsPerSecond) {
        this.origin = origin;
        this.parts = List.copyOf(parts);
        this.actsPerSecond = actsPerSecond;
        if (this.parts.isEmpty()) {
            throw new IllegalArgumentException("there is no feed to listen to");
        }
    }

    /**
     * Runs it.
     *
     * @param report to which what was found is added, the verdict last but for the CPU
     */
    public Report measure(Report report, int seconds, CpuMeter cpu, StopFlag stop)
            throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT_WITHIN)
                        .build();
                Listeners listeners = new Listeners()) {
            List<Running> running = new ArrayList<>();
            for (Part part : parts) {
                Places places = new Places(Math.multiplyExact(part.perSecond(), seconds));
                Poster.Keys keys = new Poster.Keys(run, running.size());
                running.add(new Running(
                        part,
                        new Poster(http, origin, part.feed(), keys, places, stop),
                        places,
                        listeners.add(origin, part.feed(), keys, part.clients(), places)));
            }
            join(running, listeners, stop);
            CpuReading from = cpu.read();
            if (actsPerSecond == 0) {
                post(running, listeners, stop);
            } else {
                LiveFeed joined = parts.getFirst().feed();
                try (Troublemakers trouble =
                        Troublemakers.start(origin, joined.socketPath(), joined.postPath(), actsPerSecond, run)) {
                    post(running, listeners, stop);
                    trouble.report(report);
                }
            }
            CpuReading used = cpu.read().since(from);
            boolean held = true;
            long deliveries = 0;
            for (Running one : running) {
                held &= add(report, one);
                deliveries += one.group().deliveries();
            }
            return report.verdict(held && !stop.isSet()).cpu(used, cpu.hasServer(), "deliveries", deliveries);
        }
    }

    /** Posts marks until every client has got one: joining is not confirmed on every feed. */
    private static void join(List<Running> running, Listeners listeners, StopFlag stop)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + JOIN_WITHIN_NANOS;
        for (long mark = 1; !haveAllJoined(running) && !stop.isSet(); mark++) {
            for (Running one : running) {
                String refusal = one.poster().mark(mark);
                if (refusal != null) {
                    throw new LoadFailure(
                            "a post to " + one.part().feed().postPath() + " is answered with " + refusal,
                            "check --edge, and that --user may post and read");
                }
            }
            var unused = listeners.read(() -> haveAllJoined(running), System.nanoTime() + MARK_EVERY_NANOS, stop);
            if (System.nanoTime() - deadline > 0) {
                throw new LoadFailure("not every client could join" + failures(running), "see the edge's log");
            }
        }
    }

    private static boolean haveAllJoined(List<Running> running) {
        return running.stream().allMatch(one -> one.group().haveAllJoined());
    }

    private static String failures(List<Running> running) {
        return running.stream()
                .map(one -> one.group().failure())
                .filter(Objects::nonNull)
                .map(failure -> "; " + failure)
                .collect(Collectors.joining());
    }

    /** Posts all, and reads until every client has what was stored, and a moment longer for what would be too much. */
    private static void post(List<Running> running, Listeners listeners, StopFlag stop)
            throws IOException, InterruptedException {
        long begin = System.nanoTime();
        List<Thread> posting = running.stream()
                .map(one -> Thread.ofPlatform()
                        .name("bench-posts-" + one.part().feed().name())
                        .start(() ->
                                one.poster().postAll(new Pace(begin, one.part().perSecond()))))
                .toList();
        var unusedPosted = listeners.read(
                () -> posting.stream().noneMatch(Thread::isAlive), Long.MAX_VALUE / 2 + begin, new StopFlag());
        for (Thread thread : posting) {
            thread.join();
        }
        List<Integer> stored =
                running.stream().map(one -> one.places().stored()).toList();
        var unusedComplete = listeners.read(
                () -> IntStream.range(0, running.size())
                        .allMatch(i -> running.get(i).group().haveAll(stored.get(i))),
                System.nanoTime() + ARRIVE_WITHIN_NANOS,
                stop);
        var unusedMore = listeners.read(() -> false, System.nanoTime() + WATCH_FOR_REPEATS_NANOS, stop);
    }

    /** Adds what came of one feed; whether everything is right. */
    private static boolean add(Report report, Running one) {
        Listeners.Group group = one.group();
        LogOrder.Account account = group.account();
        String name = one.part().feed().name();
        int stored = one.places().stored();
        int sent = one.poster().sent();
        report.count(name + "_clients", name + ": clients", group.clients())
                .count(name + "_posted", "  posted", sent)
                .number(name + "_posting_seconds", "  in", one.poster().tookNanos() / 1e9, "s")
                .count(name + "_stored", "  acknowledged with their place", stored)
                .count(name + "_not_acknowledged", "  not acknowledged", sent - stored)
                .count(name + "_deliveries", "  deliveries", group.deliveries())
                .count(name + "_missing", "  missing", account.missing())
                .count(name + "_repeated", "  repeated", account.repeated())
                .count(name + "_out_of_order", "  out of the log's order", account.outOfOrder())
                .count(name + "_strange", "  never posted", group.strange())
                .count(name + "_wronged_clients", "  clients with something wrong", group.wronged())
                .latency(
                        name + "_acknowledgement",
                        "  due to acknowledged",
                        one.poster().latencies().take())
                .latency(name + "_delivery", "  due to read", group.latencies().take());
        String refusal = one.poster().firstRefusal();
        if (refusal != null) {
            report.text(name + "_first_refusal", "  first not acknowledged", refusal);
        }
        String failure = group.failure();
        if (failure != null) {
            report.text(name + "_first_failure", "  first failure", failure);
        }
        return account.isRight() && group.strange() == 0 && failure == null && sent == stored;
    }
}
