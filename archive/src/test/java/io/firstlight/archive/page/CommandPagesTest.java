package io.firstlight.archive.page;

import com.zaxxer.hikari.HikariDataSource;
import io.firstlight.archive.ArchiveLab;
import io.firstlight.archive.schema.ArchiveSchema;
import io.firstlight.embedded.testkit.TestPostgres;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** Who commanded what when; rows are put there by SQL. */
class CommandPagesTest {

    private static final Instant START = Instant.parse("2026-07-05T00:00:00Z");

    private final TestPostgres.Database database = TestPostgres.shared().freshDatabase();
    private final HikariDataSource dataSource = ArchiveLab.pool(database);
    private final CommandPages pages = new CommandPages(dataSource);
    private int offset;

    @BeforeEach
    void migrate() throws SQLException {
        ArchiveSchema.migrate(dataSource);
    }

    @AfterEach
    void close() {
        dataSource.close();
    }

    private void command(String csc, String cmd, long second, String id, String user) throws SQLException {
        row("command", CommandPages.PRODUCER, csc, cmd, second, id, user);
    }

    private void ack(String csc, String cmd, long second, String id) throws SQLException {
        row("ack", CommandPages.PRODUCER, csc, cmd, second, id, "any");
    }

    private void row(String table, String producer, String csc, String cmd, long second, String id, String user)
            throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO archive." + table
                        + " (time, csc, salindex, stream, payload, producer, source_topic, source_partition,"
                        + " source_offset) VALUES (?, ?, 1, ?, ?::jsonb, ?, 1, 0, ?)")) {
            insert.setObject(1, START.plusSeconds(second).atOffset(ZoneOffset.UTC));
            insert.setString(2, csc);
            insert.setString(3, cmd);
            insert.setString(4, "{\"correlation_id\": \"" + id + "\", \"user\": \"" + user + "\"}");
            insert.setString(5, producer);
            insert.setLong(6, offset++);
            insert.executeUpdate();
        }
    }

    private static CommandPages.Question any() {
        return new CommandPages.Question(null, null, null, null, null, null);
    }

    private static CommandPages.Question before(@Nullable String place) {
        return new CommandPages.Question(
                null,
                null,
                null,
                null,
                null,
                place == null ? null : CommandPages.Place.decode(place).orElseThrow());
    }

    private static List<String> ids(List<CommandEntry> entries) {
        return entries.stream()
                .map(entry -> entry.command().replaceAll(".*\"correlation_id\": \"([^\"]*)\".*", "$1"))
                .toList();
    }

    @Test
    void joinsEachCommandWithItsOwnAcknowledgementNewestFirst() throws SQLException {
        command("Dome", "cmd_move", 0, "a", "bob");
        command("Dome", "cmd_move", 1, "b", "bob");
        command("Dome", "cmd_move", 2, "c", "bob");
        ack("Dome", "cmd_move", 3, "c");
        ack("Dome", "cmd_move", 4, "a");

        List<CommandEntry> page = pages.page(any(), 10);

        assertThat(ids(page)).containsExactly("c", "b", "a");
        assertThat(page.get(0).acknowledgement()).contains("\"c\"");
        assertThat(page.get(1).acknowledgement())
                .as("its edge died before it was answered")
                .isNull();
        assertThat(page.get(2).acknowledgement()).contains("\"a\"");
        assertThat(page.get(2).time()).isEqualTo(START);
    }

    @Test
    void leavesOutWhatOthersPublishInTheseCategories() throws SQLException {
        command("Dome", "cmd_move", 0, "a", "bob");
        row("command", "eve", "Dome", "cmd_move", 1, "b", "bob");
        row("ack", "eve", "Dome", "cmd_move", 1, "a", "bob");

        List<CommandEntry> page = pages.page(any(), 10);

        assertThat(ids(page)).containsExactly("a");
        assertThat(page.getFirst().acknowledgement()).isNull();
    }

    @Test
    void answersForOneComponentUserAndTime() throws SQLException {
        command("Dome", "cmd_move", 0, "a", "bob");
        command("Mount", "cmd_move", 10, "b", "bob");
        command("Dome", "cmd_move", 20, "c", "eve");

        assertThat(ids(pages.page(new CommandPages.Question("Dome", 1, null, null, null, null), 10)))
                .containsExactly("c", "a");
        assertThat(pages.page(new CommandPages.Question("Dome", 2, null, null, null, null), 10))
                .isEmpty();
        assertThat(ids(pages.page(new CommandPages.Question(null, null, "bob", null, null, null), 10)))
                .containsExactly("b", "a");
        assertThat(ids(pages.page(
                        new CommandPages.Question(null, null, null, START.plusSeconds(10), START.plusSeconds(20), null),
                        10)))
                .containsExactly("b");
    }

    @Test
    void pagesNeitherRepeatNorSkipThoughManyHaveTheSameTimeAndMoreArrive() throws SQLException {
        for (int i = 0; i < 25; i++) {
            command("Dome", "cmd_move", i / 10, Integer.toString(i), "bob");
        }
        List<String> seen = new ArrayList<>();
        String place = null;
        for (int pageNumber = 0; pageNumber < 4; pageNumber++) {
            List<CommandEntry> page = pages.page(before(place), 7);
            seen.addAll(ids(page));
            place = page.getLast().place();
            command("Dome", "cmd_move", 100, "new", "bob");
        }

        assertThat(seen).hasSize(25).doesNotHaveDuplicates().doesNotContain("new");
        assertThat(pages.page(before(place), 7)).isEmpty();
    }

    @Test
    void readsNoPlaceOutOfOtherTexts() {
        for (String text : List.of("", "x", "AAAA", "MTox", "!!", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTow")) {
            assertThat(CommandPages.Place.decode(text)).as(text).isEmpty();
        }
        CommandPages.Place place = new CommandPages.Place(START.plusNanos(1000), 3, 2, 1L << 40);
        assertThat(CommandPages.Place.decode(place.encode())).contains(place);
    }
}
