package io.firstlight.webedge.love;

import io.firstlight.auth.session.Principal;
import io.firstlight.ingest.IngestService;
import io.firstlight.ingest.intake.Intake;
import io.firstlight.ingest.producer.LogAppender;
import io.firstlight.schemas.record.InitialStateRequest;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.webedge.hub.HubLoop;
import io.firstlight.webedge.sender.Senders;
import io.firstlight.webedge.socket.Connection;
import io.firstlight.webedge.socket.Conversation;
import io.firstlight.webedge.time.ObservatoryTime;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** LOVE's protocol on one edge: what its conversations share, and the heartbeat. Thread-safe. */
public final class LoveProtocol implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LoveProtocol.class);

    /**
     * LOVE sends a beat every 3 s, and its front end looks every 3 s whether a new one has come: each time that it just misses one it
     * subscribes to everything again.
     */
    private static final Duration BEAT_EVERY = Duration.ofSeconds(1);

    private final LoveConfig config;
    private final HubLoop hub;
    private final Intake intake;
    private final LogAppender appender;
    private final LoveShapes shapes;
    private final Heartbeats heartbeats;
    private final Senders senders;
    private final InstantSource clock;
    private final Counter heldUp;
    private final AtomicBoolean beatUnderWay = new AtomicBoolean();
    private final AtomicBoolean wishesFail = new AtomicBoolean();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("firstlight-heartbeat").daemon().factory());
    private final ExecutorService answers = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("firstlight-answers").daemon().factory());

    /**
     * The protocol, without heartbeats until {@link #start}.
     *
     * @param senders what the log has of producers that number their messages
     * @param commander the time that the commander last told, unix seconds as JSON; must answer at once
     * @param meters where it counts
     */
    public LoveProtocol(
            LoveConfig config,
            HubLoop hub,
            IngestService ingest,
            Senders senders,
            Supplier<Optional<String>> commander,
            MeterRegistry meters,
            InstantSource clock) {
        this.config = config;
        this.hub = hub;
        this.intake = ingest.intake();
        this.appender = ingest.producer();
        this.shapes = config.tracing() ? LoveShapes.traced(clock) : LoveShapes.UNTRACED;
        this.heartbeats = new Heartbeats(commander, clock);
        this.senders = senders;
        this.clock = clock;
        this.heldUp = Counter.builder("firstlight.edge.publish.held.up")
                .description("Times that a producer above its rate was read from later")
                .register(meters);
    }

    /** Begins to beat. */
    public void start() {
        if (config.heartbeats()) {
            long everyMs = BEAT_EVERY.toMillis();
            var unused = timer.scheduleAtFixedRate(this::beat, everyMs, everyMs, TimeUnit.MILLISECONDS);
        }
    }

    /** How a connection of that principal opens. */
    public Conversation.Opening opening(Principal principal) {
        return (connection, outbox) -> new LoveConversation(this, principal, connection, outbox);
    }

    /** On the hub's thread, and one at a time: while the hub stands still none pile up, and clients see that it does. */
    private void beat() {
        if (beatUnderWay.compareAndSet(false, true)) {
            hub.execute(h -> {
                beatUnderWay.set(false);
                heartbeats.beat();
            });
        }
    }

    HubLoop hub() {
        return hub;
    }

    Intake intake() {
        return intake;
    }

    Senders senders() {
        return senders;
    }

    /** Writes out answers to producers. */
    Executor answers() {
        return answers;
    }

    /** What a connection that has just opened may publish. */
    PublishRate publishRate() {
        return new PublishRate(config.publishing(), System.nanoTime());
    }

    /** Has a producer that sends faster than it may wait: its connection is read from later. */
    void pace(Connection connection, PublishRate rate, int bytes) {
        long waitNanos = rate.take(bytes, System.nanoTime());
        if (waitNanos > 0) {
            heldUp.increment();
            connection.held();
            var unused = timer.schedule(connection::released, waitNanos, TimeUnit.NANOSECONDS);
        }
    }

    LoveShapes shapes() {
        return shapes;
    }

    /** The beats; to be used on the hub's thread. Empty if none are sent. */
    Optional<Heartbeats> heartbeats() {
        return config.heartbeats() ? Optional.of(heartbeats) : Optional.empty();
    }

    /** Whether users may publish without a right to. */
    boolean openPublish() {
        return config.openPublish();
    }

    /** The time now. */
    ObservatoryTime time() {
        return ObservatoryTime.at(clock.instant());
    }

    /** Has the producers, on whichever edge they are, asked for what they last said. Nobody waits for it: the state is ours, too. */
    @SuppressWarnings("FutureReturnValueIgnored") // whenComplete's own future adds nothing: the failure is logged in it
    void ask(InitialStateRequest wish) {
        InitialStateRequest sent = config.legacyInitialState()
                ? new InitialStateRequest(InitialStateRequest.ALL, wish.csc(), wish.salindex(), wish.event())
                : wish;
        byte[] key = sent.key().getBytes(StandardCharsets.US_ASCII);
        appender.append(Topic.INITIAL_STATE, key, sent.toValue(), List.of()).whenComplete((done, failure) -> {
            if (failure == null) {
                wishesFail.set(false);
            } else if (wishesFail.compareAndSet(false, true)) {
                log.warn("producers cannot be asked for their state: {}", failure.getMessage());
            }
        });
    }

    /** Ends the heartbeat; answers that wait still go out. */
    @Override
    public void close() {
        timer.shutdownNow();
        answers.shutdown();
    }
}
