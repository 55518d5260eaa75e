package io.firstlight.ingest.component;

import java.util.Collection;

/**
 * Where samples come from: first of the past what is wanted, then as they come. It finds topics that appear later by itself, and goes on by
 * itself after failures. {@link #start} and {@link #close} may be called from any thread.
 */
public interface Feed extends AutoCloseable {

    /** Who listens. All calls come from one thread, one at a time; they may block, and the feed then reads no further. */
    interface Listener {

        /** A sample; those of one topic and instance in order. */
        void sample(Sample sample);

        /** All topics that existed at the start have been read up to where they ended then. Called once. */
        void caughtUp();

        /** The time has come on; called about ten times a second, also while there are no samples. */
        void tick();
    }

    /** Begins to listen; returns at once. Called once. */
    void start(Collection<Interest> interests, Listener listener);

    /**
     * Whether it has caught up and is in touch with what it reads, as far as it can tell; for health checks. By any thread.
     */
    boolean isWorking();

    /** Ends it; bounded in time, idempotent. After it has returned the listener is called no more. */
    @Override
    void close();
}
