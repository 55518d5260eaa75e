package io.firstlight.webedge.session;

import io.firstlight.auth.AuthService;
import io.firstlight.auth.session.UserPrincipal;
import io.firstlight.auth.token.Revocation;
import io.firstlight.ingest.producer.Acknowledgement;
import io.firstlight.ingest.producer.LogAppender;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.schemas.topic.TopicPlan;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Tells all edges of revocations, and tells when all have closed the connections that must end.
 *
 * <p>The topic of revocations has one partition, so its offsets order everything. Each edge reads it, and writes into it how far it has come:
 * every {@value EdgeRoll#SPEAK_EVERY_MS} ms, and at once when it has done what a revocation asked for. Whoever revokes a token closes its own
 * connections, writes the revocation, and waits until every edge that is there has come beyond it ({@link EdgeRoll}), for at most
 * {@value EdgeRoll#WAIT_MS} ms. Nothing depends on it for good: what is not confirmed, {@link SessionWatch} finds within a second.
 *
 * <p>Owns a thread that reads and a thread that writes, as a send may block when Kafka is away. {@link #revoke} may be called by any thread.
 */
public final class RevocationLog implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RevocationLog.class);

    private static final Duration IDLE = Duration.ofMillis(100);
    private static final long AGAIN_AFTER_MS = 1000;
    private static final long TIDY_EVERY_MS = 60_000;
    private static final long JOIN_MS = 500;
    private static final long FAREWELL_MS = 300;

    /** Writes that may wait for the log; beyond that they are left out, and the regular look does their work. */
    private static final int MOST_WRITES = 1000;

    /** Revocations whose end is remembered; those beyond are found by the next edge that starts. */
    private static final int MOST_REMEMBERED = 10_000;

    private final String self = UUID.randomUUID().toString();
    private final EdgeRoll roll = new EdgeRoll(self);
    private final AuthService auth;
    private final LogAppender appender;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final TopicPartition partition;
    private final LocalSessions sessions;
    private final SessionMeters meters;
    private final InstantSource clock;
    private final LongSupplier monotonicMs;
    private final Thread reader = new Thread(this::run, "firstlight-revocations");
    private final ThreadPoolExecutor writer;
    private final CountDownLatch closed = new CountDownLatch(1);
    /** By token id: what was just revoked here and is waited for. */
    private final Map<String, CompletableFuture<Boolean>> underWay = new ConcurrentHashMap<>();

    private volatile @Nullable Consumer<byte[], byte[]> reading;
    private volatile boolean speaking;
    private volatile boolean away;
    private @Nullable Runnable stopListening;

    // The reader's own.
    private final Deque<Closing> closing = new ArrayDeque<>();
    private final LinkedHashMap<String, Long> ends = new LinkedHashMap<>();
    private boolean joinedBefore;
    private long lastRevocation = -1;
    private long spokenAtMs = Long.MIN_VALUE / 2;
    private long spokenSeen;
    private long tidiedAtMs;

    /** What the record at that offset asked for is under way. */
    private record Closing(long offset, CompletableFuture<@Nullable Void> done) {}

    /**
     * One that is not started.
     *
     * @param consumers makes a consumer that reads values as they are and begins at the earliest record it finds
     * @param monotonicMs a clock that does not run backwards
     */
    public RevocationLog(
            AuthService auth,
            LogAppender appender,
            Supplier<Consumer<byte[], byte[]>> consumers,
            TopicPlan plan,
            SessionWatch sessions,
            SessionMeters meters,
            InstantSource clock,
            LongSupplier monotonicMs) {
        this.auth = auth;
        this.appender = appender;
        this.consumers = consumers;
        this.partition = new TopicPartition(plan.name(Topic.REVOCATION), 0);
        this.sessions = sessions;
        this.meters = meters;
        this.clock = clock;
        this.monotonicMs = monotonicMs;
        this.writer = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MOST_WRITES),
                Thread.ofPlatform()
                        .daemon()
                        .name("firstlight-revocation-writer")
                        .factory());
        reader.setDaemon(true);
    }

    /** A consumer of that cluster as the constructor wants it. */
    public static Supplier<Consumer<byte[], byte[]>> consumersOf(String kafka) {
        return () -> new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        kafka,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        5000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** Joins the other edges. */
    public void start() {
        stopListening = auth.onRevoked(this::revoked);
        reader.start();
    }

    /**
     * Revokes the principal's token, durably, and has all edges close its connections.
     *
     * @return completes when they have, with true; or after {@value EdgeRoll#WAIT_MS} ms with false: they follow within a second then, unless
     *     the database is away for them
     * @throws io.firstlight.auth.AuthException if the database does not answer; nothing has changed then
     */
    public CompletableFuture<Boolean> revoke(UserPrincipal principal, Revocation.Reason reason) {
        return revoke(principal.tokenId(), reason);
    }

    /** The same for a token that only its id is known of. */
    public CompletableFuture<Boolean> revoke(String tokenId, Revocation.Reason reason) {
        auth.revoke(tokenId, reason);
        CompletableFuture<Boolean> begun = underWay.remove(tokenId);
        // Else somebody revoked it at the same time, and waits for the others himself.
        return begun != null ? begun : sessions.tokenRevoked(tokenId).thenApply(done -> true);
    }

    private void revoked(Revocation revocation) {
        switch (revocation) {
            case Revocation.OfToken of -> {
                EdgeRoll.Wait wait = roll.begin(monotonicMs.getAsLong());
                CompletableFuture<Boolean> here =
                        sessions.tokenRevoked(of.tokenId()).thenApply(done -> true);
                CompletableFuture<Boolean> everywhere =
                        here.thenCombine(wait.confirmed(), (closedHere, confirmed) -> confirmed);
                underWay.put(of.tokenId(), everywhere);
                var unused = everywhere.thenRun(() -> underWay.remove(of.tokenId(), everywhere));
                write(revocation, wait);
            }
            case Revocation.OfUser of -> {
                var unused = sessions.usersChanged();
                write(revocation, null);
            }
        }
    }

    private void write(Revocation revocation, EdgeRoll.@Nullable Wait wait) {
        append(RevocationRecord.key(revocation), RevocationRecord.value(revocation), (done, failure) -> {
            if (done == null) {
                meters.notWritten();
                log.warn(
                        "{} could not be told to other edges, which find it by themselves: {}",
                        revocation,
                        failure == null ? "unknown" : failure.toString());
            } else if (wait != null) {
                roll.written(wait, done.offset());
                wakeup();
            }
        });
    }

    private interface Written {
        void done(@Nullable Acknowledgement acknowledgement, @Nullable Throwable failure);
    }

    private void append(byte[] key, byte @Nullable [] value, Written written) {
        try {
            writer.execute(() -> {
                var unused =
                        appender.append(Topic.REVOCATION, key, value, List.of()).whenComplete(written::done);
            });
        } catch (RejectedExecutionException e) {
            written.done(null, e);
        }
    }

    private void run() {
        try {
            while (isOpen()) {
                try (Consumer<byte[], byte[]> consumer = consumers.get()) {
                    reading = consumer;
                    read(consumer);
                } catch (InterruptException e) {
                    return;
                } catch (KafkaException e) {
                    complain(e);
                } finally {
                    reading = null;
                }
                turn();
                if (closed.await(AGAIN_AFTER_MS, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.error("revocations by other edges are no longer read; they are found by the regular look only", e);
        }
    }

    private boolean isOpen() {
        return closed.getCount() > 0;
    }

    private void complain(KafkaException e) {
        if (!away) {
            away = true;
            log.warn("revocations by other edges cannot be read; it is tried again: {}", e.toString());
        }
    }

    private void read(Consumer<byte[], byte[]> consumer) {
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        restart();
        while (isOpen()) {
            try {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(IDLE)) {
                    away = false;
                    take(record);
                }
            } catch (WakeupException e) {
                // Something has been done here: the turn says so.
            }
            turn();
        }
    }

    private void restart() {
        roll.restart();
        closing.clear();
        joinedBefore = false;
        lastRevocation = -1;
        spokenSeen = 0;
        spokenAtMs = Long.MIN_VALUE / 2;
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.offset() < roll.nextOffset()) {
            log.info("the topic of revocations was made again");
            restart();
        }
        try {
            take(RevocationRecord.parse(record.key(), record.value()), record);
        } catch (IllegalArgumentException e) {
            log.warn("record {} of {} is skipped: {}", record.offset(), partition, e.getMessage());
        }
        roll.read(record.offset() + 1);
    }

    private void take(RevocationRecord read, ConsumerRecord<byte[], byte[]> record) {
        switch (read) {
            case RevocationRecord.OfToken of -> {
                remember(record, of.untilMs());
                // What was before is found by one look when all is read.
                if (roll.joined()) {
                    auth.revokedElsewhere(of.tokenId());
                    close(record.offset(), sessions.tokenRevoked(of.tokenId()));
                }
            }
            case RevocationRecord.OfUser of -> {
                remember(record, of.untilMs());
                if (roll.joined()) {
                    auth.usersChangedElsewhere();
                    close(record.offset(), sessions.usersChanged());
                }
            }
            case RevocationRecord.Present present ->
                roll.heard(
                        present.edge(), present.seen(), clock.millis() - record.timestamp(), monotonicMs.getAsLong());
            case RevocationRecord.Left left -> {
                roll.left(left.edge());
                if (left.edge().equals(self)) {
                    // Another edge took this one for gone: it is not.
                    spokenAtMs = Long.MIN_VALUE / 2;
                }
            }
            case RevocationRecord.Nothing nothing -> {}
        }
        if (roll.joined() && !joinedBefore) {
            joinedBefore = true;
            close(record.offset(), sessions.usersChanged());
        }
    }

    private void close(long offset, CompletableFuture<@Nullable Void> done) {
        lastRevocation = offset;
        closing.add(new Closing(offset, done));
        if (!done.isDone()) {
            var unused = done.thenRun(this::wakeup);
        }
    }

    private void wakeup() {
        Consumer<byte[], byte[]> consumer = reading;
        if (consumer != null) {
            consumer.wakeup();
        }
    }

    /** What is due after each poll. */
    private void turn() {
        long nowMs = monotonicMs.getAsLong();
        tell(roll.over(nowMs));
        for (String edge : roll.gone(nowMs)) {
            log.info("edge {} is gone", edge);
            tombstone(RevocationRecord.edgeKey(edge));
        }
        meters.edges(roll.others() + 1);
        while (!closing.isEmpty() && closing.peek().done().isDone()) {
            closing.remove();
        }
        Closing first = closing.peek();
        speak(first == null ? roll.nextOffset() : first.offset(), nowMs);
        if (nowMs - tidiedAtMs >= TIDY_EVERY_MS) {
            tidiedAtMs = nowMs;
            tidy();
        }
    }

    private void tell(List<EdgeRoll.Ended> over) {
        for (EdgeRoll.Ended ended : over) {
            if (!ended.confirmed()) {
                meters.notConfirmed();
                log.warn(
                        "a revocation was not confirmed by all of {} edges within {} ms; their regular look finds it",
                        roll.others() + 1,
                        EdgeRoll.WAIT_MS);
            }
            ended.tell();
        }
    }

    private void speak(long seen, long nowMs) {
        boolean asked = lastRevocation >= spokenSeen && seen > lastRevocation;
        if (speaking || (!asked && nowMs - spokenAtMs < EdgeRoll.SPEAK_EVERY_MS)) {
            return;
        }
        speaking = true;
        spokenAtMs = nowMs;
        spokenSeen = seen;
        append(RevocationRecord.edgeKey(self), RevocationRecord.present(clock.millis(), seen), (done, failure) -> {
            speaking = false;
            wakeup();
        });
    }

    private void remember(ConsumerRecord<byte[], byte[]> record, long untilMs) {
        ends.put(new String(record.key(), StandardCharsets.UTF_8), untilMs);
        if (ends.size() > MOST_REMEMBERED) {
            ends.pollFirstEntry();
        }
    }

    /** Whose tokens have expired is forgotten by the topic. */
    private void tidy() {
        long nowMs = clock.millis();
        List<String> over = new ArrayList<>();
        ends.forEach((key, untilMs) -> {
            if (untilMs <= nowMs) {
                over.add(key);
            }
        });
        for (String key : over) {
            ends.remove(key);
            tombstone(key.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void tombstone(byte[] key) {
        append(key, null, (done, failure) -> {
            if (failure != null) {
                log.debug("a tombstone was not written: {}", failure.toString());
            }
        });
    }

    /** Leaves the other edges, who wait for this one no longer; may be repeated. */
    @Override
    public void close() {
        if (!isOpen()) {
            return;
        }
        Runnable listening = stopListening;
        if (listening != null) {
            listening.run();
        }
        closed.countDown();
        wakeup();
        try {
            reader.join(JOIN_MS);
            farewell();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        writer.shutdownNow();
        roll.giveUp().forEach(EdgeRoll.Ended::tell);
    }

    private void farewell() throws InterruptedException {
        CompletableFuture<Boolean> written = new CompletableFuture<>();
        append(RevocationRecord.edgeKey(self), null, (done, failure) -> written.complete(done != null));
        try {
            written.get(FAREWELL_MS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            log.debug("the other edges were not told that this one leaves", e);
        }
    }
}
