package io.firstlight.router;

import io.firstlight.router.latest.LatestMetrics;
import io.firstlight.router.latest.LatestTopology;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.streams.KafkaStreams;

/**
 * The router as a service: keeps the state. It prepares the topics, runs the topology, begins it anew when the layout of the topics changes,
 * stops it in order. {@link #start} and {@link #close} are called by one thread, once each; the rest may be called by any. The thread
 * {@code router-watch}, a daemon, looks at the topics.
 */
public final class RouterService implements AutoCloseable {

    private final RouterConfig config;
    private final LatestMetrics metrics;
    private final TopologyRunner runner;

    /** Assembles a router that publishes its meters, {@code firstlight.router.*}, in the registry. */
    public RouterService(RouterConfig config, MeterRegistry registry) {
        this.config = config;
        this.metrics = new LatestMetrics(registry);
        this.runner = new TopologyRunner(
                new Application(
                        "router",
                        config.applicationId(),
                        config.bootstrapServers(),
                        config.topics(),
                        config.watchInterval(),
                        LatestTopology.changelogTopic(config.applicationId()),
                        true,
                        this::run),
                registry);
    }

    private RouterRun run(RouterTopics.Prepared prepared) {
        Layout layout = prepared.layout();
        return new RouterRun(
                config.applicationId(),
                prepared,
                new KafkaStreams(
                        LatestTopology.build(
                                config.topics(),
                                config.applicationId(),
                                layout.homes(config.topics()),
                                layout.sourceIds(config.topics()),
                                prepared.statePartitions(),
                                metrics),
                        StreamsSettings.of(config)));
    }

    /**
     * Makes the topics that lack and starts the threads; returns before the router is {@link #isReady ready}.
     *
     * @throws RouterException if the cluster does not answer or refuses
     */
    public void start() throws InterruptedException {
        runner.start();
    }

    /** Whether it keeps the state now. */
    public boolean isReady() {
        return runner.isReady();
    }

    /** What it is doing. */
    public RouterState state() {
        return runner.state();
    }

    /** Records that the slowest partition is behind; 0 before the first fetch. */
    public double lag() {
        return runner.lag();
    }

    /** Commits, leaves the group, and stops; at most some seconds. Calling it again does nothing. */
    @Override
    public void close() {
        runner.close();
    }
}
