package io.firstlight.ingest.relay;

import io.firstlight.embedded.testkit.TestPostgres;
import io.firstlight.ingest.IngestConfig;
import io.firstlight.ingest.LogReader;
import io.firstlight.schemas.notice.Notice;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.schemas.topic.TopicPlan;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A database with an outbox, a log, and relays between them, as tests need them. */
final class Outbox implements AutoCloseable {

    /** How far a test's notice stands in the order of its thing. */
    private static final String NUMBER = "{\"n\":";

    final TestPostgres.Database database;
    final Map<String, String> settings = new HashMap<>();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final String servers;
    private final TopicPlan topics;
    private @Nullable Connection service;

    Outbox(TestPostgres.Database database, String servers, String topicPrefix) throws SQLException {
        this.database = database;
        this.servers = servers;
        settings.put(IngestConfig.KAFKA, servers);
        settings.put("FIRSTLIGHT_TOPIC_PREFIX", topicPrefix);
        settings.put(RelayConfig.POLL_MS, "100");
        topics = TopicPlan.from(settings);
        try (Connection connection = database.connect()) {
            OutboxTable.create(connection);
            OutboxTable.create(connection);
        }
    }

    /** A relay that is not started. */
    OutboxRelay relay() {
        return new OutboxRelay(
                RelayConfig.from(settings),
                IngestConfig.from(settings),
                database::connect,
                meters,
                InstantSource.system());
    }

    /** The same on a log that is not quite as it should be. */
    OutboxRelay relay(Function<RelayLog, RelayLog> faulty) {
        IngestConfig ingest = IngestConfig.from(settings);
        return new OutboxRelay(
                RelayConfig.from(settings),
                new OutboxRun.Settings(ingest.maxValueBytes(), "tester", 50),
                database::connect,
                () -> faulty.apply(new KafkaRelayLog(ingest, meters, InstantSource.system())),
                new RelayMeters(meters),
                () -> System.nanoTime() / 1_000_000);
    }

    /** Adds one in a transaction of its own. */
    void add(Notice notice, int number) {
        try {
            OutboxTable.add(service(), notice, NUMBER + number + "}");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The service's one connection; another when it was cut. */
    private Connection service() throws SQLException {
        Connection open = service;
        if (open == null || !open.isValid(1)) {
            open = database.connect();
            service = open;
        }
        return open;
    }

    @Override
    public void close() throws SQLException {
        if (service != null) {
            service.close();
        }
    }

    int rows(String table) {
        return Integer.parseInt(ask("select count(*) from " + table));
    }

    /** One question at a time: {@link #cutConnections} would end the others. */
    synchronized String ask(String sql) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Ends every connection to the database but the one that asks, so the relay's. Thread-safe. */
    void cutConnections() {
        ask("select count(pg_terminate_backend(pid)) from pg_stat_activity"
                + " where datname = current_database() and pid <> pg_backend_pid()");
    }

    double count(String meter) {
        return meters.get("firstlight.relay." + meter)
                .meter()
                .measure()
                .iterator()
                .next()
                .getValue();
    }

    /**
     * A record that came out of this outbox.
     *
     * @param id of its row
     * @param number the notice's
     */
    record Arrived(String key, long id, int number, String value) {}

    /** What has arrived of this outbox, in the order of each partition. */
    List<Arrived> arrived() {
        String prefix = ask("select name from firstlight_outbox_name") + "/";
        return LogReader.all(servers, topics.name(Topic.EVENT)).stream()
                .filter(record -> id(record).startsWith(prefix))
                .map(record -> new Arrived(
                        new String(record.key(), StandardCharsets.US_ASCII),
                        Long.parseLong(id(record).substring(prefix.length())),
                        number(new String(record.value(), StandardCharsets.UTF_8)),
                        new String(record.value(), StandardCharsets.UTF_8)))
                .toList();
    }

    /** The numbers of one thing's notices in the order in which they arrived. */
    List<Integer> numbers(String key) {
        return arrived().stream()
                .filter(arrived -> arrived.key().equals(key))
                .map(Arrived::number)
                .toList();
    }

    List<Long> ids() {
        return arrived().stream()
                .map(Arrived::id)
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    private static String id(ConsumerRecord<byte[], byte[]> record) {
        Header header = record.headers().lastHeader(RelayLog.OUTBOX_ID);
        return header == null ? "" : new String(header.value(), StandardCharsets.US_ASCII);
    }

    private static int number(String value) {
        int from = value.indexOf(NUMBER);
        return from < 0
                ? -1
                : Integer.parseInt(value.substring(from + NUMBER.length()).split("[^0-9]", 2)[0]);
    }

    /** How long a test waits for what must come; much longer than it takes, as the machine may be busy. */
    static final Duration PATIENCE = Duration.ofSeconds(60);
}
