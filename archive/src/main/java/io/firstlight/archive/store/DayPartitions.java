package io.firstlight.archive.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes the partition of each day (UTC) before the first row of that day is written. Days far from now get none, so that one producer
 * with a wild clock cannot make thousands: their rows stay in the table's default partition, and move out should their day come near.
 */
final class DayPartitions {

    static final int DAYS_BACK = 400;
    static final int DAYS_AHEAD = 2;

    private static final long CREATION_LOCK = 0x66_6c_64_61_79L;
    private static final long MS_PER_DAY = 86_400_000;
    private static final DateTimeFormatter SUFFIX = DateTimeFormatter.ofPattern("'_'yyyyMMdd");

    private final Clock clock;
    private final Set<String> present = new HashSet<>();

    DayPartitions(Clock clock) {
        this.clock = clock;
    }

    /** Makes what the arrivals need, each in its own transaction on a connection that has none open. */
    void ensure(Connection connection, RecordTable table, List<Arrival.Component> arrivals) throws SQLException {
        long today = Math.floorDiv(clock.millis(), MS_PER_DAY);
        long checked = Long.MIN_VALUE;
        for (Arrival.Component arrival : arrivals) {
            long day = Math.floorDiv(arrival.source().timestamp(), MS_PER_DAY);
            if (day != checked && day >= today - DAYS_BACK && day <= today + DAYS_AHEAD) {
                ensure(connection, table, LocalDate.ofEpochDay(day));
            }
            checked = day;
        }
    }

    private void ensure(Connection connection, RecordTable table, LocalDate day) throws SQLException {
        String name = "archive." + table.tableName() + SUFFIX.format(day);
        if (present.contains(name)) {
            return;
        }
        connection.setAutoCommit(false);
        Partitions.execute(connection, "SELECT pg_advisory_xact_lock(" + CREATION_LOCK + ")");
        if (!Partitions.exists(connection, name)) {
            create(connection, "archive." + table.tableName(), name, day);
        }
        connection.commit();
        connection.setAutoCommit(true);
        present.add(name);
    }

    private static void create(Connection connection, String parent, String name, LocalDate day) throws SQLException {
        String from = startOf(day);
        String to = startOf(day.plusDays(1));
        Partitions.createLike(connection, name, parent);
        Partitions.execute(
                connection,
                "WITH moved AS (DELETE FROM " + parent + "_far WHERE time >= '" + from + "' AND time < '" + to
                        + "' RETURNING *) INSERT INTO " + name + " SELECT * FROM moved");
        Partitions.attach(connection, name, parent, from, to);
    }

    private static String startOf(LocalDate day) {
        Instant start = day.atStartOfDay(ZoneOffset.UTC).toInstant();
        return start.toString();
    }
}
