package io.firstlight.webedge.history;

import io.firstlight.schemas.topic.Topic;
import io.firstlight.webedge.log.Frontier;
import io.firstlight.webedge.log.LogEntry;
import io.firstlight.webedge.log.LogRecord;
import io.firstlight.webedge.target.Target;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Walks through the records of a target from a frontier on: in order within each partition, and between partitions by time stamp as far as
 * order within each allows. Not thread-safe and without a thread: {@link #next} never blocks.
 */
public final class LogScan {

    private final Target target;
    private final Frontier at;
    private final @Nullable Frontier end;
    private final PageSource pages;
    private final Runnable wake;
    private boolean pageOpened;
    private final List<Lane> lanes = new ArrayList<>();

    /** What one step gives. */
    public sealed interface Step {

        /** The next record of the target; {@link LogScan#at} has passed it. */
        record Hit(LogEntry entry) implements Step {}

        /** A page is being read; the scan's waker is run when to go on. */
        record Waiting() implements Step {}

        /** The end of the log, or the frontier where the scan was to end, is reached; of the log there may be more later. */
        record AtEnd() implements Step {}

        /** Retention has passed the place where the scan stands. */
        record Gone(Topic topic, int partition, long earliest) implements Step {}

        /** The log cannot be read now; nothing is lost, ask again later. */
        record Unavailable(String reason) implements Step {}
    }

    /**
     * A scan that has not begun.
     *
     * @param from where it begins; it is the scan's own from now on
     * @param end where it ends, null at the end of the log
     * @param wake run by any thread after a step {@link Step.Waiting}, when to go on
     */
    public LogScan(Target target, Frontier from, @Nullable Frontier end, PageSource pages, Runnable wake) {
        this.target = target;
        this.at = from;
        this.end = end;
        this.pages = pages;
        this.wake = wake;
        for (Topic topic : from.topics()) {
            for (int p = 0; p < from.partitions(topic); p++) {
                lanes.add(new Lane(topic, p));
            }
        }
    }

    /** How far the scan has come. */
    public Frontier at() {
        return at;
    }

    /** The next record. */
    public Step next() {
        while (true) {
            Lane first = null;
            Step obstacle = null;
            boolean passedBy = false;
            pageOpened = false;
            for (Lane lane : lanes) {
                if (lane.endKnown) {
                    passedBy = true;
                    continue;
                }
                // Every lane is asked, also behind an obstacle, so that their pages are read at the same time.
                Step problem = lane.lookAhead();
                if (problem != null) {
                    obstacle = obstacle == null || obstacle instanceof Step.Waiting ? problem : obstacle;
                } else if (lane.head != null && (first == null || lane.isBefore(first))) {
                    first = lane;
                }
            }
            if (passedBy && (pageOpened || (first == null && obstacle == null))) {
                // A page is older than its opening, so an end that was met since then holds for all of it, but for no
                // later one.
                lanes.forEach(lane -> lane.endKnown = false);
            } else if (obstacle != null) {
                return obstacle;
            } else {
                return first == null ? new Step.AtEnd() : new Step.Hit(first.take());
            }
        }
    }

    /** One partition. */
    private final class Lane {
        private final Topic topic;
        private final int partition;
        private @Nullable Page page;
        private List<LogEntry> entries = List.of();
        private int index;
        private @Nullable LogEntry head;
        /** Nothing more was there when asked; to ask for every record of the others would cost more than the record. */
        private boolean endKnown;

        Lane(Topic topic, int partition) {
            this.topic = topic;
            this.partition = partition;
        }

        /** Finds the next record, if there is one; returns what hinders it. */
        @Nullable
        Step lookAhead() {
            while (head == null && !ended()) {
                if (page == null || at.next(topic, partition) >= page.until()) {
                    switch (pages.page(topic, partition, at.next(topic, partition), wake)) {
                        case PageAnswer.Loaded loaded -> open(loaded.page());
                        case PageAnswer.Loading loading -> {
                            return new Step.Waiting();
                        }
                        case PageAnswer.AtEnd atEnd -> {
                            endKnown = true;
                            return null;
                        }
                        case PageAnswer.Gone gone -> {
                            return new Step.Gone(topic, partition, gone.earliest());
                        }
                        case PageAnswer.Unavailable unavailable -> {
                            return new Step.Unavailable(unavailable.reason());
                        }
                    }
                }
                findInPage();
            }
            return null;
        }

        private void open(Page opened) {
            pageOpened = true;
            page = opened;
            entries = opened.entries(target.component());
            index = 0;
        }

        private void findInPage() {
            for (; index < entries.size(); index++) {
                LogEntry entry = entries.get(index);
                if (beyondEnd(entry.record().offset())) {
                    break;
                }
                if (!at.seen(entry.record()) && entry.isOf(target)) {
                    head = entry;
                    return;
                }
            }
            if (page != null) {
                long until = end == null ? page.until() : Math.min(page.until(), end.next(topic, partition));
                at.pass(topic, partition, until);
                page = null;
                // Whoever waits at the end of the log holds no page meanwhile.
                entries = List.of();
                index = 0;
            }
        }

        private boolean ended() {
            return beyondEnd(at.next(topic, partition));
        }

        private boolean beyondEnd(long offset) {
            return end != null && offset >= end.next(topic, partition);
        }

        boolean isBefore(Lane other) {
            return record().timestampMs() < other.record().timestampMs();
        }

        private LogRecord record() {
            if (head == null) {
                throw new IllegalStateException("the lane has no next record");
            }
            return head.record();
        }

        LogEntry take() {
            LogEntry taken = head;
            if (taken == null) {
                throw new IllegalStateException("the lane has no next record");
            }
            head = null;
            index++;
            at.pass(taken.record());
            return taken;
        }
    }
}
