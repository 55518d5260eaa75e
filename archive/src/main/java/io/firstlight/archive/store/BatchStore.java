package io.firstlight.archive.store;

import org.apache.kafka.common.Uuid;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/**
 * Puts batches into the database, each in one transaction: first the offsets are moved, from where the caller believes them to be, then the
 * rows are copied, then what was refused goes to the quarantine, then all is committed. So a record is stored exactly once whatever
 * dies between two steps; only the quarantine can see a record again.
 *
 * <p>Owned by one thread at a time. Several processes may write to the same database.
 */
public final class BatchStore {

    private static final int PING_TIMEOUT_S = 5;

    private final DataSource dataSource;
    private final Quarantine quarantine;
    private final DayPartitions days;

    /**
     * A store of that database.
     *
     * @param dataSource a pool of connections in auto-commit mode, of isolation "read committed", that rolls back what is
     *     returned to it uncommitted
     * @param clock says which days are near enough to get a partition
     */
    public BatchStore(DataSource dataSource, Quarantine quarantine, Clock clock) {
        this.dataSource = dataSource;
        this.quarantine = quarantine;
        this.days = new DayPartitions(clock);
    }

    /** How far a partition is stored; from its beginning if it was never seen. */
    public StoredPartition find(Uuid topicId, String topicName, int partition) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return new PartitionOffsets(connection).find(topicId, topicName, partition);
        }
    }

    /** Moves an offset without storing anything, over records that the log no longer has. False if somebody else moved it. */
    public boolean skip(OffsetMove move) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return new PartitionOffsets(connection).move(move);
        }
    }

    /** Returns if the database answers. */
    public void ping() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            if (!connection.isValid(PING_TIMEOUT_S)) {
                throw new SQLException("the database does not answer");
            }
        }
    }

    /**
     * Stores a batch.
     *
     * @throws SQLException if the transaction failed; when the connection broke during the commit it may have succeeded all the same, so
     *     the caller has to {@link #find} its partitions again
     * @throws QuarantineUnavailable if a refused record could not be kept; nothing is stored then
     */
    public Outcome store(Batch batch) throws SQLException, QuarantineUnavailable, InterruptedException {
        try (Connection connection = dataSource.getConnection()) {
            for (Map.Entry<RecordTable, List<Arrival.Component>> entry :
                    batch.components().entrySet()) {
                days.ensure(connection, entry.getKey(), entry.getValue());
            }
            // Closed without a commit, whatever the reason: the pool rolls back and restores auto-commit.
            connection.setAutoCommit(false);
            Outcome outcome = write(connection, batch);
            if (outcome instanceof Outcome.Stored) {
                connection.commit();
            }
            return outcome;
        }
    }

    private Outcome write(Connection connection, Batch batch)
            throws SQLException, QuarantineUnavailable, InterruptedException {
        PartitionOffsets offsets = new PartitionOffsets(connection);
        for (OffsetMove move :
                batch.moves().stream().sorted(OffsetMove.LOCK_ORDER).toList()) {
            if (!offsets.move(move)) {
                return new Outcome.Fenced(move);
            }
        }
        List<Refused> refused = new ArrayList<>(batch.refused());
        int componentRows = 0;
        for (RecordTable table : RecordTable.values()) {
            PoisonSearch<Arrival.Component> search = new PoisonSearch<>(connection, new ComponentRows(table), refused);
            search.store(batch.components().getOrDefault(table, List.of()));
            componentRows += search.rows();
        }
        // Last, because the lock on the ids keeps all other writers of messages waiting.
        int messageRows = new MessageStore(connection).store(batch.messages(), refused);
        if (!refused.isEmpty()) {
            quarantine.keep(refused);
        }
        return new Outcome.Stored(messageRows, componentRows, refused);
    }
}
