package io.firstlight.archive.page;

import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/**
 * Pages of messages, newest first, and single ones. Thread-safe.
 *
 * <p>Ids have no gaps and messages do not change, so a page is a range of ids: at offset N of the list frozen at id P lie the ids from P - N
 * downwards, and the list's length is P minus the first id plus one. Any page costs what the first one costs, and messages that
 * come meanwhile change nothing in a frozen list. Lists between two times are such ranges, too; what a JSON path matches is looked for in one.
 *
 * <p>Every method throws {@link ArchiveUnavailable} if the database does not answer within {@value Queries#TIMEOUT_S} s.
 */
public final class MessagePages {

    /** Most messages on a page; a larger limit means this one. */
    public static final int MAX_LIMIT = 100;

    /** Longest JSON path that is taken, in characters. */
    public static final int MAX_PATH_CHARS = 2_000;

    static final String SELECT =
            "SELECT id, time, source_topic, source_partition, source_offset, body::text AS body FROM archive.message";

    /** Messages after one id up to another. */
    static final String RANGE = SELECT + " WHERE id > ? AND id <= ? ORDER BY id DESC";

    private static final String TOPIC_NUMBER = "(SELECT number FROM archive.topic WHERE topic_id = ?)";

    /** The message of a record of the log. */
    static final String AT =
            SELECT + " WHERE source_topic = " + TOPIC_NUMBER + " AND source_partition = ? AND source_offset = ?";

    private static final String REACHED =
            "SELECT next_offset FROM archive.partition_offset WHERE topic = " + TOPIC_NUMBER + " AND partition = ?";

    private final Queries queries;
    /** By the numbers that rows have; a number never comes to mean another topic. */
    private final Map<Integer, Uuid> topicIds = new ConcurrentHashMap<>();

    /** Over the database that the sink writes to; the pool decides how many queries run at once. */
    public MessagePages(DataSource dataSource) {
        this.queries = new Queries(dataSource);
    }

    /**
     * One page.
     *
     * @param question of which list
     * @param offset how many newer messages of the list to pass over, from 0; past the end the page is empty
     * @param limit most messages wanted, from 0; clipped to {@value #MAX_LIMIT}
     */
    public MessagePage page(MessageQuestion question, long offset, int limit) {
        check("offset", offset);
        check("limit", limit);
        int most = Math.min(limit, MAX_LIMIT);
        return queries.ask(connection -> {
            IdRange range = IdRange.of(connection, question);
            long upTo = range.last() - offset;
            List<StoredMessage> messages = most == 0 || upTo < range.first()
                    ? List.of()
                    : Queries.query(
                            connection, RANGE, reading(connection), Math.max(range.first() - 1, upTo - most), upTo);
            return new MessagePage(range.newest(), offset, most, range.total(), messages);
        });
    }

    /** One page of everything, frozen at that id or as it is now. */
    public MessagePage page(long offset, int limit, @Nullable Long paginationId) {
        return page(MessageQuestion.upTo(paginationId), offset, limit);
    }

    /**
     * Messages of a list that a JSON path matches, newest first. Takes a second or two at most: what it has not looked at by then is left to
     * the next question.
     *
     * @param question of which list
     * @param path a path of PostgreSQL's {@code jsonpath}, {@value #MAX_PATH_CHARS} characters at most; a message matches if the first thing
     *     found is neither {@code false} nor {@code null}
     * @param next where to go on, as {@link MessageMatches#next} of the question before; null for the beginning
     * @param limit most messages wanted, from 0; clipped to {@value #MAX_LIMIT}
     * @throws PathRefused if that is no path
     */
    public MessageMatches matches(MessageQuestion question, String path, @Nullable Long next, int limit) {
        check("limit", limit);
        if (path.length() > MAX_PATH_CHARS) {
            throw new PathRefused("the path has more than " + MAX_PATH_CHARS + " characters");
        }
        int most = Math.min(limit, MAX_LIMIT);
        return queries.ask(connection -> {
            PathSearch.check(connection, path);
            IdRange range = IdRange.of(connection, question);
            long last = next == null ? range.last() : Math.min(next, range.last());
            PathSearch.Found found = PathSearch.run(connection, path, range.first(), last, most, reading(connection));
            long rest = found.looked() - 1;
            return new MessageMatches(range.newest(), most, found.messages(), rest < range.first() ? null : rest);
        });
    }

    /** The message of that id. */
    public Optional<StoredMessage> byId(long id) {
        return queries
                .ask(connection -> Queries.query(connection, SELECT + " WHERE id = ?", reading(connection), id))
                .stream()
                .findFirst();
    }

    /** What is known of a message by its place. */
    public sealed interface Lookup {

        /** It is stored. */
        record Found(StoredMessage message) implements Lookup {}

        /** The archive has not come so far: it may be stored soon. */
        record NotYet() implements Lookup {}

        /** The archive has passed that place and stored nothing: it was refused, and is in quarantine, or never was. */
        record Never() implements Lookup {}
    }

    /** The message that lies there in the log. */
    public Lookup at(MessagePlace place) {
        UUID topic = uuid(place.topicId());
        return queries.ask(connection -> {
            // How far first: a message that is stored between the two questions is found then, and not said to be
            // never.
            List<Long> reached = Queries.query(connection, REACHED, row -> row.getLong(1), topic, place.partition());
            List<StoredMessage> found =
                    Queries.query(connection, AT, reading(connection), topic, place.partition(), place.offset());
            if (!found.isEmpty()) {
                return new Lookup.Found(found.getFirst());
            }
            return reached.isEmpty() || reached.getFirst() <= place.offset() ? new Lookup.NotYet() : new Lookup.Never();
        });
    }

    /** The id of the newest message; 0 if there is none. */
    public long latestId() {
        return queries.ask(connection -> IdRange.of(connection, MessageQuestion.ALL))
                .last();
    }

    /** The id of the message that lies there in the log; empty if it is not stored, or not yet. */
    public OptionalLong idOf(Uuid topicId, int partition, long offset) {
        return at(new MessagePlace(topicId, partition, offset)) instanceof Lookup.Found found
                ? OptionalLong.of(found.message().id())
                : OptionalLong.empty();
    }

    private static UUID uuid(Uuid id) {
        return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
    }

    private Queries.Row<StoredMessage> reading(Connection connection) {
        return row -> new StoredMessage(
                row.getLong("id"),
                row.getObject("time", OffsetDateTime.class).toInstant(),
                new MessagePlace(
                        topicId(connection, row.getInt("source_topic")),
                        row.getInt("source_partition"),
                        row.getLong("source_offset")),
                row.getString("body"));
    }

    private Uuid topicId(Connection connection, int number) throws SQLException {
        Uuid known = topicIds.get(number);
        if (known != null) {
            return known;
        }
        UUID found = Queries.query(
                        connection,
                        "SELECT topic_id FROM archive.topic WHERE number = ?",
                        row -> row.getObject(1, UUID.class),
                        number)
                .getFirst();
        Uuid id = new Uuid(found.getMostSignificantBits(), found.getLeastSignificantBits());
        topicIds.put(number, id);
        return id;
    }

    private static void check(String name, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " " + value + " is negative");
        }
    }
}
