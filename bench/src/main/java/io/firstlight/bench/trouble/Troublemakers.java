package io.firstlight.bench.trouble;

import io.firstlight.bench.measure.Pace;
import io.firstlight.bench.measure.Report;
import io.firstlight.bench.run.LoadFailure;
import io.firstlight.bench.run.StopFlag;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One client that is dead, one that is slow and one that is hostile, from {@link #start} until they are closed. Owned by one thread. */
public final class Troublemakers implements AutoCloseable {

    private static final int SLOW_BYTES_PER_SECOND = 16;
    private static final long ENDS_WITHIN_MS = TimeUnit.SECONDS.toMillis(10);

    private final StopFlag end = new StopFlag();
    private final DeadClient dead;
    private final SlowReader slow;
    private final HostileClient hostile;
    private final List<Thread> threads = new ArrayList<>();

    private Troublemakers(
            DeadClient dead, URI origin, String socketPath, String postPath, int actsPerSecond, long seed) {
        this.dead = dead;
        this.slow = new SlowReader(origin, socketPath, SLOW_BYTES_PER_SECOND, end);
        this.hostile =
                new HostileClient(origin, socketPath, postPath, new Pace(System.nanoTime(), actsPerSecond), seed, end);
    }

    /**
     * Lets them loose.
     *
     * @param origin as {@code http://HOST:PORT}
     * @param socketPath path and query of a socket that they may join
     * @param postPath where others post
     * @param actsPerSecond how many things the hostile one does
     * @param seed what it sends
     * @throws LoadFailure if the socket is refused
     */
    public static Troublemakers start(URI origin, String socketPath, String postPath, int actsPerSecond, long seed) {
        DeadClient dead;
        try {
            dead = DeadClient.join(origin, socketPath);
        } catch (IOException e) {
            throw new LoadFailure("a client cannot join at " + origin + ": " + e.getMessage(), "check --edge", e);
        }
        Troublemakers all = new Troublemakers(dead, origin, socketPath, postPath, actsPerSecond, seed);
        all.threads.add(Thread.ofPlatform().daemon().name("bench-slow").start(all.slow));
        all.threads.add(Thread.ofPlatform().daemon().name("bench-hostile").start(all.hostile));
        return all;
    }

    /** Adds what they did and how they were answered. */
    public void report(Report report) {
        report.text("dead_client", "the dead client", "joined, and read nothing")
                .text("slow_client", "the slow client", slow.state())
                .count("slow_read_bytes", "  bytes that it read", slow.read())
                .count("hostile_acts", "acts of the hostile client", hostile.done())
                .count("hostile_joined", "  sockets opened to it", hostile.answers(1))
                .count("hostile_refused", "  refused with 4xx", hostile.answers(4))
                .count("hostile_failed", "  answered with 5xx", hostile.answers(5))
                .count("hostile_cut_off", "  cut off without an answer", hostile.answers(0))
                .count("hostile_not_connected", "  not even connected", hostile.failed());
    }

    /** Ends all three; returns when they have ended, or when the caller is interrupted. */
    @Override
    public void close() {
        end.set();
        dead.close();
        try {
            for (Thread thread : threads) {
                thread.join(ENDS_WITHIN_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
