package io.firstlight.router;

import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Keeps a run going that fits the topics: each {@link #step} looks at the cluster, and when partitions were added or a topic was made again
 * ends the run, prepares the topics, and begins another. Kafka Streams itself would give up there.
 *
 * <p>A topic that is gone is waited for, because whoever deletes one usually makes it again, with a layout of his own; after a while it is
 * made as configured.
 *
 * <p>Owned by one thread at a time, except {@link #run}. It has no clock and no thread of its own.
 */
final class Upkeep {

    private static final Logger log = LoggerFactory.getLogger(Upkeep.class);
    private static final Duration MARK_EVERY = Duration.ofHours(1);

    private final Application application;
    private final RouterTopics topics;
    private final UpkeepMeters meters;
    private final LongSupplier nanoClock;
    private final Duration missingLimit;
    private volatile @Nullable RouterRun run;
    private boolean clusterWasAway;
    private boolean missingWasLogged;
    private boolean othersWereLogged;
    private long presentAtNanos;
    private long markedAtNanos;

    /** @param missingLimit how long a topic that is gone is waited for */
    Upkeep(
            Application application,
            RouterTopics topics,
            UpkeepMeters meters,
            LongSupplier nanoClock,
            Duration missingLimit) {
        this.application = application;
        this.topics = topics;
        this.meters = meters;
        this.nanoClock = nanoClock;
        this.missingLimit = missingLimit;
    }

    /** The run at work; null before the first and between two. Any thread. */
    @Nullable
    RouterRun run() {
        return run;
    }

    /**
     * Begins a run; leaves it to later steps if topics change just now, or other instances have to see first that they did.
     *
     * @throws KafkaException if the cluster does not answer or refuses
     */
    void begin() throws InterruptedException {
        presentAtNanos = nanoClock.getAsLong();
        Optional<RouterTopics.Prepared> prepared = topics.prepare();
        if (prepared.isEmpty()) {
            if (!othersWereLogged) {
                log.info(
                        "topics change, or other instances still work on such as are gone; trying again until all is quiet");
                othersWereLogged = true;
            }
            return;
        }
        othersWereLogged = false;
        RouterRun next = application.assembly().on(prepared.get());
        run = next;
        clusterWasAway = false;
        markedAtNanos = nanoClock.getAsLong();
        next.start();
    }

    /** Looks once and does what is to be done; a cluster that does not answer is asked again by the next step. */
    void step() throws InterruptedException {
        try {
            Layout found = topics.find();
            if (!meters.isReachable()) {
                log.info("the cluster answers again");
            }
            meters.reachable(true);
            look(found);
        } catch (KafkaException e) {
            if (meters.isReachable()) {
                log.warn("the cluster does not answer or refuses, asking again: {}", e.getMessage());
            }
            meters.reachable(false);
            clusterWasAway = true;
        }
    }

    private void look(Layout found) throws InterruptedException {
        RouterRun now = run;
        if (now != null && found.equals(now.prepared().layout()) && !canBeMended(now)) {
            presentAtNanos = nanoClock.getAsLong();
            missingWasLogged = false;
            markAgain(now);
            return;
        }
        if (!found.missing().isEmpty() && nanoClock.getAsLong() - presentAtNanos < missingLimit.toNanos()) {
            if (!missingWasLogged) {
                log.warn(
                        "topics are gone: {}; waiting {} for them before they are made", found.missing(), missingLimit);
                missingWasLogged = true;
            }
            return;
        }
        if (now != null && !end(now, found.since(now.prepared().layout()))) {
            return;
        }
        begin();
    }

    /** Whether it gave up for a reason that is over. */
    private boolean canBeMended(RouterRun now) {
        return now.hasFailedForTopics() || (now.hasFailed() && clusterWasAway);
    }

    private boolean end(RouterRun now, List<Layout.Change> changes) {
        if (!now.close()) {
            return false;
        }
        run = null;
        changes.forEach(change -> {
            log.warn(
                    "the layout of the log has changed: {}; the {} begins anew on it",
                    change.what(),
                    application.name());
            meters.changed(change.kind());
        });
        meters.restarted();
        return true;
    }

    private void markAgain(RouterRun now) throws InterruptedException {
        if (nanoClock.getAsLong() - markedAtNanos >= MARK_EVERY.toNanos()) {
            topics.markAgain(now.prepared());
            markedAtNanos = nanoClock.getAsLong();
        }
    }
}
