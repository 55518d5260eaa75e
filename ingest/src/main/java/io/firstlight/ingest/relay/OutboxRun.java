package io.firstlight.ingest.relay;

import io.firstlight.ingest.intake.NoticeWriter;
import io.firstlight.ingest.intake.NoticeWriter.Outcome;
import io.firstlight.ingest.producer.Acknowledgement;
import io.firstlight.ingest.producer.NotAcknowledged;
import io.firstlight.schemas.code.ErrorCode;
import io.firstlight.schemas.notice.Notice;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * The relay's work from getting the outbox to the first failure.
 *
 * <p>A batch is read, sent, and, when Kafka has all of it, taken out; then the next. So at most one batch can be in the log and in the table at
 * once, and only if the run ended in between. The next run, in this process or another, begins with reading the end of the log, from where the
 * last batch that was taken out ended ({@code firstlight_outbox_tail}), and takes out what it finds there of this outbox: so a row is sent
 * again only if a request of the run before was still on its way when the end was read.
 *
 * <p>Rows are read anew each time from the smallest id on, and deleted, not passed over: one that became visible late is simply read later.
 *
 * <p>Nothing is sent after a record that failed; the run ends with it. The producer keeps the order of what it was given, so what was given to it
 * after that record can be in the log only if Kafka came back in the moment in which the record's delivery time was over.
 *
 * <p>Owned by the relay's thread.
 */
final class OutboxRun {

    private static final Logger log = LoggerFactory.getLogger(OutboxRun.class);

    private static final long MOST_BYTES = 4 << 20;
    private static final long LOOK_UP_MS = 200;
    private static final long COMPLAIN_AFTER_MS = 5_000;

    /** How often the tail is brought forward in partitions that got nothing from here, so that the next run need not read far. */
    private static final long TIDY_EVERY_MS = 60_000;

    private final OutboxDatabase database;
    private final RelayLog relayLog;
    private final UUID outbox;
    private final NoticeWriter writer;
    private final int maxValueBytes;
    private final String producerName;
    private final int batchRows;
    private final RelayMeters meters;
    private final BooleanSupplier open;
    private final LongSupplier monotonicMs;
    private long tidiedAtMs;

    /** What a run works by. */
    record Settings(int maxValueBytes, String producerName, int batchRows) {}

    /**
     * A run.
     *
     * @param open whether to go on
     * @param monotonicMs a clock that does not run backwards
     */
    OutboxRun(
            OutboxDatabase database,
            RelayLog relayLog,
            Settings settings,
            RelayMeters meters,
            BooleanSupplier open,
            LongSupplier monotonicMs)
            throws SQLException {
        this.database = database;
        this.relayLog = relayLog;
        this.outbox = database.name();
        this.writer = new NoticeWriter(settings.maxValueBytes());
        this.maxValueBytes = settings.maxValueBytes();
        this.producerName = settings.producerName();
        this.batchRows = settings.batchRows();
        this.meters = meters;
        this.open = open;
        this.monotonicMs = monotonicMs;
    }

    /** A row whose record is on its way. */
    private record Sending(OutboxRow row, CompletableFuture<Acknowledgement> answer) {}

    /** Takes out what an earlier run has sent. */
    void recover() throws SQLException {
        Map<Integer, Long> tail = database.tail(relayLog.topic());
        Map<Integer, Long> ends = relayLog.ends();
        List<Long> sent = new ArrayList<>();
        if (!tail.isEmpty()) {
            relayLog.find(outbox, tail, ends, sent::add);
        }
        int found = database.settle(sent, List.of(), relayLog.topic(), ends);
        tidiedAtMs = monotonicMs.getAsLong();
        if (found > 0) {
            meters.found(found);
            log.info("{} rows were in the log already and are not sent again", found);
        }
    }

    /**
     * Sends the next batch.
     *
     * @return whether there was something to send
     * @throws RelayFailure if Kafka did not take all of it
     */
    boolean step() throws SQLException, InterruptedException {
        List<OutboxRow> rows = database.next(batchRows, MOST_BYTES, maxValueBytes);
        meters.waiting(rows.isEmpty() ? 0 : rows.getFirst().ageMs());
        if (rows.isEmpty()) {
            tidy();
            return false;
        }
        List<OutboxDatabase.Refused> refused = new ArrayList<>();
        List<Long> sent = new ArrayList<>();
        Map<Integer, Long> tail = new HashMap<>();
        RelayFailure failure = await(send(rows, refused), sent, refused, tail);
        meters.sent(database.settle(sent, refused, relayLog.topic(), tail));
        for (OutboxDatabase.Refused row : refused) {
            log.warn("row {} can never be sent and is moved aside: {}", row.id(), row.reason());
        }
        meters.refused(refused.size());
        if (failure != null) {
            throw failure;
        }
        return true;
    }

    private List<Sending> send(List<OutboxRow> rows, List<OutboxDatabase.Refused> refused) {
        List<Sending> sending = new ArrayList<>(rows.size());
        for (OutboxRow row : rows) {
            switch (record(row)) {
                case Outcome.Written written -> {
                    CompletableFuture<Acknowledgement> answer = relayLog.appender()
                            .append(NoticeWriter.TOPIC, written.key(), written.value(), headers(row));
                    sending.add(new Sending(row, answer));
                    if (answer.isCompletedExceptionally()) {
                        return sending;
                    }
                }
                case Outcome.Refused no ->
                    refused.add(new OutboxDatabase.Refused(row.id(), no.code().wireName() + ": " + no.message()));
            }
        }
        return sending;
    }

    private Outcome record(OutboxRow row) {
        String payload = row.payload();
        if (payload == null) {
            return new Outcome.Refused(
                    ErrorCode.TOO_LARGE, "the payload is larger than the log takes: " + maxValueBytes + " bytes");
        }
        try {
            Notice notice = new Notice(row.group(), row.noticeId(), row.type());
            return writer.write(notice, payload.getBytes(StandardCharsets.UTF_8), producerName);
        } catch (IllegalArgumentException e) {
            return new Outcome.Refused(ErrorCode.ILLEGAL_NAME, String.valueOf(e.getMessage()));
        }
    }

    private List<Header> headers(OutboxRow row) {
        return List.of(
                new RecordHeader(RelayLog.OUTBOX_ID, (outbox + "/" + row.id()).getBytes(StandardCharsets.US_ASCII)));
    }

    /** Sorts the answers; the failure of the first that has none ends the run. */
    private @Nullable RelayFailure await(
            List<Sending> sending, List<Long> sent, List<OutboxDatabase.Refused> refused, Map<Integer, Long> tail)
            throws InterruptedException {
        for (Sending one : sending) {
            try {
                Acknowledgement place = await(one);
                sent.add(one.row().id());
                tail.merge(place.partition(), place.offset() + 1, Math::max);
            } catch (NotAcknowledged e) {
                if (e.reason() != NotAcknowledged.Reason.TOO_LARGE) {
                    return new RelayFailure(
                            "Kafka did not take row " + one.row().id(), e);
                }
                refused.add(new OutboxDatabase.Refused(one.row().id(), "too_large: the log does not take it"));
            }
        }
        return null;
    }

    private Acknowledgement await(Sending one) throws InterruptedException {
        long sinceMs = monotonicMs.getAsLong();
        boolean complained = false;
        while (true) {
            try {
                Acknowledgement place = one.answer().get(LOOK_UP_MS, TimeUnit.MILLISECONDS);
                if (complained) {
                    log.info("Kafka answers again");
                }
                return place;
            } catch (ExecutionException e) {
                if (e.getCause() instanceof NotAcknowledged not) {
                    throw not;
                }
                throw new RelayFailure("row " + one.row().id() + " was not sent", e);
            } catch (TimeoutException e) {
                if (!open.getAsBoolean()) {
                    throw new RelayFailure("stopped while Kafka had not answered", e);
                }
                if (!complained && monotonicMs.getAsLong() - sinceMs > COMPLAIN_AFTER_MS) {
                    complained = true;
                    log.warn("Kafka does not answer; the outbox waits for it");
                }
            }
        }
    }

    /** While nothing is on its way. */
    private void tidy() throws SQLException {
        long nowMs = monotonicMs.getAsLong();
        if (nowMs - tidiedAtMs >= TIDY_EVERY_MS) {
            tidiedAtMs = nowMs;
            int unused = database.settle(List.of(), List.of(), relayLog.topic(), relayLog.ends());
        }
    }
}
