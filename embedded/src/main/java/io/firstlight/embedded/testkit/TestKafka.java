package io.firstlight.embedded.testkit;

import io.firstlight.embedded.kafka.EmbeddedKafka;
import io.firstlight.embedded.kafka.EmbeddedKafkaConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One real Kafka broker for all tests of a JVM: in a container where a Docker engine answers and Testcontainers is on the class
 * path, else embedded. Tests share it, so they name their topics and groups for themselves. Topics are not created by themselves.
 *
 * <p>Immutable.
 *
 * @param bootstrapServers where clients connect
 */
public record TestKafka(String bootstrapServers) {

    private static final Logger LOG = LoggerFactory.getLogger(TestKafka.class);

    private static final String PLACE = "firstlight-test-kafka-";

    /** The broker of this JVM, started by the first call. Thread-safe. */
    public static TestKafka shared() {
        return Shared.KAFKA;
    }

    private static final class Shared {
        private static final TestKafka KAFKA = start();
    }

    private static TestKafka start() {
        return containersWork() ? ContainerKafka.start() : embedded();
    }

    private static boolean containersWork() {
        if (!DockerEngine.answers(System.getenv())) {
            return false;
        }
        try {
            Class.forName("org.testcontainers.kafka.KafkaContainer", false, TestKafka.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            LOG.info("a Docker engine answers, but Testcontainers is not on the class path: Kafka is embedded");
            return false;
        }
    }

    private static TestKafka embedded() {
        ServerPlace.deleteLeftBehind(PLACE, data -> {});
        ServerPlace place = ServerPlace.create(PLACE);
        EmbeddedKafka kafka = EmbeddedKafka.start(
                EmbeddedKafkaConfig.of(place.data(), 0),
                fault -> LOG.error("the broker of the tests has failed", fault));
        place.closeAndDeleteAtExit(kafka);
        return new TestKafka(kafka.bootstrapServers());
    }
}
