package io.firstlight.archive;

import io.firstlight.archive.page.MessagePages;
import io.firstlight.archive.sink.SinkState;
import io.firstlight.embedded.kafka.EmbeddedKafka;
import io.firstlight.embedded.kafka.EmbeddedKafkaConfig;
import io.firstlight.embedded.postgres.EmbeddedPostgreSql;
import io.firstlight.embedded.postgres.EmbeddedPostgreSqlConfig;
import io.firstlight.schemas.topic.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The whole service with its thread. */
class ArchiveServiceTest {

    @Test
    void whatIsWrittenCanBeReadByPageAndByItsPlaceInTheLog() throws Exception {
        try (ArchiveLab lab = new ArchiveLab();
                ArchiveService service = service(lab.configuration())) {
            assertThat(service.state()).isInstanceOf(SinkState.Starting.class);
            service.start();
            lab.writeMessages(0, 20);
            RecordMetadata last = lab.write(Topic.MESSAGE, null, "{\"n\":20}");
            MessagePages pages = new MessagePages(lab.dataSource());
            eventually().until(() -> pages.latestId() == 21);
            assertThat(pages.idOf(lab.topicId(Topic.MESSAGE), last.partition(), last.offset()))
                    .hasValue(21);
            assertThat(pages.page(0, 1, null).messages().getFirst().body()).isEqualTo("{\"n\": 20}");
            assertThat(service.state()).isInstanceOf(SinkState.Running.class);
        }
    }

    @Test
    void closesTwiceAndTellsThatItIsStopped() throws Exception {
        try (ArchiveLab lab = new ArchiveLab()) {
            ArchiveService service = service(lab.configuration());
            service.start();
            assertThatThrownBy(service::start).isInstanceOf(IllegalStateException.class);
            eventually().until(() -> service.state() instanceof SinkState.Running);
            service.close();
            service.close();
            assertThat(service.state()).isInstanceOf(SinkState.Stopped.class);
        }
    }

    @Test
    void aServiceThatNeverStartedCloses() throws Exception {
        try (ArchiveLab lab = new ArchiveLab()) {
            ArchiveService service = service(lab.configuration());
            service.close();
            assertThatThrownBy(service::start).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void waitsForKafkaThatIsNotThere() throws Exception {
        try (ArchiveLab lab = new ArchiveLab()) {
            Map<String, String> configuration = new HashMap<>(lab.configuration());
            configuration.put("FIRSTLIGHT_KAFKA", "127.0.0.1:1");
            try (ArchiveService service = service(configuration)) {
                service.start();
                eventually()
                        .until(() -> service.state() instanceof SinkState.Degraded degraded
                                && degraded.reason().startsWith("Kafka"));
            }
        }
    }

    @Test
    void outlivesPostgresqlStoppedAndStartedAgainWithoutLossOrDoubles(@TempDir Path directory) throws Exception {
        EmbeddedPostgreSqlConfig first =
                EmbeddedPostgreSqlConfig.of(directory.resolve("data"), directory.resolve("binaries"), 0);
        EmbeddedPostgreSql server = EmbeddedPostgreSql.start(first);
        try (ArchiveLab lab = new ArchiveLab()) {
            Map<String, String> configuration = new HashMap<>(lab.configuration());
            configuration.put("FIRSTLIGHT_POSTGRES", server.jdbcUrl());
            configuration.put("FIRSTLIGHT_POSTGRES_USER", server.user());
            configuration.put("FIRSTLIGHT_POSTGRES_PASSWORD", server.password());
            try (ArchiveService service = service(configuration)) {
                service.start();
                lab.writeMessages(0, 100);
                Address address = new Address(server.jdbcUrl(), server.user(), server.password());
                eventually().until(() -> count(address) == 100);

                server.close();
                lab.writeMessages(100, 200);
                eventually()
                        .until(() -> service.state() instanceof SinkState.Degraded degraded
                                && degraded.reason().startsWith("PostgreSQL"));

                server = EmbeddedPostgreSql.start(EmbeddedPostgreSqlConfig.of(
                        directory.resolve("data"), directory.resolve("binaries"), server.port()));
                eventually().until(() -> service.state() instanceof SinkState.Running && count(address) == 200);
                assertThat(distinct(address)).isEqualTo(200);
            }
        } finally {
            server.close();
        }
    }

    @Test
    void outlivesKafkaStoppedAndStartedAgain(@TempDir Path directory) throws Exception {
        Path data = directory.resolve("kafka");
        EmbeddedKafka broker = startKafka(data, 0);
        try (ArchiveLab lab = new ArchiveLab()) {
            int port = Integer.parseInt(broker.bootstrapServers()
                    .substring(broker.bootstrapServers().indexOf(':') + 1));
            Map<String, String> configuration = new HashMap<>(lab.configuration());
            configuration.put("FIRSTLIGHT_KAFKA", broker.bootstrapServers());
            MessagePages pages = new MessagePages(lab.dataSource());
            try (ArchiveService service = service(configuration);
                    KafkaProducer<String, String> producer = new KafkaProducer<>(
                            Map.of("bootstrap.servers", broker.bootstrapServers()),
                            new StringSerializer(),
                            new StringSerializer())) {
                service.start();
                eventually().until(() -> service.state() instanceof SinkState.Running);
                ProducerRecord<String, String> message =
                        new ProducerRecord<>(lab.plan().name(Topic.MESSAGE), "{}");
                producer.send(message).get();
                eventually().until(() -> pages.latestId() == 1);

                broker.close();
                eventually()
                        .until(() -> service.state() instanceof SinkState.Degraded degraded
                                && degraded.reason().startsWith("Kafka"));

                broker = startKafka(data, port);
                producer.send(message).get();
                eventually().until(() -> service.state() instanceof SinkState.Running && pages.latestId() == 2);
            }
        } finally {
            broker.close();
        }
    }

    private static EmbeddedKafka startKafka(Path directory, int port) {
        return EmbeddedKafka.start(EmbeddedKafkaConfig.of(directory, port), fault -> {
            throw new IllegalStateException(fault);
        });
    }

    private record Address(String url, String user, String password) {}

    private static long count(Address address) throws SQLException {
        return number(address, "SELECT coalesce(max(last_id), 0) FROM archive.message_extent");
    }

    private static long distinct(Address address) throws SQLException {
        return number(address, "SELECT count(DISTINCT body) FROM archive.message");
    }

    private static long number(Address address, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(address.url(), address.user(), address.password());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(40)).ignoreExceptions();
    }

    private static ArchiveService service(Map<String, String> configuration) {
        return new ArchiveService(ArchiveConfig.from(configuration), Clock.systemUTC(), new SimpleMeterRegistry());
    }
}
