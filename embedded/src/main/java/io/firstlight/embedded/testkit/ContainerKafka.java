package io.firstlight.embedded.testkit;

import org.testcontainers.kafka.KafkaContainer;

/** The broker in a container. The only class that touches Testcontainers, loaded only where that is present. */
final class ContainerKafka {

    /** The version that is embedded otherwise. */
    private static final String IMAGE = "apache/kafka:4.3.1";

    private ContainerKafka() {}

    static TestKafka start() {
        KafkaContainer container = new KafkaContainer(IMAGE)
                .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0");
        container.start();
        Runtime.getRuntime().addShutdownHook(new Thread(container::stop));
        return new TestKafka(container.getBootstrapServers());
    }
}
