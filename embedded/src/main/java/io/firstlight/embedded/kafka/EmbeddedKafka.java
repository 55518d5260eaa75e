package io.firstlight.embedded.kafka;

import io.firstlight.embedded.LoopbackPort;
import io.firstlight.embedded.StartupFailure;
import io.firstlight.embedded.StartupFailure.Reason;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * A real Kafka 4.3 node in this process: KRaft broker and controller in one, listening on 127.0.0.1 only, without
 * authentication. Its data outlives it and the process: a record acknowledged with {@code acks=all} survives {@code kill -9}.
 * Topics are not created by themselves.
 *
 * <p>An instance is a running node, until {@link #close} or a fatal fault. Thread-safe.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKafka.class);
    private static final int FREE_PORT_ATTEMPTS = 3;

    private final KafkaRaftServer server;
    private final int port;
    private final Duration closeTimeout;
    private final Consumer<KafkaFatalFault> trap;
    private final AtomicReference<@Nullable KafkaFatalFault> fault;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedKafka(
            KafkaRaftServer server,
            int port,
            Duration closeTimeout,
            Consumer<KafkaFatalFault> trap,
            AtomicReference<@Nullable KafkaFatalFault> fault) {
        this.server = server;
        this.port = port;
        this.closeTimeout = closeTimeout;
        this.trap = trap;
        this.fault = fault;
    }

    /**
     * Starts a node and returns when it serves.
     *
     * @param onFatal told at most once, on a thread of Kafka's, when the running broker fails for good; must not block
     * @throws StartupFailure if it cannot start; the data is then as it was
     */
    public static EmbeddedKafka start(EmbeddedKafkaConfig config, Consumer<KafkaFatalFault> onFatal) {
        for (int attempt = 1; ; attempt++) {
            int port = LoopbackPort.claim(config.brokerPort(), "the Kafka broker");
            int controllerPort = LoopbackPort.free();
            new NodeDirectory(config.directory()).prepare();
            try {
                return startOn(config, port, controllerPort, onFatal);
            } catch (StartupFailure failure) {
                // Somebody was faster between choosing a free port and listening on it: choose again.
                boolean chosenByUs = config.brokerPort() == 0 || !listened(config.brokerPort());
                if (failure.reason() != Reason.PORT_TAKEN || !chosenByUs || attempt == FREE_PORT_ATTEMPTS) {
                    throw failure;
                }
            }
        }
    }

    private static boolean listened(int port) {
        try {
            LoopbackPort.claim(port, "the Kafka broker");
            return false;
        } catch (StartupFailure taken) {
            return true;
        }
    }

    private static EmbeddedKafka startOn(
            EmbeddedKafkaConfig config, int port, int controllerPort, Consumer<KafkaFatalFault> onFatal) {
        AtomicReference<@Nullable KafkaFatalFault> fault = new AtomicReference<>();
        CompletableFuture<KafkaRaftServer> started = new CompletableFuture<>();
        AtomicBoolean serving = new AtomicBoolean();
        Consumer<KafkaFatalFault> trap = raised -> {
            if (fault.compareAndSet(null, raised)) {
                started.completeExceptionally(raised);
                if (serving.get()) {
                    onFatal.accept(raised);
                }
            }
        };
        AtomicReference<@Nullable KafkaRaftServer> built = new AtomicReference<>();
        ExitTrap.listen(trap);
        boolean running = false;
        try {
            Thread.ofPlatform().name("embedded-kafka-start").daemon().start(() -> {
                try {
                    KafkaRaftServer server = new KafkaRaftServer(
                            new KafkaConfig(NodeSettings.of(config.directory(), port, controllerPort)), Time.SYSTEM);
                    built.set(server);
                    server.startup();
                    started.complete(server);
                } catch (Throwable thrown) { // Whatever it is, the waiting thread has to hear of it.
                    started.completeExceptionally(thrown);
                }
            });
            KafkaRaftServer server = started.get(config.startTimeout().toMillis(), TimeUnit.MILLISECONDS);
            serving.set(true);
            running = true;
            LOG.info("Kafka serves on {}:{}, data in {}", LoopbackPort.HOST, port, config.directory());
            return new EmbeddedKafka(server, port, config.closeTimeout(), trap, fault);
        } catch (ExecutionException e) {
            throw KafkaFailures.translate(config, port, started.exceptionNow());
        } catch (TimeoutException e) {
            throw StartupFailure.timedOut("Kafka", config.startTimeout(), e);
        } catch (InterruptedException e) {
            throw StartupFailure.interrupted("Kafka", e);
        } finally {
            if (!running) {
                Optional.ofNullable(built.get()).ifPresent(server -> stop(server, config.closeTimeout()));
                ExitTrap.forget(trap);
            }
        }
    }

    /** Where clients connect: {@code 127.0.0.1:port}. */
    public String bootstrapServers() {
        return LoopbackPort.HOST + ":" + port;
    }

    /** The fault that ended it, if one did. Thread-safe. */
    public Optional<KafkaFatalFault> fault() {
        return Optional.ofNullable(fault.get());
    }

    /** Stops broker, then controller, and returns when both have or the time is up. Idempotent. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            stop(server, closeTimeout);
            ExitTrap.forget(trap);
        }
    }

    /** Kafka waits up to five minutes for some of its parts; a thread of ours waits instead, and we for it as long as asked. */
    private static void stop(KafkaRaftServer server, Duration timeout) {
        Thread stopping = Thread.ofPlatform()
                .name("embedded-kafka-stop")
                .daemon()
                .start(() -> {
                    try {
                        server.shutdown();
                    } catch (RuntimeException e) {
                        LOG.warn("Kafka did not stop in order", e);
                    }
                });
        try {
            if (!stopping.join(timeout)) {
                LOG.warn("Kafka has not stopped after {} s and is left behind", timeout.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
