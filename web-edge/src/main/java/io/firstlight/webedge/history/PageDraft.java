package io.firstlight.webedge.history;

import io.firstlight.webedge.log.LogEntry;
import io.firstlight.webedge.log.LogRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

import java.util.ArrayList;
import java.util.List;

/** A page that is being read. Owned by its loader's thread. */
final class PageDraft {

    private final LoadRequest request;
    private final long start;
    private final long stop;
    private final List<LogEntry> entries = new ArrayList<>();
    private long weight;
    private long until;
    private long progressAtNanos;

    /**
     * A page without records yet.
     *
     * @param start the first offset to read
     * @param stop where to end at the latest
     */
    PageDraft(LoadRequest request, long start, long stop, long nowNanos) {
        this.request = request;
        this.start = start;
        this.stop = stop;
        this.until = start;
        this.progressAtNanos = nowNanos;
    }

    LoadRequest request() {
        return request;
    }

    long start() {
        return start;
    }

    long stop() {
        return stop;
    }

    /** How far it has come. */
    long until() {
        return until;
    }

    long weight() {
        return weight;
    }

    long progressAtNanos() {
        return progressAtNanos;
    }

    boolean complete() {
        return until >= stop || weight >= PageShelf.PAGE_BYTES;
    }

    /** Takes the next record, unless it belongs to a later page. */
    boolean take(ConsumerRecord<byte[], byte[]> record, long nowNanos) {
        if (complete()) {
            return false;
        }
        if (record.offset() >= stop) {
            until = stop;
            return false;
        }
        PartitionLog partition = request.partition();
        LogRecord read = new LogRecord(
                partition.topic(), partition.partition(), record.offset(), record.timestamp(), record.value());
        switch (LogEntry.read(read)) {
            case LogEntry.Reading.Good good -> {
                entries.add(good.entry());
                weight += PageWeight.of(good.entry());
            }
            case LogEntry.Reading.Bad bad -> weight += PageWeight.NOTHING;
        }
        until = record.offset() + 1;
        progressAtNanos = nowNanos;
        return true;
    }

    /** There is nothing more before that offset. */
    void passTo(long offset, long nowNanos) {
        if (offset > until) {
            until = Math.min(offset, stop);
            progressAtNanos = nowNanos;
        }
    }

    Page page() {
        return new Page(request.partition().topic(), request.partition().partition(), start, until, entries);
    }
}
