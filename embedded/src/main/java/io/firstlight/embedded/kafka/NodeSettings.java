package io.firstlight.embedded.kafka;

import io.firstlight.embedded.LoopbackPort;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The settings of the one node: broker and controller in one, sized for a laptop. Kafka's own names and units; see the
 * broker configuration reference of Kafka 4.3.
 */
final class NodeSettings {

    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";
    private static final String BROKER_LISTENER = "BROKER";

    private NodeSettings() {}

    static Map<String, String> of(Path directory, int brokerPort, int controllerPort) {
        Map<String, String> settings = new TreeMap<>();
        node(settings, directory, brokerPort, controllerPort);
        threads(settings);
        internalTopics(settings);
        log(settings);
        return settings;
    }

    private static void node(Map<String, String> settings, Path directory, int brokerPort, int controllerPort) {
        String broker = LoopbackPort.HOST + ":" + brokerPort;
        String controller = LoopbackPort.HOST + ":" + controllerPort;
        settings.put("node.id", String.valueOf(NODE_ID));
        settings.put("process.roles", "broker,controller");
        // A fixed quorum of one: its address is read from here at each start, so the port may change.
        settings.put("controller.quorum.voters", NODE_ID + "@" + controller);
        settings.put("controller.listener.names", CONTROLLER_LISTENER);
        settings.put("listeners", BROKER_LISTENER + "://" + broker + "," + CONTROLLER_LISTENER + "://" + controller);
        settings.put("advertised.listeners", BROKER_LISTENER + "://" + broker);
        settings.put(
                "listener.security.protocol.map", BROKER_LISTENER + ":PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT");
        settings.put("inter.broker.listener.name", BROKER_LISTENER);
        settings.put("log.dirs", directory.toString());
        settings.put("auto.create.topics.enable", "false");
        settings.put("group.initial.rebalance.delay.ms", "0");
        // After a kill the broker may only register again once the session of its last life has run out: that is the
        // time
        // a restart waits. A pause of the process longer than this costs its clients a retry, no more.
        settings.put("broker.session.timeout.ms", "3000");
        settings.put("broker.heartbeat.interval.ms", "500");
        // The keep-alive record is written (and synced) twice a second otherwise, for nobody.
        settings.put("metadata.max.idle.interval.ms", "5000");
    }

    private static void threads(Map<String, String> settings) {
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("background.threads", "2");
        settings.put("num.replica.fetchers", "1");
        settings.put("num.recovery.threads.per.data.dir", "2");
        settings.put("group.coordinator.threads", "1");
        settings.put("share.coordinator.threads", "1");
        settings.put("queued.max.requests", "200");
    }

    private static void internalTopics(Map<String, String> settings) {
        settings.put("offsets.topic.num.partitions", "4");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("transaction.state.log.num.partitions", "4");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        // Readers of committed records wait for the open transaction of a producer that was killed: look for it often.
        settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
        settings.put("share.coordinator.state.topic.num.partitions", "4");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
    }

    /**
     * Every acknowledged record has been handed to the operating system, so the death of the process loses none. Kafka
     * leaves the moment of the sync to the system, and so does this: only a power cut can take the last seconds.
     */
    private static void log(Map<String, String> settings) {
        settings.put("default.replication.factor", "1");
        settings.put("min.insync.replicas", "1");
        settings.put("num.partitions", "1");
        settings.put("compression.type", "producer");
        settings.put("log.preallocate", "false");
        settings.put("log.segment.bytes", String.valueOf(128 << 20));
        // Index files are mapped at full size: 10 MiB each by default, two per open segment.
        settings.put("log.index.size.max.bytes", String.valueOf(1 << 20));
        settings.put("log.cleaner.threads", "1");
        settings.put("log.cleaner.dedupe.buffer.size", String.valueOf(16 << 20));
        settings.put("log.cleaner.io.buffer.size", String.valueOf(256 << 10));
    }
}
