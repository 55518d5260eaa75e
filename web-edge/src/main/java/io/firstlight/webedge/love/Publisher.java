package io.firstlight.webedge.love;

import io.firstlight.auth.session.Principal;
import io.firstlight.ingest.intake.IntakeOutcome;
import io.firstlight.ingest.producer.Acknowledgement;
import io.firstlight.ingest.producer.NotAcknowledged;
import io.firstlight.schemas.address.Address;
import io.firstlight.schemas.code.CloseCode;
import io.firstlight.schemas.code.ErrorCode;
import io.firstlight.schemas.position.PartitionOffset;
import io.firstlight.schemas.position.Position;
import io.firstlight.schemas.position.PositionToken;
import io.firstlight.schemas.record.SenderMark;
import io.firstlight.webedge.outbox.Outbox;
import io.firstlight.webedge.sender.Sender;
import io.firstlight.webedge.socket.Connection;
import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/**
 * What one connection publishes: through the intake into the log, with the answers that the producer asked for. A producer that numbers its messages
 * waits at first until the edge knows which of them the log has.
 *
 * <p>{@link #publish} and {@link #close} are called by the connection's thread, one at a time; what has waited at first is written by one of its own,
 * and answers come from others.
 */
final class Publisher {

    private static final Executor WAITED =
            task -> Thread.ofVirtual().name("firstlight-publisher").start(task);

    private final LoveProtocol protocol;
    private final Connection connection;
    private final Outbox outbox;
    private final AtomicBoolean flushIsDue = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Object lock = new Object();
    /** Guarded by lock. */
    private final Queue<Publication> waiting = new ArrayDeque<>();
    /** Guarded by lock. */
    private boolean ready;

    private @Nullable Sender sender;
    private @Nullable SenderMark last;

    private record Publication(LoveRequest.Data data, Principal by, Predicate<Address> mayWrite) {}

    Publisher(LoveProtocol protocol, Connection connection, Outbox outbox) {
        this.protocol = protocol;
        this.connection = connection;
        this.outbox = outbox;
    }

    void publish(LoveRequest.Data data, Principal by, Predicate<Address> mayWrite) {
        Publication publication = new Publication(data, by, mayWrite);
        SenderMark mark = data.receipt().mark();
        if (mark == null) {
            write(publication, null);
            return;
        }
        SenderMark before = last;
        if (before != null && (!before.sender().equals(mark.sender()) || before.number() >= mark.number())) {
            refuse(
                    ErrorCode.BAD_PARAMETER,
                    "a connection has one 'sender', and the 'id' of each message is higher than that of the one before",
                    data.receipt());
            return;
        }
        last = mark;
        Sender opened = sender;
        if (opened == null) {
            opened = protocol.senders().open(mark.sender(), this::fenced);
            sender = opened;
            Sender itself = opened;
            // The hub says that it is ready, and must not wait for the log to take what has waited here.
            var unused = opened.ready().whenCompleteAsync((done, failure) -> ready(itself, failure == null), WAITED);
        }
        synchronized (lock) {
            if (!ready) {
                connection.began();
                waiting.add(publication);
                return;
            }
        }
        write(publication, opened);
    }

    /** Everything before is known, or cannot be: what has waited is written in its order, and whoever comes meanwhile waits for that. */
    private void ready(Sender opened, boolean known) {
        if (!known) {
            end(CloseCode.LOG_UNAVAILABLE);
        }
        for (Publication publication = nextWaiting(); publication != null; publication = nextWaiting()) {
            write(publication, opened);
            connection.ended();
        }
    }

    private @Nullable Publication nextWaiting() {
        synchronized (lock) {
            Publication next = waiting.poll();
            ready = next == null;
            return next;
        }
    }

    private void fenced() {
        end(CloseCode.SENDER_MOVED);
    }

    private void end(CloseCode code) {
        if (ended.compareAndSet(false, true)) {
            outbox.flush();
            var unused = connection.close(code);
        }
    }

    private void write(Publication publication, @Nullable Sender by) {
        LoveRequest.Receipt receipt = publication.data.receipt();
        SenderMark mark = receipt.mark();
        if (by != null && (ended.get() || !by.begins())) {
            return;
        }
        IntakeOutcome outcome = protocol.intake()
                .accept(
                        publication.data.frame(),
                        publication.by.name(),
                        publication.mayWrite,
                        by == null || mark == null ? null : by.numbering(mark));
        switch (outcome) {
            case IntakeOutcome.Accepted accepted -> {
                connection.began();
                var unused = accepted.acknowledgements().whenComplete((done, failure) -> {
                    if (failure == null) {
                        acknowledge(receipt, done, by);
                    } else {
                        fail(receipt, failure, by);
                    }
                    connection.ended();
                });
            }
            case IntakeOutcome.Rejected rejected -> {
                refuse(rejected.code(), rejected.message(), receipt);
                ended(receipt, by, true);
            }
        }
    }

    private void acknowledge(LoveRequest.Receipt receipt, List<Acknowledgement> records, @Nullable Sender by) {
        ended(receipt, by, true);
        if (receipt.acknowledged()) {
            offer(LoveAnswers.acknowledgement(String.valueOf(receipt.id()), position(records)));
        }
    }

    private void fail(LoveRequest.Receipt receipt, Throwable failure, @Nullable Sender by) {
        ended(receipt, by, false);
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof NotAcknowledged refused && refused.reason() == NotAcknowledged.Reason.TOO_LARGE) {
            refuse(ErrorCode.TOO_LARGE, "the log takes no record as large as the message makes", receipt);
            return;
        }
        refuse(ErrorCode.LOG_UNAVAILABLE, "the log did not take the message: send it again", receipt);
        if (by != null) {
            // Later messages must not come before this one: the producer begins again with it.
            end(CloseCode.LOG_UNAVAILABLE);
        }
    }

    private static void ended(LoveRequest.Receipt receipt, @Nullable Sender by, boolean acknowledged) {
        SenderMark mark = receipt.mark();
        if (by != null && mark != null) {
            by.ended(mark, acknowledged);
        }
    }

    /** The place behind all records of a message; null if the cluster did not tell. */
    private static @Nullable String position(List<Acknowledgement> records) {
        if (records.size() == 1) {
            return records.getFirst().positionToken().orElse(null);
        }
        Map<String, PartitionOffset> places = new HashMap<>();
        for (Acknowledgement record : records) {
            record.next()
                    .ifPresent(place -> places.merge(
                            place.topicId() + "/" + place.partition(),
                            place,
                            (one, other) -> one.nextOffset() > other.nextOffset() ? one : other));
        }
        return places.isEmpty() ? null : PositionToken.encode(new Position(List.copyOf(places.values())));
    }

    private void refuse(ErrorCode code, String message, LoveRequest.Receipt receipt) {
        offer(LoveAnswers.refusal(code, message, receipt.id()));
    }

    /** Acknowledgements come in bursts: the flush that one asks for takes those with it that come before it is done. */
    private void offer(byte[] frame) {
        if (!outbox.offer(frame)) {
            outbox.end(CloseCode.SLOW_CONSUMER);
        } else if (flushIsDue.compareAndSet(false, true)) {
            protocol.answers().execute(() -> {
                flushIsDue.set(false);
                outbox.flush();
            });
        }
    }

    /** The connection has ended. */
    void close() {
        ended.set(true);
        Sender opened = sender;
        if (opened != null) {
            protocol.senders().close(opened);
        }
    }
}
