package io.firstlight.webedge.history;

import io.firstlight.webedge.log.LogEntry;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The pages that are in memory, those least recently asked for thrown out first. Pages of a partition never overlap and never cross the
 * end of a block of {@value #BLOCK_RECORDS} offsets, so readers that come from different offsets soon read the same ones. Not thread-safe.
 */
final class PageShelf {

    /** Offsets in a block, a power of two. */
    static final int BLOCK_RECORDS = 2048;

    /** A page is ended when it holds so much, by {@link PageWeight}. */
    static final int PAGE_BYTES = 2 << 20;

    private final long maxBytes;
    private final Map<PartitionLog, NavigableMap<Long, Held>> byOffset = new HashMap<>();
    private final Map<Held, Boolean> byUse = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /** A page and what it weighs; one object per page. */
    private static final class Held {
        private final Page page;
        private final long weight;

        Held(Page page, long weight) {
            this.page = page;
            this.weight = weight;
        }
    }

    /**
     * An empty shelf.
     *
     * @param maxBytes how much it holds; a single page that is larger has its place nevertheless
     */
    PageShelf(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** The first offset of the block that the offset is in. */
    static long blockStart(long offset) {
        return offset & -BLOCK_RECORDS;
    }

    /** The page that covers the offset. */
    @Nullable
    Page find(PartitionLog partition, long offset) {
        Held held = floor(partition, offset);
        if (held == null || !held.page.covers(offset)) {
            return null;
        }
        byUse.get(held);
        return held.page;
    }

    /** Where to begin to read so that the page will cover the offset, or the next try will. */
    long startFor(PartitionLog partition, long offset) {
        Held before = floor(partition, offset);
        long start = blockStart(offset);
        if (before == null || before.page.until() <= start) {
            return start;
        }
        // A page that ended within the block: at the end of the log, or because its records are large.
        long until = before.page.until();
        long perOffset = before.weight / Math.max(until - before.page.from(), 1);
        return (offset - until) * perOffset <= PAGE_BYTES ? until : offset;
    }

    /** Where a page that begins there must end at the latest. */
    long limitFor(PartitionLog partition, long start) {
        Long next = pages(partition).higherKey(start);
        long blockEnd = blockStart(start) + BLOCK_RECORDS;
        return next == null ? blockEnd : Math.min(blockEnd, next);
    }

    /** Puts a page there; one that only goes on where a short one ended becomes one page with it. */
    void put(PartitionLog partition, Page page, long weight) {
        Map.Entry<Long, Held> before = pages(partition).lowerEntry(page.from());
        if (before != null && joins(before.getValue(), page, weight)) {
            Held first = before.getValue();
            remove(partition, first);
            add(partition, new Held(join(first.page, page), first.weight + weight));
        } else {
            add(partition, new Held(page, weight));
        }
    }

    private static boolean joins(Held before, Page page, long weight) {
        return before.page.until() == page.from()
                && blockStart(before.page.from()) == blockStart(page.from())
                && before.weight + weight <= PAGE_BYTES;
    }

    private static Page join(Page first, Page second) {
        List<LogEntry> entries = new ArrayList<>(first.entries(null));
        entries.addAll(second.entries(null));
        return new Page(first.topic(), first.partition(), first.from(), second.until(), entries);
    }

    private void add(PartitionLog partition, Held held) {
        Held replaced = pages(partition).put(held.page.from(), held);
        if (replaced != null) {
            byUse.remove(replaced);
            bytes -= replaced.weight;
        }
        byUse.put(held, true);
        bytes += held.weight;
        evictFor(held);
    }

    private void remove(PartitionLog partition, Held held) {
        pages(partition).remove(held.page.from());
        byUse.remove(held);
        bytes -= held.weight;
    }

    private void evictFor(Held newest) {
        while (bytes > maxBytes) {
            Held eldest = byUse.keySet().iterator().next();
            if (eldest == newest) {
                return;
            }
            remove(new PartitionLog(eldest.page.topic(), eldest.page.partition()), eldest);
        }
    }

    private @Nullable Held floor(PartitionLog partition, long offset) {
        Map.Entry<Long, Held> entry = pages(partition).floorEntry(offset);
        return entry == null ? null : entry.getValue();
    }

    private NavigableMap<Long, Held> pages(PartitionLog partition) {
        return byOffset.computeIfAbsent(partition, p -> new TreeMap<>());
    }

    /** What is held, by {@link PageWeight}. */
    long bytes() {
        return bytes;
    }

    /** Throws everything out. */
    void clear() {
        byOffset.clear();
        byUse.clear();
        bytes = 0;
    }
}
