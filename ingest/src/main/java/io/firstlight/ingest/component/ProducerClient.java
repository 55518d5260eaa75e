package io.firstlight.ingest.component;

import io.firstlight.ingest.producer.MessageSender;
import io.firstlight.schemas.record.InitialStateRequest;

import java.util.function.Consumer;

/**
 * A producer's way to the platform: messages there, and back what it is asked for. It need not be reachable when the client starts, and
 * goes on by itself after failures. What is sent meanwhile waits, up to a bound. Thread-safe.
 */
public interface ProducerClient extends MessageSender, AutoCloseable {

    /**
     * Begins; returns at once. Called once.
     *
     * @param asked takes the wishes for components that were registered, and those for all; on one thread, must not block
     */
    void start(Consumer<InitialStateRequest> asked);

    /** Wants to hear what that component is asked for from now on, whichever its instance. Idempotent. */
    void register(String csc);

    /** Whether it is in touch with the platform, as far as it can tell; for health checks. */
    boolean isWorking();

    /** Waits for what is on its way, within a bound; the futures of the rest fail. Idempotent. */
    @Override
    void close();
}
