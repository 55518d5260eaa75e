package io.firstlight.embedded.kafka;

import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * One life of Kafka's server. Kafka bounds neither its start nor its stop (some parts wait up to five minutes), so both happen
 * on threads of ours, and the caller waits as long as it likes. A start that nobody waits for any more is undone by its own
 * thread as soon as Kafka lets go of it.
 *
 * <p>Thread-safe.
 */
final class Node {

    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    private final Map<String, String> settings;
    private final Consumer<KafkaFatalFault> onFatal;
    private final CompletableFuture<KafkaRaftServer> started = new CompletableFuture<>();
    private final AtomicReference<@Nullable KafkaFatalFault> fault = new AtomicReference<>();
    private final Consumer<KafkaFatalFault> trap = this::fail;
    private final Thread starter;

    Node(Map<String, String> settings, Consumer<KafkaFatalFault> onFatal) {
        this.settings = Map.copyOf(settings);
        this.onFatal = onFatal;
        this.starter = Thread.ofPlatform().name("embedded-kafka-start").daemon().unstarted(this::startUp);
    }

    /** Begins the start. Called once. */
    void start() {
        ExitTrap.listen(trap);
        starter.start();
    }

    /** Returns when it serves. The cause of an {@link ExecutionException} is what Kafka threw. */
    void awaitServing(Duration timeout) throws ExecutionException, TimeoutException, InterruptedException {
        started.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The first fault that Kafka wanted to end the process for. */
    Optional<KafkaFatalFault> fault() {
        return Optional.ofNullable(fault.get());
    }

    /** Stops it, served or not, and returns when it has stopped or the time is up. Idempotent. */
    void stop(Duration timeout) {
        Thread stopping = starter;
        if (!started.completeExceptionally(new CancellationException("stopped before it served"))
                && !started.isCompletedExceptionally()) {
            stopping =
                    Thread.ofPlatform().name("embedded-kafka-stop").daemon().start(() -> shutDown(started.resultNow()));
        }
        // A thread that is interrupted, as in a hurried shutdown, still waits; it is bounded in time anyway.
        boolean interrupted = Thread.interrupted();
        try {
            if (!stopping.join(timeout)) {
                LOG.warn("Kafka has not stopped after {} s and is left behind", timeout.toSeconds());
            }
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            ExitTrap.forget(trap);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void startUp() {
        KafkaRaftServer server = null;
        try {
            server = new KafkaRaftServer(new KafkaConfig(settings), Time.SYSTEM);
            server.startup();
            if (started.complete(server)) {
                return;
            }
        } catch (Throwable thrown) { // Whatever it is, the waiting thread has to hear of it.
            started.completeExceptionally(thrown);
        }
        if (server != null) {
            shutDown(server);
        }
    }

    private void fail(KafkaFatalFault raised) {
        boolean first = fault.compareAndSet(null, raised);
        boolean whileStarting = started.completeExceptionally(raised) || started.isCompletedExceptionally();
        if (first && !whileStarting) {
            onFatal.accept(raised);
        }
    }

    private static void shutDown(KafkaRaftServer server) {
        try {
            server.shutdown();
        } catch (RuntimeException e) {
            LOG.warn("Kafka did not stop in order", e);
        }
    }
}
