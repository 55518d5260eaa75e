package io.firstlight.router;

import io.firstlight.router.liveness.AnsweredFetches;
import io.firstlight.router.liveness.LivenessConfig;
import io.firstlight.router.liveness.LivenessMetrics;
import io.firstlight.router.liveness.LivenessTopology;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * Says as events who has fallen silent: a second application beside the router, with the router's brokers, topics and state directory, and
 * the application id {@link LivenessTopology#applicationId}. Nothing that the router or readers of the state do depends on it.
 *
 * <p>{@link #start} and {@link #close} are called by one thread, once each; the rest may be called by any. The thread
 * {@code liveness-watch}, a daemon, looks at the topics.
 */
public final class LivenessService implements AutoCloseable {

    private final RouterConfig router;
    private final LivenessConfig config;
    private final LivenessMetrics metrics;
    private final TopologyRunner runner;
    private final String applicationId;

    /** Assembles a service that publishes its meters, {@code firstlight.liveness.*}, in the registry. */
    public LivenessService(RouterConfig router, LivenessConfig config, MeterRegistry registry) {
        this.router = router;
        this.config = config;
        this.metrics = new LivenessMetrics(registry);
        this.applicationId = LivenessTopology.applicationId(router.applicationId());
        this.runner = new TopologyRunner(
                new Application(
                        "liveness",
                        applicationId,
                        router.bootstrapServers(),
                        router.topics(),
                        router.watchInterval(),
                        LivenessTopology.changelogTopic(applicationId),
                        false,
                        this::run),
                registry);
    }

    private RouterRun run(RouterTopics.Prepared prepared) {
        Running running = new Running();
        KafkaStreams streams = new KafkaStreams(
                LivenessTopology.build(
                        router.topics(),
                        applicationId,
                        prepared.layout().homes(router.topics()),
                        config,
                        running.fetches,
                        metrics),
                StreamsSettings.ofLiveness(router, applicationId));
        running.streams = streams;
        return new RouterRun(applicationId, prepared, streams);
    }

    /** Hands the topology what only exists when the topology does. */
    private static final class Running {

        private volatile @Nullable KafkaStreams streams;
        private final AnsweredFetches fetches = new AnsweredFetches(
                () -> {
                    KafkaStreams known = streams;
                    return known == null ? Map.of() : known.metrics();
                },
                System::nanoTime);
    }

    /**
     * Makes the topics that lack and starts the threads; returns before it is {@link #isReady ready}.
     *
     * @throws RouterException if the cluster does not answer or refuses
     */
    public void start() throws InterruptedException {
        runner.start();
    }

    /** Whether it judges now. */
    public boolean isReady() {
        return runner.isReady();
    }

    /** What it is doing. */
    public RouterState state() {
        return runner.state();
    }

    /** Commits, leaves the group, and stops; at most some seconds. Calling it again does nothing. */
    @Override
    public void close() {
        runner.close();
    }
}
