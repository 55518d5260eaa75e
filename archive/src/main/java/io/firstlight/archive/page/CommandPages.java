package io.firstlight.archive.page;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * Who commanded what when, newest first, each with its acknowledgement: the rows of {@code archive.command} and {@code archive.ack} that edges
 * wrote, joined by correlation id. What others publish in these categories is not an edge's word and is left out. Thread-safe.
 *
 * <p>Every method throws {@link ArchiveUnavailable} if the database does not answer within {@value Queries#TIMEOUT_S} s.
 */
public final class CommandPages {

    /** Most entries on a page. */
    public static final int MAX_LIMIT = 1000;

    /**
     * The {@code producer} of the records that edges write of commands. No user can be called so, and so nobody can publish a record that
     * passes for one of these.
     */
    public static final String PRODUCER = "firstlight/commands";

    /**
     * The page is cut before acknowledgements are looked for. These lie behind their command in time, by no more than the longest time that
     * an edge waits for the commander; a day's partition or two are read for them, by their key.
     */
    private static final String BEFORE_CONDITIONS = """
            SELECT c.time, c.csc, c.salindex, c.payload::text AS command, a.payload::text AS acknowledgement,
                   c.source_topic, c.source_partition, c.source_offset
            FROM (SELECT * FROM archive.command WHERE producer = ?
            """;

    private static final String BEHIND_CONDITIONS = """

                  ORDER BY time DESC, source_topic DESC, source_partition DESC, source_offset DESC LIMIT ?) c
            LEFT JOIN LATERAL (
                SELECT payload FROM archive.ack
                WHERE csc = c.csc AND salindex = c.salindex AND stream = c.stream
                  AND time >= c.time - interval '1 minute' AND time < c.time + interval '1 hour'
                  AND producer = c.producer AND payload ->> 'correlation_id' = c.payload ->> 'correlation_id'
                ORDER BY time LIMIT 1) a ON true
            ORDER BY c.time DESC, c.source_topic DESC, c.source_partition DESC, c.source_offset DESC""";

    private static final Pattern PLACE = Pattern.compile("(-?[0-9]{1,18}):([0-9]{1,9}):([0-9]{1,9}):([0-9]{1,18})");

    private final Queries queries;

    /** Over the database that the sink writes to. */
    public CommandPages(DataSource dataSource) {
        this.queries = new Queries(dataSource);
    }

    /**
     * Which commands; each of these may be null for any.
     *
     * @param csc of that component
     * @param salindex of that instance
     * @param user of that user
     * @param from asked for at that time or later
     * @param to asked for before that time
     * @param before behind this place in the list, which an earlier page ended with
     */
    public record Question(
            @Nullable String csc,
            @Nullable Integer salindex,
            @Nullable String user,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Place before) {}

    /**
     * A place in the list of all commands.
     *
     * @param time of the command
     * @param topic number of its topic in the archive
     * @param partition in the topic
     * @param offset in the partition
     */
    public record Place(Instant time, int topic, int partition, long offset) {

        /** As text that clients carry back. */
        public String encode() {
            String text = ChronoUnit.MICROS.between(Instant.EPOCH, time) + ":" + topic + ':' + partition + ':' + offset;
            return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
        }

        /** Reads {@link #encode}'s text; empty if it is none. */
        public static Optional<Place> decode(String text) {
            try {
                Matcher matcher =
                        PLACE.matcher(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.ISO_8859_1));
                if (!matcher.matches()) {
                    return Optional.empty();
                }
                return Optional.of(new Place(
                        Instant.EPOCH.plus(Long.parseLong(matcher.group(1)), ChronoUnit.MICROS),
                        Integer.parseInt(matcher.group(2)),
                        Integer.parseInt(matcher.group(3)),
                        Long.parseLong(matcher.group(4))));
            } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
                return Optional.empty();
            }
        }
    }

    /**
     * One page.
     *
     * @param limit most entries wanted, 1 to {@value #MAX_LIMIT}
     */
    public List<CommandEntry> page(Question question, int limit) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit " + limit + " is not from 1 to " + MAX_LIMIT);
        }
        Conditions conditions = new Conditions(PRODUCER);
        conditions.add(" AND csc = ?", question.csc());
        conditions.add(" AND salindex = ?", question.salindex());
        conditions.add(" AND payload ->> 'user' = ?", question.user());
        conditions.add(" AND time >= ?", utc(question.from()));
        conditions.add(" AND time < ?", utc(question.to()));
        Place before = question.before();
        if (before != null) {
            conditions.add(
                    " AND (time, source_topic, source_partition, source_offset) < (?, ?, ?, ?)",
                    utc(before.time()),
                    before.topic(),
                    before.partition(),
                    before.offset());
        }
        String sql = BEFORE_CONDITIONS + conditions.sql + BEHIND_CONDITIONS;
        Object[] parameters = conditions.parametersAnd(limit);
        return queries.ask(connection -> Queries.query(connection, sql, CommandPages::entry, parameters));
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant time) {
        return time == null ? null : time.atOffset(ZoneOffset.UTC);
    }

    private static CommandEntry entry(ResultSet row) throws SQLException {
        Instant time = row.getObject("time", OffsetDateTime.class).toInstant();
        Place place = new Place(
                time, row.getInt("source_topic"), row.getInt("source_partition"), row.getLong("source_offset"));
        return new CommandEntry(
                time,
                row.getString("csc"),
                row.getInt("salindex"),
                row.getString("command"),
                row.getString("acknowledgement"),
                place.encode());
    }

    /** What rows must fulfil, as SQL with its parameters. */
    private static final class Conditions {

        private final StringBuilder sql = new StringBuilder();
        private final List<Object> parameters = new ArrayList<>();

        Conditions(Object first) {
            parameters.add(first);
        }

        void add(String condition, @Nullable Object... values) {
            for (Object value : values) {
                if (value == null) {
                    return;
                }
            }
            sql.append(condition);
            for (Object value : values) {
                if (value != null) {
                    parameters.add(value);
                }
            }
        }

        Object[] parametersAnd(Object last) {
            parameters.add(last);
            return parameters.toArray();
        }
    }
}
