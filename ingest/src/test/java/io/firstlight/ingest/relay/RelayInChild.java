package io.firstlight.ingest.relay;

import io.firstlight.ingest.IngestConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import java.sql.DriverManager;
import java.time.InstantSource;
import java.util.Map;

/** A relay in a process of its own, to be killed. Arguments: JDBC URL, user, password, bootstrap servers, topic prefix. */
final class RelayInChild {

    private RelayInChild() {}

    public static void main(String[] arguments) throws InterruptedException {
        Map<String, String> settings = Map.of(
                IngestConfig.KAFKA, arguments[3], "FIRSTLIGHT_TOPIC_PREFIX", arguments[4], RelayConfig.POLL_MS, "100");
        OutboxRelay relay = new OutboxRelay(
                RelayConfig.from(settings),
                IngestConfig.from(settings),
                () -> DriverManager.getConnection(arguments[0], arguments[1], arguments[2]),
                new SimpleMeterRegistry(),
                InstantSource.system());
        relay.start();
        Thread.currentThread().join();
    }
}
