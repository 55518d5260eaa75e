package io.firstlight.archive.page;

import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Pages of messages, newest first, and single ones. Thread-safe.
 *
 * <p>Ids have no gaps and messages do not change, so a page is a range of ids: at offset N of the list frozen at id P lie the ids from P - N
 * downwards, and the list's length is P minus the first id plus one. Any page costs what the first one costs, and messages that
 * come meanwhile change nothing in a frozen list.
 *
 * <p>Every method throws {@link ArchiveUnavailable} if the database does not answer within {@value Queries#TIMEOUT_S} s.
 */
public final class MessagePages {

    /** Most messages on a page; a larger limit means this one. */
    public static final int MAX_LIMIT = 100;

    private static final String SELECT = "SELECT id, time, body::text AS body FROM archive.message";

    /** Messages after one id up to another. */
    static final String RANGE = SELECT + " WHERE id > ? AND id <= ? ORDER BY id DESC";

    /** The id of a record of the log. */
    static final String ID_OF = "SELECT id FROM archive.message"
            + " WHERE source_topic = (SELECT number FROM archive.topic WHERE topic_id = ?)"
            + " AND source_partition = ? AND source_offset = ?";

    private final Queries queries;

    /** Over the database that the sink writes to; the pool decides how many queries run at once. */
    public MessagePages(DataSource dataSource) {
        this.queries = new Queries(dataSource);
    }

    /** The ids that exist. */
    private record Extent(long firstId, long lastId) {}

    /**
     * One page.
     *
     * @param offset how many newer messages of the list to pass over, from 0; past the end the page is empty
     * @param limit most messages wanted, from 0; clipped to {@value #MAX_LIMIT}
     * @param paginationId the newest id of the list, as an earlier page said; null, or an id that does not exist yet, for the list as it
     *     is now
     */
    public MessagePage page(long offset, int limit, @Nullable Long paginationId) {
        check("offset", offset);
        check("limit", limit);
        check("paginationId", paginationId == null ? 0 : paginationId);
        int most = Math.min(limit, MAX_LIMIT);
        return queries.ask(connection -> {
            Extent extent = extent(connection);
            long newest = paginationId == null ? extent.lastId() : Math.min(paginationId, extent.lastId());
            long total = Math.max(0, newest - extent.firstId() + 1);
            long upTo = newest - offset;
            List<StoredMessage> messages = most == 0 || upTo < extent.firstId()
                    ? List.of()
                    : Queries.query(connection, RANGE, MessagePages::message, upTo - most, upTo);
            return new MessagePage(newest, offset, most, total, messages);
        });
    }

    /** The message of that id. */
    public Optional<StoredMessage> byId(long id) {
        return queries
                .ask(connection -> Queries.query(connection, SELECT + " WHERE id = ?", MessagePages::message, id))
                .stream()
                .findFirst();
    }

    /** The id of the newest message; 0 if there is none. */
    public long latestId() {
        return queries.ask(MessagePages::extent).lastId();
    }

    /** The id of the message that lies there in the log; empty if it is not stored, or not yet. */
    public OptionalLong idOf(Uuid topicId, int partition, long offset) {
        UUID topic = new UUID(topicId.getMostSignificantBits(), topicId.getLeastSignificantBits());
        return queries
                .ask(connection -> Queries.query(connection, ID_OF, row -> row.getLong(1), topic, partition, offset))
                .stream()
                .mapToLong(Long::longValue)
                .findFirst();
    }

    private static Extent extent(Connection connection) throws SQLException {
        return Queries.query(
                        connection,
                        "SELECT first_id, last_id FROM archive.message_extent",
                        row -> new Extent(row.getLong(1), row.getLong(2)))
                .getFirst();
    }

    private static StoredMessage message(ResultSet row) throws SQLException {
        return new StoredMessage(
                row.getLong("id"), row.getObject("time", OffsetDateTime.class).toInstant(), row.getString("body"));
    }

    private static void check(String name, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " " + value + " is negative");
        }
    }
}
