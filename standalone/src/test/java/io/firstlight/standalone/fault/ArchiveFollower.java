package io.firstlight.standalone.fault;

import io.firstlight.embedded.testkit.TestPostgres.Database;
import io.firstlight.schemas.topic.TopicPlan;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks PostgreSQL again and again how far the archive has stored each partition. While it does not answer, what it said last holds.
 * {@link #look} belongs to one thread.
 */
final class ArchiveFollower implements Follower {

    private static final String OFFSETS =
            "SELECT name, partition, next_offset FROM archive.partition_offset JOIN archive.topic ON number = topic";

    private final Database database;
    private final TopicPlan topics;
    private final List<NumberedStream> streams;
    private final Map<String, Long> nextOffsets = new ConcurrentHashMap<>();

    ArchiveFollower(Database database, TopicPlan topics, List<NumberedStream> streams) {
        this.database = database;
        this.topics = topics;
        this.streams = streams;
    }

    /** Asks once. */
    void look() {
        Properties properties = new Properties();
        properties.put("user", database.user());
        properties.put("password", database.password());
        properties.put("loginTimeout", "2");
        properties.put("socketTimeout", "2");
        try (Connection connection = DriverManager.getConnection(database.jdbcUrl(), properties);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(OFFSETS)) {
            while (rows.next()) {
                nextOffsets.put(rows.getString(1) + "/" + rows.getInt(2), rows.getLong(3));
            }
        } catch (SQLException e) {
            // It was killed, or stands still: that is the test.
            return;
        }
    }

    @Override
    public long waitsSince() {
        return streams.stream().mapToLong(this::waitsSince).min().orElse(NumberedStream.NEVER);
    }

    private long waitsSince(NumberedStream stream) {
        String partition = topics.name(stream.address().category().topic()) + "/" + stream.partition();
        return stream.acknowledgedFrom(nextOffsets.getOrDefault(partition, 0L));
    }
}
