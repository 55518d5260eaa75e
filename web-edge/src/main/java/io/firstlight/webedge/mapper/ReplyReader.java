package io.firstlight.webedge.mapper;

import io.firstlight.schemas.exchange.RequestHeaders;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Reads one partition of replies from where it ended at the start, and hands each answer to whoever may wait for it. Owns its thread; the
 * other methods may be called by any.
 */
final class ReplyReader implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ReplyReader.class);

    private static final Duration IDLE = Duration.ofMillis(500);
    private static final long AGAIN_AFTER_MS = 1000;
    private static final long JOIN_MS = 1000;

    private final TopicPartition partition;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final BiConsumer<String, byte @Nullable []> answers;
    private final Thread thread = new Thread(this::run, "firstlight-mapper-replies");
    private final CountDownLatch stood = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable Consumer<byte[], byte[]> reading;
    private volatile boolean standing;

    // The thread's own.
    private long next = -1;
    private boolean away;

    /**
     * One that is not started.
     *
     * @param consumers makes a consumer that reads values as they are and never chooses an offset by itself
     * @param answers told each answer's correlation id and value, on the reader's thread
     */
    ReplyReader(
            TopicPartition partition,
            Supplier<Consumer<byte[], byte[]>> consumers,
            BiConsumer<String, byte @Nullable []> answers) {
        this.partition = partition;
        this.consumers = consumers;
        this.answers = answers;
        thread.setDaemon(true);
    }

    /** A consumer of that cluster as the constructor wants it. */
    static Supplier<Consumer<byte[], byte[]>> consumersOf(String kafka) {
        return () -> new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        kafka,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "none",
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        5000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** Begins to read, and returns when no answer that is written from now on can be missed; false if that takes too long. */
    boolean start(Duration patience) throws InterruptedException {
        thread.start();
        return stood.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether it stands at its place, so that answers will be read. */
    boolean isStanding() {
        return standing;
    }

    private void run() {
        try {
            while (closed.getCount() > 0) {
                try (Consumer<byte[], byte[]> consumer = consumers.get()) {
                    reading = consumer;
                    read(consumer);
                } catch (WakeupException e) {
                    log.debug("reading of replies ends");
                } catch (InterruptException e) {
                    return;
                } catch (KafkaException e) {
                    complain(e);
                } finally {
                    standing = false;
                    reading = null;
                }
                if (closed.await(AGAIN_AFTER_MS, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.error("answers of workers are no longer read; requests are refused until the edge starts anew", e);
        }
    }

    private void complain(KafkaException e) {
        if (!away) {
            away = true;
            log.warn("answers of workers cannot be read; it is tried again: {}", e.toString());
        }
    }

    private void read(Consumer<byte[], byte[]> consumer) {
        consumer.assign(List.of(partition));
        if (next < 0) {
            consumer.seekToEnd(List.of(partition));
            next = consumer.position(partition);
        } else {
            consumer.seek(partition, next);
        }
        standing = true;
        stood.countDown();
        while (closed.getCount() > 0) {
            try {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(IDLE)) {
                    away = false;
                    take(record);
                    next = record.offset() + 1;
                }
            } catch (OffsetOutOfRangeException e) {
                // The topic was made again. All that it holds may be read: what nobody waits for is passed over.
                log.info("{} begins anew", partition);
                consumer.seekToBeginning(List.of(partition));
            }
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        RequestHeaders.correlationId(record.headers())
                .ifPresentOrElse(
                        id -> answers.accept(id, record.value()),
                        () -> log.debug("record {} of {} answers nothing", record.offset(), partition));
    }

    /** Idempotent. */
    @Override
    public void close() {
        closed.countDown();
        Consumer<byte[], byte[]> consumer = reading;
        if (consumer != null) {
            consumer.wakeup();
        }
        try {
            thread.join(JOIN_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
