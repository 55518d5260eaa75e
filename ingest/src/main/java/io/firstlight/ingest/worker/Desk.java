package io.firstlight.ingest.worker;

import io.firstlight.ingest.worker.WorkerMeters.End;
import io.firstlight.schemas.exchange.ErrorAnswer;
import io.firstlight.schemas.exchange.RequestHeaders;
import io.firstlight.schemas.exchange.RequestValue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;

/** Deals with one request from its record to the acknowledged answer. Thread-safe; a call takes as long as the request. */
final class Desk {

    private static final Logger log = LoggerFactory.getLogger(Desk.class);

    private static final ErrorAnswer WORKER_FAILED = new ErrorAnswer(500, "worker failed");
    private static final ErrorAnswer TOO_LARGE = new ErrorAnswer(500, "the worker's answer is too large");
    private static final long COMPLAIN_EVERY_MS = 10_000;
    private static final long AGAIN_AFTER_MS = 50;

    private final Handler handler;
    private final Producer<byte[], byte[]> producer;
    private final WorkerMeters meters;
    private final InstantSource clock;
    private final AtomicLong complainedAtMs = new AtomicLong(Long.MIN_VALUE / 2);

    Desk(Handler handler, Producer<byte[], byte[]> producer, WorkerMeters meters, InstantSource clock) {
        this.handler = handler;
        this.producer = producer;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * Returns when nothing is left to do for the request, whatever became of it.
     *
     * @throws InterruptedException if the worker stops meanwhile; the request is not done then
     */
    void serve(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
        meters.ended(end(record));
    }

    private End end(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
        Optional<RequestHeaders> headers = RequestHeaders.of(record.headers());
        Optional<RequestValue> value = RequestValue.parse(record.value());
        if (value.isEmpty() || (headers.isEmpty() && RequestHeaders.wantAnswer(record.headers()))) {
            complain("is no request and is skipped", record, null);
            return End.MALFORMED;
        }
        if (headers.isPresent() && clock.millis() > headers.get().deadlineEpochMs()) {
            return End.EXPIRED;
        }
        Request request = new Request(
                value.get().data(),
                value.get().args(),
                headers.map(of -> Instant.ofEpochMilli(of.deadlineEpochMs())).orElse(null),
                record.partition(),
                record.offset());
        try {
            return switch (handler.handle(request)) {
                case Answer.Value answer -> answered(headers, answer.json(), End.ANSWERED);
                case Answer.Refusal refusal -> answered(headers, refusal.error().toJson(), End.REFUSED);
            };
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
            complain("made the handler fail", record, e);
            return answered(headers, WORKER_FAILED.toJson(), End.FAILED);
        }
    }

    private End answered(Optional<RequestHeaders> headers, byte[] json, End end) throws InterruptedException {
        if (headers.isEmpty()) {
            return end == End.FAILED ? end : End.HANDLED;
        }
        RequestHeaders to = headers.get();
        byte[] answer = json;
        do {
            try {
                producer.send(new ProducerRecord<>(
                                to.replyTopic(), to.replyPartition(), null, null, answer, to.ofAnswer()))
                        .get();
                return end;
            } catch (InterruptException e) {
                throw interrupted();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RecordTooLargeException) {
                    answer = TOO_LARGE.toJson();
                } else {
                    complain(to, e.getCause());
                }
            } catch (KafkaException | IllegalStateException e) {
                complain(to, e);
            }
            Thread.sleep(AGAIN_AFTER_MS);
        } while (clock.millis() <= to.deadlineEpochMs());
        return End.UNANSWERED;
    }

    /** Kafka's own exception says the same and has set the thread's flag. */
    private static InterruptedException interrupted() {
        boolean unused = Thread.interrupted();
        return new InterruptedException("while an answer was sent");
    }

    private void complain(String what, ConsumerRecord<byte[], byte[]> record, @Nullable Throwable failure) {
        if (mayComplain()) {
            log.warn(
                    "record {} of {}-{} {}; more of that within {} s is only counted",
                    record.offset(),
                    record.topic(),
                    record.partition(),
                    what,
                    COMPLAIN_EVERY_MS / 1000,
                    failure);
        }
    }

    private void complain(RequestHeaders to, @Nullable Throwable failure) {
        if (mayComplain()) {
            log.warn(
                    "partition {} of {} does not take an answer; it is tried until the deadline: {}",
                    to.replyPartition(),
                    to.replyTopic(),
                    String.valueOf(failure));
        }
    }

    private boolean mayComplain() {
        long nowMs = clock.millis();
        long beforeMs = complainedAtMs.get();
        return nowMs - beforeMs >= COMPLAIN_EVERY_MS && complainedAtMs.compareAndSet(beforeMs, nowMs);
    }
}
