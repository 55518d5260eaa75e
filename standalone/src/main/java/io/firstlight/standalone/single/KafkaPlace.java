package io.firstlight.standalone.single;

import io.firstlight.embedded.kafka.EmbeddedKafka;
import io.firstlight.embedded.kafka.EmbeddedKafkaConfig;
import io.firstlight.standalone.command.KafkaAccess;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The broker to use: one of our own, or one that runs already and is none of ours to stop. */
sealed interface KafkaPlace extends AutoCloseable {

    /** Within this the broker stops in order; what it leaves is recovered at the next start. */
    Duration CLOSE_WITHIN = Duration.ofMillis(3_500);

    /** Where clients connect. */
    String servers();

    @Override
    void close();

    /** In this process. */
    record Embedded(EmbeddedKafka kafka) implements KafkaPlace {
        @Override
        public String servers() {
            return kafka.bootstrapServers();
        }

        @Override
        public void close() {
            kafka.close();
        }
    }

    /** Somewhere else. */
    record Running(String servers) implements KafkaPlace {
        @Override
        public void close() {
            // It was there before us and stays.
        }
    }

    /** Starts a broker. */
    static KafkaPlace embedded(Path directory, int port, CompletableFuture<Exception> fault) {
        EmbeddedKafkaConfig config = new EmbeddedKafkaConfig(
                directory, port, EmbeddedKafkaConfig.DEFAULT_START_TIMEOUT, CLOSE_WITHIN.minusMillis(200));
        return new Embedded(EmbeddedKafka.start(config, fault::complete));
    }

    /** Checks that a running one answers. */
    static KafkaPlace running(String servers) {
        KafkaAccess.talk(
                servers, admin -> KafkaAccess.await(admin.describeCluster().clusterId()));
        return new Running(servers);
    }
}
