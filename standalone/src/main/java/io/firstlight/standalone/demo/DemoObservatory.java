package io.firstlight.standalone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.ingest.producer.Message;
import io.firstlight.ingest.producer.MessageSender;
import io.firstlight.ingest.source.Source;
import io.firstlight.schemas.address.Component;
import io.firstlight.standalone.demo.sal.Declaration;
import io.firstlight.standalone.demo.sal.Reply;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Drives the observatory: one thread steps it ten times a second and sends what it says. Commands come from any thread, change the core at once
 * and leave their messages for the next step, so a command never waits for Kafka. While Kafka takes nothing the thread is held up and what
 * was to be sent is dropped, at most {@value #MAX_WAITING} messages wait, and further commands are refused; when it is back every event is
 * sent anew, so that the state is right again.
 *
 * <p>Thread-safe.
 */
public final class DemoObservatory implements Source {

    private static final Logger log = LoggerFactory.getLogger(DemoObservatory.class);

    private static final Duration PERIOD = Duration.ofMillis(100);
    private static final Duration CLOSE_TIMEOUT = Duration.ofMillis(600);
    static final int MAX_WAITING = 1_000;

    private final InstantSource clock;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Object lock = new Object();
    /** Guarded by lock. */
    private final Observatory observatory;
    /** Guarded by lock. */
    private List<Message> waiting = new ArrayList<>();

    private final List<Declaration> declarations;
    private volatile boolean lostSome;
    private volatile @Nullable MessageSender sender;
    private volatile @Nullable Thread thread;

    /**
     * An observatory that rests until it is started.
     *
     * @param version what {@code softwareVersions} say
     * @param origin number of the process
     */
    public DemoObservatory(InstantSource clock, RandomGenerator random, String version, long origin) {
        this.clock = clock;
        this.observatory = new Observatory(clock.instant(), random, version, origin, message -> waiting.add(message));
        this.declarations = observatory.declarations();
    }

    @Override
    public synchronized void start(MessageSender messageSender) {
        if (sender != null) {
            throw new IllegalStateException("the demo observatory was started before");
        }
        sender = messageSender;
        thread = Thread.ofPlatform().name("demo-observatory").daemon().start(() -> run(messageSender));
    }

    /** What all components send and understand. */
    public List<Declaration> declarations() {
        return declarations;
    }

    /**
     * Carries out a command.
     *
     * @param command its name without {@code cmd_}
     * @param params an object
     * @param identity who asks
     */
    public Reply execute(Component component, String command, JsonNode params, String identity) {
        synchronized (lock) {
            if (stop.getCount() == 0) {
                return Reply.rejected("the demo observatory is stopping");
            }
            if (waiting.size() >= MAX_WAITING) {
                return Reply.rejected("the demo observatory cannot tell what it does: Kafka takes nothing");
            }
            return observatory.execute(component, command, params, identity, clock.instant());
        }
    }

    /** Whether messages were lost that have not been made up for; for tests. */
    boolean hasLostSome() {
        return lostSome;
    }

    private void run(MessageSender started) {
        try {
            send(started, messages(observatory::announce));
            long next = System.nanoTime();
            do {
                send(started, messages(lostSome ? this::begin : observatory::step));
                // Steps that were missed are left out: the core goes on by time, not by steps.
                next = Math.max(next + PERIOD.toNanos(), System.nanoTime());
            } while (!stop.await(next - System.nanoTime(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.error("the demo observatory has failed and stands still", e);
        }
    }

    /** All events anew, then on. */
    private void begin(Instant now) {
        observatory.step(now);
        observatory.announce(now);
    }

    /** What the core has said since the last time, with what it says now. */
    private List<Message> messages(Consumer<Instant> change) {
        synchronized (lock) {
            change.accept(clock.instant());
            List<Message> messages = waiting;
            waiting = new ArrayList<>();
            return messages;
        }
    }

    /**
     * Sends in order. When a message is refused at once, after the time for which a send may wait, the others would wait as long each: they are
     * dropped instead.
     */
    private void send(MessageSender started, List<Message> messages) {
        boolean again = lostSome;
        lostSome = false;
        for (Message message : messages) {
            var answer = started.send(message).whenComplete((acknowledgement, failure) -> {
                if (failure != null) {
                    lostSome = true;
                }
            });
            if (answer.isCompletedExceptionally()) {
                if (!again) {
                    log.warn("messages of the demo observatory are lost while Kafka is away");
                }
                return;
            }
        }
        if (again) {
            log.info("messages of the demo observatory reach Kafka again");
        }
    }

    @Override
    public synchronized void close() {
        MessageSender started = sender;
        if (started == null || stop.getCount() == 0) {
            return;
        }
        synchronized (lock) {
            stop.countDown();
        }
        try {
            Thread stepping = thread;
            if (stepping != null && !stepping.join(CLOSE_TIMEOUT)) {
                // Kafka's producer gives up waiting when it is interrupted.
                stepping.interrupt();
                log.warn("the demo observatory is held up by Kafka and leaves without a word");
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        send(started, messages(observatory::sayGoodbye));
    }
}
