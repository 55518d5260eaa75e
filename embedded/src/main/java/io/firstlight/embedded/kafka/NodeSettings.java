package io.firstlight.embedded.kafka;

import io.firstlight.embedded.LoopbackPort;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The settings of a node: broker and controller in one, sized for a laptop. Kafka's own names and units; see the broker
 * configuration reference of Kafka 4.3.
 */
final class NodeSettings {

    static final String CONTROLLER_LISTENER = "CONTROLLER";
    private static final String BROKER_LISTENER = "BROKER";
    private static final String LOGIN_LISTENER = "LOGIN";

    private NodeSettings() {}

    static Map<String, String> of(Path directory, int brokerPort, ClusterMember member) {
        Map<String, String> settings = new TreeMap<>();
        node(settings, directory, brokerPort, member);
        threads(settings);
        internalTopics(settings);
        log(settings);
        copies(settings, member.copies());
        return settings;
    }

    /**
     * The same with a further listener, on which clients log in with SCRAM-SHA-512. Who may is told by an admin client of the other; what they may
     * do is not restricted.
     */
    static Map<String, String> withLogin(Map<String, String> settings, int loginPort) {
        Map<String, String> more = new TreeMap<>(settings);
        String listener = "," + LOGIN_LISTENER + "://" + LoopbackPort.HOST + ":" + loginPort;
        more.merge("listeners", listener, String::concat);
        more.merge("advertised.listeners", listener, String::concat);
        more.merge("listener.security.protocol.map", "," + LOGIN_LISTENER + ":SASL_PLAINTEXT", String::concat);
        more.put("sasl.enabled.mechanisms", "SCRAM-SHA-512");
        more.put(
                "listener.name.login.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;");
        return more;
    }

    private static void node(Map<String, String> settings, Path directory, int brokerPort, ClusterMember member) {
        String broker = LoopbackPort.HOST + ":" + brokerPort;
        String controller = LoopbackPort.HOST + ":" + member.controllerPort();
        settings.put("node.id", String.valueOf(member.nodeId()));
        settings.put("process.roles", "broker,controller");
        // A fixed quorum: its addresses are read from here at each start, so ports may change while all are down.
        settings.put("controller.quorum.voters", member.voters());
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
        settings.put("transaction.state.log.num.partitions", "4");
        // Readers of committed records wait for the open transaction of a producer that was killed: look for it often.
        settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
        settings.put("share.coordinator.state.topic.num.partitions", "4");
    }

    /**
     * Every acknowledged record has been handed to the operating system, so the death of the process loses none. Kafka
     * leaves the moment of the sync to the system, and so does this: only a power cut can take the last seconds.
     */
    private static void log(Map<String, String> settings) {
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

    /**
     * How many nodes hold each record. With three, an acknowledged record is on two at least, so one node may die at any moment,
     * and the other two go on.
     */
    private static void copies(Map<String, String> settings, int copies) {
        String all = String.valueOf(copies);
        String most = String.valueOf(copies / 2 + 1);
        settings.put("default.replication.factor", all);
        settings.put("min.insync.replicas", most);
        settings.put("offsets.topic.replication.factor", all);
        settings.put("transaction.state.log.replication.factor", all);
        settings.put("transaction.state.log.min.isr", most);
        settings.put("share.coordinator.state.topic.replication.factor", all);
        settings.put("share.coordinator.state.topic.min.isr", most);
        // A follower that does not fetch for as long holds up every acknowledgement: as patient as the session, no
        // more.
        settings.put("replica.lag.time.max.ms", "3000");
        // A fetch from a leader that stands still hangs as long (Kafka's own: 30 s).
        settings.put("replica.socket.timeout.ms", "3000");
        // A quorum that hears nothing of its leader elects another after 2 s (fetch timeout) and at most 1 s (election
        // timeout):
        // Kafka's own values, here because the time to recover is made of them.
        settings.put("controller.quorum.fetch.timeout.ms", "2000");
        settings.put("controller.quorum.election.timeout.ms", "1000");
        settings.put("controller.quorum.election.backoff.max.ms", "1000");
    }
}
