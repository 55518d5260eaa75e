package io.firstlight.embedded.testkit.fault;

import io.firstlight.embedded.kafka.ClusterMember;
import io.firstlight.embedded.kafka.EmbeddedKafka;
import io.firstlight.embedded.kafka.EmbeddedKafkaConfig;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** A process with one node of a cluster; runs until it is killed, or Kafka gives up. */
final class ClusterNode {

    static final String SERVING = "serving";

    private ClusterNode() {}

    /** Arguments: directory, broker port, node id, cluster id, controller ports with commas. */
    public static void main(String[] arguments) throws InterruptedException {
        EmbeddedKafkaConfig config = EmbeddedKafkaConfig.of(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
        ClusterMember member = new ClusterMember(
                Integer.parseInt(arguments[2]),
                arguments[3],
                Stream.of(arguments[4].split(",", -1)).map(Integer::valueOf).toList());
        EmbeddedKafka.startMember(config, member, fault -> {
            fault.printStackTrace();
            Runtime.getRuntime().halt(fault.exitStatus());
        });
        System.out.println(SERVING);
        new CountDownLatch(1).await();
    }
}
