package io.firstlight.ingest.source;

import io.firstlight.ingest.producer.MessageSender;

/** Something that produces by itself, on a thread of its own, from {@link #start} until {@link #close}. */
public interface Source extends AutoCloseable {

    /**
     * Begins to send. Returns at once; called once.
     *
     * @param sender outlives the source
     */
    void start(MessageSender sender);

    /** Says goodbye where the source has a word for it, and stops; bounded in time, idempotent. Flushing is the sender's business. */
    @Override
    void close();
}
