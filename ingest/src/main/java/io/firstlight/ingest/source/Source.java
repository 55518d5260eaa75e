package io.firstlight.ingest.source;

import io.firstlight.ingest.producer.MessageSender;

/** Something that produces by itself, on a thread of its own, from {@link #start} until {@link #close}. */
public interface Source extends AutoCloseable {

    /**
     * Begins to send. Returns at once, whether or not what it reads is there yet; called once.
     *
     * @param sender outlives the source
     */
    void start(MessageSender sender);

    /**
     * Whether it is in touch with what it reads, as far as it can tell; for health checks. It goes on by itself when that was away. Whether
     * Kafka takes what it sends is not its business. By any thread.
     */
    default boolean isWorking() {
        return true;
    }

    /** Says goodbye where the source has a word for it, and stops; bounded in time, idempotent. Flushing is the sender's business. */
    @Override
    void close();
}
