package io.firstlight.standalone.fault;

import io.firstlight.embedded.testkit.TestPostgres.Database;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.state.SourceOffset;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.schemas.topic.TopicPlan;
import org.apache.kafka.clients.consumer.ConsumerRecord;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Compares, with the load paused and everybody level, what was acknowledged with what is in the log, in the archive and in the state.
 * Each time from the beginning, by readers of its own. Used once.
 */
final class Checker {

    private static final int MOST_KEPT = 20;

    private final String servers;
    private final TopicPlan topics;
    private final Database database;
    private final List<NumberedStream> streams;
    private final Map<String, Integer> lastInLog = new HashMap<>();
    private final Map<String, Integer> inLog = new HashMap<>();
    private final Set<String> placesInLog = new HashSet<>();
    private final List<String> oddities = new ArrayList<>();
    private long lostInLog;
    private long repeatedInLog;
    private long repeatedInArchive;
    private long repeatedInState;

    Checker(Installation installation, List<NumberedStream> streams) {
        this.servers = installation.kafkaServers();
        this.topics = installation.topics();
        this.database = installation.database();
        this.streams = streams;
    }

    Account check(List<GroupView> clients) throws SQLException {
        readLog();
        long lostInArchive = compareArchive();
        long wrongInState = compareState();
        clients.forEach(view -> view.oddities().forEach(this::odd));
        return new Account(
                streams.stream().mapToLong(NumberedStream::acknowledged).sum(),
                streams.stream().mapToLong(NumberedStream::failures).sum(),
                lostInLog,
                repeatedInLog,
                lostInArchive,
                repeatedInArchive,
                wrongInState,
                repeatedInState,
                clients.stream().mapToLong(GroupView::lost).sum(),
                clients.stream().mapToLong(GroupView::repeated).sum(),
                clients.stream().mapToLong(GroupView::notRecovered).sum(),
                oddities);
    }

    /** Every acknowledged number must stand in the log where Kafka said, and the numbers of an address in their order, once. */
    private void readLog() {
        Map<String, NumberedStream> byPlace = new HashMap<>();
        for (NumberedStream stream : streams) {
            String topic = topics.name(stream.address().category().topic());
            byPlace.put(topic + " " + stream.address().component().key(), stream);
        }
        List<String> names = streams.stream()
                .map(stream -> topics.name(stream.address().category().topic()))
                .distinct()
                .toList();
        KafkaReading.all(servers, names, record -> {
            String key = record.topic() + " " + new String(record.key(), StandardCharsets.UTF_8);
            logged(Objects.requireNonNull(byPlace.get(key), key), record);
        });
        for (NumberedStream stream : streams) {
            int missing =
                    stream.acknowledged() - inLog.getOrDefault(stream.address().stateKey(), 0);
            if (missing > 0) {
                lostInLog += missing;
                odd(missing + " records of " + stream.address() + " are not in the log");
            }
        }
    }

    private void logged(NumberedStream stream, ConsumerRecord<byte[], byte[]> record) {
        String address = stream.address().stateKey();
        int number = KafkaReading.number(record.value());
        placesInLog.add(place(record.topic(), record.partition(), record.offset()));
        Integer before = lastInLog.put(address, number);
        if (before != null && number <= before) {
            repeatedInLog++;
            odd("the log has " + address + " " + number + " after " + before);
        } else if (stream.isAcknowledged(number)) {
            inLog.merge(address, 1, Integer::sum);
            if (!stream.isAt(number, record.partition(), record.offset())) {
                odd(address + " " + number + " is not where Kafka said but at " + record.partition() + "/"
                        + record.offset());
            }
        }
    }

    /** The archive must have exactly one row for each record of the log. */
    private long compareArchive() throws SQLException {
        Set<String> missing = new HashSet<>(placesInLog);
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (Category category : List.of(Category.EVENT, Category.TELEMETRY)) {
                String rows = "SELECT name, source_partition, source_offset FROM archive." + category.wireName()
                        + " JOIN archive.topic ON number = source_topic";
                try (ResultSet row = statement.executeQuery(rows)) {
                    while (row.next()) {
                        String place = place(row.getString(1), row.getInt(2), row.getLong(3));
                        if (!missing.remove(place)) {
                            repeatedInArchive++;
                            odd("the archive has " + place + " twice, or the log does not have it");
                        }
                    }
                }
            }
        }
        missing.stream().limit(MOST_KEPT).forEach(place -> odd("the archive lacks " + place));
        return missing.size();
    }

    /** The last entry of an address must be made from its last record, and the entries in the order of their records. */
    private long compareState() {
        Map<String, Integer> latest = new HashMap<>();
        Map<String, Long> sources = new HashMap<>();
        KafkaReading.all(servers, List.of(topics.name(Topic.STATE)), entry -> {
            String address = new String(entry.key(), StandardCharsets.UTF_8);
            long source = SourceOffset.parse(
                            entry.headers().lastHeader(SourceOffset.HEADER).value())
                    .orElseThrow()
                    .offset();
            Long before = sources.put(address, source);
            if (before != null && source <= before) {
                repeatedInState++;
                odd("the state has " + address + " from offset " + source + " after " + before);
            }
            latest.put(address, KafkaReading.number(entry.value()));
        });
        long wrong = 0;
        for (Map.Entry<String, Integer> last : lastInLog.entrySet()) {
            if (!last.getValue().equals(latest.get(last.getKey()))) {
                wrong++;
                odd("the state of " + last.getKey() + " is " + latest.get(last.getKey()) + ", the log's last is "
                        + last.getValue());
            }
        }
        return wrong;
    }

    private static String place(String topic, int partition, long offset) {
        return topic + "/" + partition + "/" + offset;
    }

    private void odd(String what) {
        if (oddities.size() < MOST_KEPT) {
            oddities.add(what);
        }
    }
}
