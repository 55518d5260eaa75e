package io.firstlight.router;

import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;

/** The topology at work on one layout of the topics; another layout needs another run. Thread-safe. */
final class RouterRun {

    private static final Logger log = LoggerFactory.getLogger(RouterRun.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(8);

    private final String applicationId;
    private final RouterTopics.Prepared prepared;
    private final ThreadFailures failures;
    private final KafkaStreams streams;

    /** @param streams the topology, built for that layout and not started */
    RouterRun(String applicationId, RouterTopics.Prepared prepared, KafkaStreams streams) {
        this.applicationId = applicationId;
        this.prepared = prepared;
        this.failures = new ThreadFailures(applicationId, System::nanoTime);
        this.streams = streams;
        streams.setUncaughtExceptionHandler(failures);
        streams.setStateListener((now, before) -> log.info("{}: {} -> {}", applicationId, before, now));
    }

    void start() {
        streams.start();
    }

    RouterTopics.Prepared prepared() {
        return prepared;
    }

    RouterState state() {
        return switch (streams.state()) {
            case CREATED -> RouterState.STARTING;
            case REBALANCING -> RouterState.REBALANCING;
            case RUNNING -> RouterState.RUNNING;
            case PENDING_SHUTDOWN, NOT_RUNNING -> RouterState.STOPPED;
            case PENDING_ERROR, ERROR -> failures.topicsWereMissing() ? RouterState.STARTING : RouterState.FAILED;
        };
    }

    /** Whether it gave up. */
    boolean hasFailed() {
        return switch (streams.state()) {
            case PENDING_ERROR, ERROR -> true;
            default -> false;
        };
    }

    /** Whether it gave up because topics were missing, which only another run can mend. */
    boolean hasFailedForTopics() {
        return hasFailed() && failures.topicsWereMissing();
    }

    double lag() {
        return ConsumerLag.most(streams.metrics());
    }

    /** Commits, leaves the group, and stops. False if that took too long; calling it again goes on waiting. */
    boolean close() {
        // Leaving the group lets another instance, or the next start, take over without waiting for the failover time.
        boolean stopped = streams.close(CloseOptions.timeout(CLOSE_TIMEOUT)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        if (stopped) {
            log.info("{} stopped", applicationId);
        } else {
            log.warn(
                    "{} did not stop within {}; what it had not committed is done again", applicationId, CLOSE_TIMEOUT);
        }
        return stopped;
    }
}
