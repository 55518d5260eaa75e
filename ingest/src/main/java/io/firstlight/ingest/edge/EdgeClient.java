package io.firstlight.ingest.edge;

import io.firstlight.ingest.component.ProducerClient;
import io.firstlight.ingest.producer.Acknowledgement;
import io.firstlight.ingest.producer.Message;
import io.firstlight.ingest.producer.NotAcknowledged;
import io.firstlight.ingest.producer.SendTime;
import io.firstlight.schemas.json.JsonOutput;
import io.firstlight.schemas.position.PartitionOffset;
import io.firstlight.schemas.record.InitialStateRequest;
import io.firstlight.schemas.topic.TopicPlan;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Sends messages to an edge over LOVE's WebSocket. It asks for an acknowledgement of each; what is not acknowledged when the connection breaks is sent
 * again on the next one, to whichever edge, and is in the log once. Thread-safe.
 *
 * <h2>When the edge is away</h2>
 *
 * <ul>
 *   <li>Messages wait in memory, at most {@link EdgeClientConfig#bufferBytes}, for as long as it takes, and are sent in their order.
 *   <li>When the buffer is full a send blocks its caller up to {@link EdgeClientConfig#maxBlock}, then its future fails with
 *       {@link NotAcknowledged.Reason#BUFFER_FULL}.
 *   <li>A message that the edge refuses as wrong fails with {@link NotAcknowledged.Reason#WRONG} or {@link NotAcknowledged.Reason#TOO_LARGE}, one that
 *       lacks a right with {@link NotAcknowledged.Reason#REFUSED}.
 *   <li>When the edge closes the connection because of a frame above its limit, the largest message that is not answered fails with {@link
 *       NotAcknowledged.Reason#TOO_LARGE}; the others are sent again.
 *   <li>What waits when the process dies is lost; its futures had not completed.
 * </ul>
 *
 * Futures complete on a thread of the HTTP client or on this client's own: do not block in what is chained to them. Java's HTTP client connects
 * with the help of {@link java.util.concurrent.ForkJoinPool#commonPool}: who blocks all threads of that keeps this from connecting.
 */
public final class EdgeClient implements ProducerClient {

    private static final Logger log = LoggerFactory.getLogger(EdgeClient.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    /** Edges ping every 20 s, whatever else they do. */
    private static final Duration SILENCE = Duration.ofSeconds(65);

    private final EdgeClientConfig config;
    private final TopicPlan topics;
    private final String sender = UUID.randomUUID().toString();
    private final Backlog backlog;
    private final EdgeClientMeters meters;
    private final InstantSource clock;
    private final Backoff backoff;
    private final HttpClient http;
    private final Set<String> registered = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicBoolean refusing = new AtomicBoolean();
    private volatile @Nullable Thread thread;
    private volatile boolean connected;
    private volatile Consumer<InitialStateRequest> asked = wish -> {};

    /**
     * A client that rests until {@link #start}; messages may be sent before.
     *
     * @param topics what the topics are called in acknowledgements
     * @param clock source of {@code producer_snd}
     */
    public EdgeClient(EdgeClientConfig config, TopicPlan topics, MeterRegistry registry, InstantSource clock) {
        this.config = config;
        this.topics = topics;
        this.backlog = new Backlog(config.bufferBytes());
        this.meters = new EdgeClientMeters(registry, backlog);
        this.clock = clock;
        this.backoff = new Backoff(config.mostReconnect(), RandomGenerator.getDefault());
        this.http = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
    }

    @Override
    public synchronized void start(Consumer<InitialStateRequest> listener) {
        if (thread != null) {
            throw new IllegalStateException("the client was started before");
        }
        asked = listener;
        thread = Thread.ofPlatform().name("edge-client").daemon().start(this::run);
    }

    @Override
    public void register(String csc) {
        if (registered.add(csc)) {
            backlog.wake();
        }
    }

    @Override
    public CompletableFuture<Acknowledgement> send(Message message) {
        String topic = topics.name(message.category().topic());
        String stamp = SendTime.unixSeconds(clock.millis());
        try {
            Backlog.Outcome outcome = backlog.put(
                    topic, message.data().length + 200, number -> frame(message, stamp, number), config.maxBlock());
            return switch (outcome) {
                case Backlog.Outcome.Taken taken -> taken.entry().answer();
                case Backlog.Outcome.Full full ->
                    failed(topic, NotAcknowledged.Reason.BUFFER_FULL, "the edge is away, or slower than the messages");
                case Backlog.Outcome.TooLarge large ->
                    failed(topic, NotAcknowledged.Reason.TOO_LARGE, "larger than " + EdgeClientConfig.BUFFER_BYTES);
                case Backlog.Outcome.Closed closed ->
                    failed(topic, NotAcknowledged.Reason.CLOSED, "the client is closed");
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(topic, NotAcknowledged.Reason.BUFFER_FULL, "interrupted while the buffer was full");
        }
    }

    private CompletableFuture<Acknowledgement> failed(String topic, NotAcknowledged.Reason reason, String why) {
        meters.failed(reason);
        return CompletableFuture.failedFuture(notAcknowledged(reason, topic, why));
    }

    private static NotAcknowledged notAcknowledged(NotAcknowledged.Reason reason, String topic, String why) {
        return new NotAcknowledged(reason, topic, new IllegalStateException(why));
    }

    private String frame(Message message, String stamp, long number) {
        byte[] frame = new JsonOutput(message.data().length + 240)
                .literal("{\"category\":\"")
                .literal(message.category().loveName())
                .literal("\",\"data\":[{\"csc\":\"")
                .literal(message.component().csc())
                .literal("\",\"salindex\":")
                .number(message.component().salindex())
                .literal(",\"data\":")
                .span(message.data())
                .literal("}],\"producer_snd\":")
                .literal(stamp)
                .literal(",\"sender\":\"")
                .literal(sender)
                .literal("\",\"id\":")
                .number(number)
                .literal(",\"ack\":true}")
                .toByteArray();
        return new String(frame, StandardCharsets.UTF_8);
    }

    /** Whether it is connected to an edge. */
    @Override
    public boolean isWorking() {
        return connected;
    }

    private void run() {
        int attempt = 0;
        try {
            while (!isClosing()) {
                EdgeConnection connection = connect(attempt++);
                if (connection != null) {
                    serve(connection);
                }
                if (closing.await(backoff.next().toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            log.debug("interrupted, as closing does");
        }
    }

    private @Nullable EdgeConnection connect(int attempt) throws InterruptedException {
        EdgeConnection connection = new EdgeConnection(this::take);
        try {
            connection
                    .open(http, config.address(attempt), CONNECT_TIMEOUT)
                    .get(CONNECT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            refusing.set(false);
            return connection;
        } catch (ExecutionException | TimeoutException e) {
            connection.abort();
            if (refusing.compareAndSet(false, true)) {
                log.warn(
                        "no connection to {}: {}; goes on trying, {} messages wait",
                        config.edges(),
                        EdgeConnection.reason(e),
                        backlog.size());
            }
            return null;
        }
    }

    private void serve(EdgeConnection connection) throws InterruptedException {
        int again = backlog.rewind();
        meters.opened(again);
        connected = true;
        log.info("connected to an edge; {} messages wait, {} of them were sent before", backlog.size(), again);
        try {
            Set<String> asksFor = ConcurrentHashMap.newKeySet();
            connection.send(registration(InitialStateRequest.ALL), SILENCE);
            while (connection.isOpen()) {
                for (String csc : registered) {
                    if (asksFor.add(csc)) {
                        connection.send(registration(csc), SILENCE);
                    }
                }
                Backlog.Entry entry = backlog.next(LOOK_EVERY);
                if (entry != null) {
                    connection.send(entry.frame(), SILENCE);
                } else if (isClosing() && !backlog.isOwedAnswers()) {
                    connection.close();
                    return;
                } else if (connection.isSilentFor(SILENCE)) {
                    log.warn("the edge says nothing any more; connects anew");
                    return;
                }
            }
            log.info("the connection to the edge has ended: {}", connection.end());
            failWhatIsTooLarge(connection);
        } catch (CompletionException e) {
            log.info("the connection to the edge broke: {}", EdgeConnection.reason(e));
            failWhatIsTooLarge(connection);
        } finally {
            connected = false;
            connection.abort();
            meters.closed();
        }
    }

    /** Sent again it would end the next connection as well, and all that waits behind it would never go. */
    private void failWhatIsTooLarge(EdgeConnection connection) throws InterruptedException {
        if (connection.isClosedForSize()) {
            backlog.removeLargestSent()
                    .ifPresent(entry -> fail(entry, NotAcknowledged.Reason.TOO_LARGE, "the edge takes no such frame"));
        }
    }

    private void fail(Backlog.Entry entry, NotAcknowledged.Reason reason, String why) {
        meters.failed(reason);
        entry.answer().completeExceptionally(notAcknowledged(reason, entry.topic(), why));
    }

    private static String registration(String csc) {
        return "{\"option\":\"subscribe\",\"category\":\"initial_state\",\"csc\":\"" + csc
                + "\",\"salindex\":\"all\",\"stream\":\"all\"}";
    }

    /** A frame of the edge's, on a thread of the HTTP client. */
    private void take(String frame) {
        switch (Answer.parse(frame)) {
            case Answer.Acknowledged done -> {
                backoff.reset();
                backlog.remove(done.number()).ifPresent(entry -> {
                    meters.acknowledged();
                    entry.answer().complete(acknowledgement(entry.topic(), done.next()));
                });
            }
            case Answer.Refused refused -> {
                if (!refused.canBeRetried()) {
                    refused(refused);
                }
            }
            case Answer.Asked question -> asked.accept(question.wish());
            case Answer.Other other -> {}
        }
    }

    private static Acknowledgement acknowledgement(String topic, @Nullable PartitionOffset next) {
        return next == null
                ? new Acknowledgement(topic, null, -1, -1)
                : new Acknowledgement(topic, next.topicId(), next.partition(), next.nextOffset() - 1);
    }

    private void refused(Answer.Refused refused) {
        NotAcknowledged.Reason reason = refused.reason();
        backlog.remove(refused.number())
                .ifPresentOrElse(
                        entry -> fail(entry, reason, refused.name() + ": " + refused.message()),
                        () -> log.warn("the edge refuses: {}: {}", refused.name(), refused.message()));
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    @Override
    public void close() {
        closing.countDown();
        for (Backlog.Entry entry : backlog.close(config.closeTimeout())) {
            fail(entry, NotAcknowledged.Reason.CLOSED, "the client was closed before the answer");
        }
        backlog.wake();
        Thread running = thread;
        if (running != null) {
            running.interrupt();
            try {
                running.join(1_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        http.shutdownNow();
    }
}
