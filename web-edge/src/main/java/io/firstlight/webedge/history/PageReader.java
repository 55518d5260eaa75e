package io.firstlight.webedge.history;

import io.firstlight.schemas.topic.TopicPlan;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Reads pages through one consumer, of several partitions at once, of each one page at a time. A partition between two pages is paused:
 * the consumer keeps what it has fetched ahead, and goes on there without seeking if the next page follows. A core without a thread,
 * owned by its loader's.
 */
final class PageReader {

    /** Partitions that the consumer keeps between pages, those used last. */
    private static final int PARTITIONS_KEPT = 32;

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration LOOKUP = Duration.ofSeconds(5);
    private static final long PATIENCE_NANOS = 5_000_000_000L;

    private final Consumer<byte[], byte[]> consumer;
    private final KafkaPages pages;
    private final TopicPlan plan;
    private final LongSupplier nanoTime;
    private final Map<TopicPartition, Seat> seats = new LinkedHashMap<>(16, 0.75f, true);

    /** A partition that the consumer holds. */
    private static final class Seat {
        private final Deque<ConsumerRecord<byte[], byte[]>> ahead = new ArrayDeque<>();
        private long standsAt = -1;
        private @Nullable PageDraft draft;
    }

    /** Takes over the consumer, which must have no assignment yet. */
    PageReader(Consumer<byte[], byte[]> consumer, KafkaPages pages, TopicPlan plan, LongSupplier nanoTime) {
        this.consumer = consumer;
        this.pages = pages;
        this.plan = plan;
        this.nanoTime = nanoTime;
    }

    boolean idle() {
        return seats.values().stream().allMatch(seat -> seat.draft == null);
    }

    boolean busyWith(PartitionLog partition) {
        Seat seat = seats.get(name(partition));
        return seat != null && seat.draft != null;
    }

    private TopicPartition name(PartitionLog partition) {
        return new TopicPartition(plan.name(partition.topic()), partition.partition());
    }

    /** Begins a page for each of the requests, all of different partitions that are not busy; waits for a look at the ends at most. */
    void begin(List<LoadRequest> requests) {
        List<LoadRequest> answerable = withEnds(requests);
        for (LoadRequest request : answerable) {
            if (request.offset() >= pages.lastEnd(request.partition())) {
                pages.atEnd(request);
            } else {
                begin(request, 0);
            }
        }
    }

    /** Looks where the logs end, unless they are known to go beyond the page; returns the requests for which that is known then. */
    private List<LoadRequest> withEnds(List<LoadRequest> requests) {
        Set<TopicPartition> asked = new HashSet<>();
        for (LoadRequest request : requests) {
            long blockEnd = PageShelf.blockStart(request.offset()) + PageShelf.BLOCK_RECORDS;
            if (pages.lastEnd(request.partition()) < blockEnd) {
                asked.add(name(request.partition()));
            }
        }
        if (asked.isEmpty()) {
            return requests;
        }
        try {
            Map<TopicPartition, Long> ends = consumer.endOffsets(asked, LOOKUP);
            for (LoadRequest request : requests) {
                Long end = ends.get(name(request.partition()));
                if (end != null) {
                    pages.endFound(request.partition(), end);
                }
            }
            return requests;
        } catch (TimeoutException e) {
            List<LoadRequest> known = new ArrayList<>(requests);
            known.removeIf(request -> asked.contains(name(request.partition())));
            requests.stream()
                    .filter(request -> asked.contains(name(request.partition())))
                    .forEach(request -> pages.failed(request, "the end of the log was not told in time"));
            return known;
        }
    }

    private void begin(LoadRequest request, long earliest) {
        TopicPartition partition = name(request.partition());
        Seat seat = seat(partition);
        PageDraft draft = pages.draft(request, earliest);
        seat.draft = draft;
        if (seat.standsAt != draft.start()) {
            seat.ahead.clear();
            seat.standsAt = draft.start();
            consumer.seek(partition, draft.start());
        }
        takeAhead(seat, draft);
        if (!finish(partition, seat, draft)) {
            consumer.resume(List.of(partition));
        }
    }

    private Seat seat(TopicPartition partition) {
        Seat present = seats.get(partition);
        if (present != null) {
            return present;
        }
        if (seats.size() >= PARTITIONS_KEPT) {
            seats.entrySet().stream()
                    .filter(entry -> entry.getValue().draft == null)
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .ifPresent(seats::remove);
        }
        Seat seat = new Seat();
        seats.put(partition, seat);
        consumer.assign(new ArrayList<>(seats.keySet()));
        consumer.pause(List.of(partition));
        return seat;
    }

    private void takeAhead(Seat seat, PageDraft draft) {
        long now = nanoTime.getAsLong();
        while (!seat.ahead.isEmpty() && draft.take(seat.ahead.element(), now)) {
            seat.ahead.remove();
        }
    }

    /** Reads on for a moment. */
    void read() {
        if (idle()) {
            return;
        }
        try {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            for (TopicPartition partition : records.partitions()) {
                Seat seat = Objects.requireNonNull(seats.get(partition));
                seat.ahead.addAll(records.records(partition));
            }
        } catch (OffsetOutOfRangeException e) {
            restart(e.partitions());
        }
        List.copyOf(seats.keySet()).forEach(this::advance);
    }

    private void advance(TopicPartition partition) {
        Seat seat = Objects.requireNonNull(seats.get(partition));
        PageDraft draft = seat.draft;
        if (draft == null) {
            return;
        }
        takeAhead(seat, draft);
        if (seat.ahead.isEmpty()) {
            // Beyond the last record there may be offsets that are no records: marks of transactions, and what was not
            // committed.
            draft.passTo(consumer.position(partition, LOOKUP), nanoTime.getAsLong());
        }
        if (!finish(partition, seat, draft) && nanoTime.getAsLong() - draft.progressAtNanos() > PATIENCE_NANOS) {
            leave(partition, seat);
            pages.failed(draft.request(), "no records came in time");
        }
    }

    /** Ends the page if it is complete, or the log is at its end. */
    private boolean finish(TopicPartition partition, Seat seat, PageDraft draft) {
        PartitionLog of = draft.request().partition();
        if (!draft.complete() && draft.until() < pages.lastEnd(of)) {
            return false;
        }
        seat.draft = null;
        seat.standsAt = draft.until();
        consumer.pause(List.of(partition));
        pages.loaded(draft);
        return true;
    }

    private void leave(TopicPartition partition, Seat seat) {
        seat.draft = null;
        seat.ahead.clear();
        seat.standsAt = -1;
        consumer.pause(List.of(partition));
    }

    /** The log begins later than those pages were to, or ends sooner than it did. */
    private void restart(Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> earliest = consumer.beginningOffsets(partitions, LOOKUP);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, LOOKUP);
        for (TopicPartition partition : partitions) {
            Seat seat = Objects.requireNonNull(seats.get(partition));
            PageDraft draft = seat.draft;
            leave(partition, seat);
            if (draft != null) {
                LoadRequest request = draft.request();
                long first = Objects.requireNonNull(earliest.get(partition));
                long end = Objects.requireNonNull(ends.get(partition));
                pages.endFound(request.partition(), end);
                if (request.offset() < first) {
                    pages.gone(request, first);
                } else if (request.offset() >= end) {
                    pages.atEnd(request);
                } else {
                    begin(request, first);
                }
            }
        }
    }

    /** Closes the consumer; the requests that it was reading for fail. */
    void close(String reason) {
        for (Seat seat : seats.values()) {
            PageDraft draft = seat.draft;
            if (draft != null) {
                seat.draft = null;
                pages.failed(draft.request(), reason);
            }
        }
        consumer.close();
    }
}
