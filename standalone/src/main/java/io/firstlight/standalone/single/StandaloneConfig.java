package io.firstlight.standalone.single;

import io.firstlight.archive.ArchiveConfig;
import io.firstlight.ingest.source.host.HostConfig;
import io.firstlight.router.RouterConfig;
import io.firstlight.router.liveness.LivenessConfig;
import io.firstlight.standalone.command.PostgresAddress;
import io.firstlight.standalone.command.Settings;
import io.firstlight.standalone.service.EdgeConfigs;
import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;

/**
 * How everything in one process runs.
 *
 * @param data the data directory
 * @param host address that the edge listens on
 * @param port the edge's port, 0 for a free one
 * @param brokerPort port of the embedded broker, 0 for a free one
 * @param kafka a running cluster; null to embed one
 * @param postgres a running server; null to embed one
 * @param demo whether the demo observatory runs
 * @param settings everything else, for the services
 */
record StandaloneConfig(
        Path data,
        String host,
        int port,
        int brokerPort,
        @Nullable String kafka,
        @Nullable PostgresAddress postgres,
        boolean demo,
        Settings settings) {

    /** The process password of LOVE's development set-up; used on loopback unless another is given. */
    static final String DEVELOPMENT_PROCESS_PASSWORD = "dev_pass";

    private static final String COMMANDER = "FIRSTLIGHT_COMMANDER";

    /** Stands in for the broker's address where that does not matter. */
    static final String SOME_KAFKA = "127.0.0.1:9092";

    /** Stands in for the database's address where that does not matter. */
    static final PostgresAddress SOMEWHERE =
            new PostgresAddress("jdbc:postgresql://127.0.0.1/firstlight", PostgresAddress.DEFAULT_USER, "");

    StandaloneConfig {
        data = data.toAbsolutePath().normalize();
    }

    /**
     * Whether only this machine can reach the edge, so that the passwords that everybody knows do no harm.
     *
     * @throws IllegalArgumentException if the address cannot be resolved
     */
    boolean onLoopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("--host '" + host + "' is no address of this machine", e);
        }
    }

    /** The configs of the edge's process, given where the servers turned out to be. */
    EdgeConfigs edge(String kafkaServers, PostgresAddress postgresAddress) {
        return EdgeConfigs.of(edgeSettings(kafkaServers, postgresAddress));
    }

    /** The same with the demo's commander. */
    EdgeConfigs edge(String kafkaServers, PostgresAddress postgresAddress, URI demoCommander) {
        return EdgeConfigs.of(edgeSettings(kafkaServers, postgresAddress).with(COMMANDER, demoCommander.toString()));
    }

    /** Whether commands go to the demo: it runs, and no other commander is named. */
    boolean demoIsCommanded() {
        return demo && settings.value(COMMANDER, "").isEmpty();
    }

    private Settings edgeSettings(String kafkaServers, PostgresAddress postgresAddress) {
        Settings all = postgresAddress
                .into(settings.copy())
                .with("FIRSTLIGHT_KAFKA", kafkaServers)
                .with("auth.key-directory", data.resolve("keys").toString())
                .with("auth.generate-key", "true")
                .with("auth.development", Boolean.toString(onLoopback()));
        if (onLoopback() && all.value("auth.process-password", "").isEmpty()) {
            all.with("auth.process-password", DEVELOPMENT_PROCESS_PASSWORD);
        }
        return all;
    }

    /** The router's config. */
    RouterConfig router(String kafkaServers) {
        return settings.copy()
                .with("FIRSTLIGHT_KAFKA", kafkaServers)
                .with("FIRSTLIGHT_ROUTER_STATE_DIR", data.resolve("router").toString())
                .build(RouterConfig::from);
    }

    /** When a component counts as silent. */
    LivenessConfig liveness() {
        return settings.build(LivenessConfig::from);
    }

    /** The archive's config. */
    ArchiveConfig archive(String kafkaServers, PostgresAddress postgresAddress) {
        return postgresAddress
                .into(settings.copy())
                .with("FIRSTLIGHT_KAFKA", kafkaServers)
                .build(ArchiveConfig::from);
    }

    /** This machine's own telemetry. */
    HostConfig thisMachine() {
        return settings.build(HostConfig::from);
    }

    /** Checks every value before anything starts; where the servers will be does not matter for that. */
    void check() {
        edge(SOME_KAFKA, SOMEWHERE);
        router(SOME_KAFKA);
        liveness();
        archive(SOME_KAFKA, SOMEWHERE);
        thisMachine();
    }
}
