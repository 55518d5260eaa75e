package io.firstlight.webedge.history;

import io.firstlight.schemas.topic.Topic;
import io.firstlight.webedge.log.LogEntry;
import io.firstlight.webedge.log.LogRecord;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Pages of a {@link TestLog}, with borders that a seed decides; a page is loaded when {@link #load} is called. */
final class FakePages implements PageSource {

    private final TestLog log;
    private final Random random;
    private final Set<PartitionLog> loaded = new HashSet<>();
    private final Deque<Runnable> loads = new ArrayDeque<>();
    private final int largestPage;
    private boolean loadsAtOnce;
    private String trouble = "";
    private int asked;
    private long endTold;
    private int endToldUntilAsked;

    FakePages(TestLog log, long seed, int largestPage) {
        this.log = log;
        this.random = new Random(seed);
        this.largestPage = largestPage;
    }

    @Override
    public PageAnswer page(Topic topic, int partition, long offset, Runnable wake) {
        asked++;
        if (!trouble.isEmpty()) {
            return new PageAnswer.Unavailable(trouble);
        }
        long earliest = log.beginning(topic, partition);
        if (offset < earliest) {
            return new PageAnswer.Gone(earliest);
        }
        if (offset >= Math.min(log.end(topic, partition), endToldUntilAsked > asked ? endTold : Long.MAX_VALUE)) {
            return new PageAnswer.AtEnd();
        }
        PartitionLog key = new PartitionLog(topic, partition);
        if (!loadsAtOnce && !loaded.remove(key)) {
            loads.add(() -> {
                loaded.add(key);
                wake.run();
            });
            return new PageAnswer.Loading();
        }
        return new PageAnswer.Loaded(pageAt(topic, partition, offset));
    }

    private Page pageAt(Topic topic, int partition, long offset) {
        long from = Math.max(log.beginning(topic, partition), offset - random.nextInt(largestPage));
        long until = Math.min(log.end(topic, partition), offset + 1 + random.nextInt(largestPage));
        List<LogEntry> entries = new ArrayList<>();
        for (LogRecord record : log.records(topic, partition)) {
            if (record.offset() >= from
                    && record.offset() < until
                    && LogEntry.read(record) instanceof LogEntry.Reading.Good good) {
                entries.add(good.entry());
            }
        }
        return new Page(topic, partition, from, until, entries);
    }

    /** Loads the page that was asked for first; false if none was. */
    boolean load() {
        Runnable load = loads.poll();
        if (load != null) {
            load.run();
        }
        return load != null;
    }

    /** From now on nobody has to wait. */
    FakePages loadingAtOnce() {
        loadsAtOnce = true;
        return this;
    }

    /** From now on the log cannot be read; with an empty reason, again it can. */
    void trouble(String reason) {
        trouble = reason;
    }

    /** So many answers from now on do not know yet that the log goes beyond that offset. */
    void endIsTold(long offset, int answers) {
        endTold = offset;
        endToldUntilAsked = asked + answers + 1;
    }

    int asked() {
        return asked;
    }
}
