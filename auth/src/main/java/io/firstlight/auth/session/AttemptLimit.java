package io.firstlight.auth.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * Counts attempts to log in, by user name and source, in windows that begin with the first. An attempt counts when it begins, so that
 * many at once cannot outrun the count; one that succeeds clears it. Remembers the {@value #REMEMBERED} pairs used last; it takes as many
 * failed logins to push one out. In memory: each edge counts for itself. Thread-safe.
 *
 * <p>It does not lock a user out: from another source he may log in.
 */
final class AttemptLimit {

    private static final int REMEMBERED = 20_000;

    private final int attempts;
    private final long windowNanos;
    private final Ticker ticker;
    private final Cache<Attempter, Window> windows;

    private record Attempter(String userName, String source) {}

    private record Window(long beganAtNanos, int attempts) {}

    AttemptLimit(int attempts, Duration window, Ticker ticker) {
        this.attempts = attempts;
        this.windowNanos = window.toNanos();
        this.ticker = ticker;
        this.windows = Caffeine.newBuilder()
                .maximumSize(REMEMBERED)
                .expireAfterWrite(window)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    /** Counts one attempt and lets it through with zero, or says how long to wait. */
    Duration admit(String userName, String source) {
        long now = ticker.read();
        Window window = windows.asMap().compute(new Attempter(userName, source), (key, old) -> next(old, now));
        if (window == null || window.attempts() <= attempts) {
            return Duration.ZERO;
        }
        return Duration.ofNanos(Math.max(1, window.beganAtNanos() + windowNanos - now));
    }

    /** The attempt succeeded: all is forgotten. */
    void clear(String userName, String source) {
        windows.invalidate(new Attempter(userName, source));
    }

    /** Pairs remembered. */
    long size() {
        windows.cleanUp();
        return windows.estimatedSize();
    }

    private Window next(@Nullable Window old, long now) {
        if (old == null || now - old.beganAtNanos() >= windowNanos) {
            return new Window(now, 1);
        }
        // Beyond the limit nothing more is counted.
        return new Window(old.beganAtNanos(), Math.min(old.attempts(), attempts) + 1);
    }
}
