package io.firstlight.embedded.kafka;

import io.firstlight.embedded.DirectoryLock;
import io.firstlight.embedded.LoopbackPort;
import io.firstlight.embedded.StartupFailure;
import io.firstlight.embedded.StartupFailure.Reason;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
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

    private final Node node;
    private final int port;
    private final Duration closeTimeout;
    private final DirectoryLock lock;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedKafka(Node node, int port, Duration closeTimeout, DirectoryLock lock) {
        this.node = node;
        this.port = port;
        this.closeTimeout = closeTimeout;
        this.lock = lock;
    }

    /**
     * Starts a node and returns when it serves.
     *
     * @param onFatal told at most once, on a thread of Kafka's, when the running broker fails for good; must not block
     * @throws StartupFailure if it cannot start; the data is then as it was
     */
    public static EmbeddedKafka start(EmbeddedKafkaConfig config, Consumer<KafkaFatalFault> onFatal) {
        ClusterMember alone = ClusterMember.alone(LoopbackPort.free());
        return start(config, alone, (port, lock) -> startOn(config, port, lock, onFatal));
    }

    /**
     * Starts one node of several and returns when it serves, which takes the greater half of them.
     *
     * @param config with a broker port that is not 0, as the others remember it
     * @throws StartupFailure if it cannot start; the data is then as it was
     */
    public static EmbeddedKafka startMember(
            EmbeddedKafkaConfig config, ClusterMember member, Consumer<KafkaFatalFault> onFatal) {
        return start(config, member, (port, lock) -> startOn(config, port, member, lock, onFatal));
    }

    /**
     * Starts a node that listens on a second port as well, where clients log in with SCRAM-SHA-512, for tests. Admin clients of the first
     * say who may.
     *
     * @throws StartupFailure if it cannot start; the data is then as it was
     */
    public static EmbeddedKafka startWithLogin(
            EmbeddedKafkaConfig config, int loginPort, Consumer<KafkaFatalFault> onFatal) {
        ClusterMember alone = ClusterMember.alone(LoopbackPort.free());
        return start(config, alone, (port, lock) -> {
            Map<String, String> settings = NodeSettings.of(config.directory(), port, alone);
            return startOn(config, port, alone, NodeSettings.withLogin(settings, loginPort), lock, onFatal);
        });
    }

    private static EmbeddedKafka start(
            EmbeddedKafkaConfig config,
            ClusterMember member,
            BiFunction<Integer, DirectoryLock, EmbeddedKafka> launch) {
        NodeDirectory directory = new NodeDirectory(config.directory(), member.nodeId(), member.clusterId());
        directory.inspect();
        int port = LoopbackPort.claim(config.brokerPort(), "the Kafka broker");
        DirectoryLock lock = directory.lock();
        boolean running = false;
        try {
            directory.formatIfEmpty();
            EmbeddedKafka kafka = launch.apply(port, lock);
            running = true;
            return kafka;
        } finally {
            if (!running) {
                lock.close();
            }
        }
    }

    private static EmbeddedKafka startOn(
            EmbeddedKafkaConfig config, int firstPort, DirectoryLock lock, Consumer<KafkaFatalFault> onFatal) {
        int port = firstPort;
        for (int attempt = 1; ; attempt++) {
            try {
                return startOn(config, port, ClusterMember.alone(LoopbackPort.free()), lock, onFatal);
            } catch (StartupFailure failure) {
                // Somebody was faster between choosing a free port and listening on it: choose again.
                boolean chosenByUs = config.brokerPort() == 0 || !isTaken(config.brokerPort());
                if (failure.reason() != Reason.PORT_TAKEN || !chosenByUs || attempt == FREE_PORT_ATTEMPTS) {
                    throw failure;
                }
                port = LoopbackPort.claim(config.brokerPort(), "the Kafka broker");
            }
        }
    }

    private static boolean isTaken(int port) {
        try {
            LoopbackPort.claim(port, "the Kafka broker");
            return false;
        } catch (StartupFailure taken) {
            return true;
        }
    }

    static EmbeddedKafka startOn(
            EmbeddedKafkaConfig config,
            int port,
            ClusterMember member,
            DirectoryLock lock,
            Consumer<KafkaFatalFault> onFatal) {
        return startOn(config, port, member, NodeSettings.of(config.directory(), port, member), lock, onFatal);
    }

    private static EmbeddedKafka startOn(
            EmbeddedKafkaConfig config,
            int port,
            ClusterMember member,
            Map<String, String> settings,
            DirectoryLock lock,
            Consumer<KafkaFatalFault> onFatal) {
        Node node = new Node(settings, onFatal);
        @Nullable Throwable thrown = null;
        boolean serving = false;
        try {
            node.start();
            node.awaitServing(config.startTimeout());
            serving = true;
            LOG.info("Kafka serves on {}:{}, data in {}", LoopbackPort.HOST, port, config.directory());
            return new EmbeddedKafka(node, port, config.closeTimeout(), lock);
        } catch (ExecutionException e) {
            thrown = e.getCause();
        } catch (TimeoutException e) {
            throw StartupFailure.timedOut("Kafka", config.startTimeout(), e);
        } catch (InterruptedException e) {
            throw StartupFailure.interrupted("Kafka", e);
        } finally {
            if (!serving) {
                node.stop(config.closeTimeout());
            }
        }
        // Only now, when the node's own ports are closed again, does a look at them tell something.
        throw KafkaFailures.translate(config, port, member.controllerPort(), Objects.requireNonNull(thrown));
    }

    /** Where clients connect: {@code 127.0.0.1:port}. */
    public String bootstrapServers() {
        return LoopbackPort.HOST + ":" + port;
    }

    /** The fault that ended it, if one did. Thread-safe. */
    public Optional<KafkaFatalFault> fault() {
        return node.fault();
    }

    /** Stops broker, then controller, and returns when both have or the time is up. Idempotent. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            node.stop(closeTimeout);
            lock.close();
        }
    }
}
