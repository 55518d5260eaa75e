package io.firstlight.ingest.sal;

import io.firstlight.ingest.component.Feed;
import io.firstlight.ingest.component.Interest;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * SAL, read directly from its Kafka topics. Neither brokers nor registry need be there when it starts. While they are away it waits, and loses
 * nothing that the topics still hold afterwards.
 *
 * <p>Owns one thread, which drives a {@link SalReader} and calls the listener. A listener that blocks is interrupted when the feed is closed.
 * Thread-safe.
 */
public final class SalFeed implements Feed {

    private static final Logger log = LoggerFactory.getLogger(SalFeed.class);
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(1);
    private static final Duration KAFKA_CLOSE = Duration.ofSeconds(1);

    /** A turn takes at least as long, unless there is a backlog. */
    private static final long TURN_NS = Duration.ofMillis(20).toNanos();

    private final SalConfig config;
    private final SalMeters meters;
    private final InstantSource clock;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean working;
    /** Guarded by this. */
    private @Nullable Thread thread;

    /**
     * A feed that has not begun.
     *
     * @param registry where it counts
     * @param clock gives the time of arrival
     */
    public SalFeed(SalConfig config, MeterRegistry registry, InstantSource clock) {
        this.config = config;
        this.meters = new SalMeters(registry);
        this.clock = clock;
    }

    @Override
    public synchronized void start(Collection<Interest> interests, Listener listener) {
        if (thread != null || !isOpen()) {
            throw new IllegalStateException("a feed is started once");
        }
        List<Interest> copy = List.copyOf(interests);
        Beat beat = new Beat(listener, this::isOpen, System::nanoTime, meters);
        thread = new Thread(() -> run(copy, beat), "firstlight-sal");
        thread.start();
    }

    private boolean isOpen() {
        return closed.getCount() > 0;
    }

    private void run(List<Interest> interests, Beat beat) {
        try (HttpSchemaRegistry registry = new HttpSchemaRegistry(config.registry())) {
            Schemas schemas = new Schemas(
                    registry,
                    System::nanoTime,
                    () -> ThreadLocalRandom.current().nextDouble(),
                    meters);
            Clients clients = connect(beat);
            if (clients != null) {
                try {
                    read(clients, schemas, interests, beat);
                } finally {
                    clients.close();
                }
            }
        } catch (InterruptException e) {
            // Closed; the interrupt has done its work.
            log.debug("interrupted", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.error("the feed from SAL has stopped", e);
        } finally {
            // Whatever ended it: nothing is read any more, and the health check is to say so.
            working = false;
        }
    }

    /** Kafka's clients refuse to be made as long as no broker's name can be resolved. Null if the feed is closed meanwhile. */
    private @Nullable Clients connect(Beat beat) throws InterruptedException {
        boolean told = false;
        while (isOpen()) {
            try {
                return Clients.of(config);
            } catch (KafkaException e) {
                meters.brokerFailed();
                if (!told) {
                    log.warn("SAL's brokers cannot be found; it is tried again: {}", String.valueOf(e.getCause()));
                    told = true;
                }
            }
            long until = System.nanoTime() + AGAIN_AFTER.toNanos();
            while (System.nanoTime() - until < 0 && !closed.await(Beat.TICK.toMillis(), TimeUnit.MILLISECONDS)) {
                beat.tickIfDue();
            }
        }
        return null;
    }

    private void read(Clients clients, Schemas schemas, List<Interest> interests, Beat beat) {
        SalReader reader = new SalReader(
                clients.consumer(),
                clients.directory(),
                schemas,
                interests,
                new SalReader.Settings(
                        "lsst." + config.subname() + '.', config.historyRecords(), config.discoverEvery()),
                beat,
                meters,
                clock,
                System::nanoTime);
        while (isOpen()) {
            long begunNs = System.nanoTime();
            int records = reader.turn(Beat.TICK);
            working = reader.isWorking();
            if (records > 0 && records < KafkaClients.RECORDS_A_POLL) {
                restUntil(begunNs + TURN_NS);
            }
        }
    }

    /** What comes in the meantime comes together: of two thousand topics, each request costs a broker a look at all. */
    private void restUntil(long ns) {
        try {
            var unused = closed.await(ns - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record Clients(Consumer<byte[], byte[]> consumer, TopicDirectory directory) {

        static Clients of(SalConfig config) {
            Admin admin = Admin.create(KafkaClients.admin(config));
            try {
                return new Clients(
                        new KafkaConsumer<>(
                                KafkaClients.consumer(config),
                                new ByteArrayDeserializer(),
                                new ByteArrayDeserializer()),
                        new KafkaTopicDirectory(admin));
            } catch (KafkaException e) {
                admin.close(KAFKA_CLOSE);
                throw e;
            }
        }

        void close() {
            // An interrupt that came to end the listener must not keep the consumer from closing its connections.
            boolean interrupted = Thread.interrupted();
            directory.close();
            consumer.close(CloseOptions.timeout(KAFKA_CLOSE));
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isWorking() {
        return working && isOpen();
    }

    @Override
    public void close() {
        closed.countDown();
        Thread running;
        synchronized (this) {
            running = thread;
        }
        if (running == null || running.equals(Thread.currentThread())) {
            return;
        }
        try {
            running.join(config.closeTimeout().plusMillis(1));
            if (running.isAlive()) {
                running.interrupt();
                running.join(KAFKA_CLOSE.multipliedBy(2));
            }
            if (running.isAlive()) {
                log.warn("the listener does not let go of the feed; it is left behind");
            }
        } catch (InterruptedException e) {
            running.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
