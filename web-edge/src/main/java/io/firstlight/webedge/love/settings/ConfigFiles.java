package io.firstlight.webedge.love.settings;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firstlight.webedge.love.database.LoveDatabase;
import io.firstlight.webedge.love.database.LoveDatabaseException;
import io.firstlight.webedge.love.resource.LoveJson;
import io.firstlight.webedge.love.resource.ResourceTable;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Configuration files of the front end, each one JSON object, and which of them each user has chosen. There is always one: the last cannot
 * be deleted. Thread-safe; throws {@link LoveDatabaseException}.
 */
public final class ConfigFiles {

    /** What came of deleting a file. */
    enum Deletion {
        DONE,
        NO_SUCH_FILE,
        LAST_ONE
    }

    private final LoveDatabase database;
    private final Clock clock;

    public ConfigFiles(LoveDatabase database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * The file that the user has chosen, else the first one, as
     * {@code {"id", "filename", "content": {...}, "update_timestamp"}}; {@code null} in JSON if there is no file at all.
     */
    public String chosenBy(String userName) {
        return database.with(handle -> handle.createQuery("""
                                select f.* from love.config_file f
                                left join love.config_choice c on c.config_file = f.id and c.username = :user
                                order by c.username is null, f.id limit 1""")
                        .bind("user", userName)
                        .map((row, context) -> withContent(row))
                        .findOne())
                .map(ObjectNode::toString)
                .orElse("null");
    }

    /** The first file, whoever has chosen what. */
    Optional<ObjectNode> first() {
        return database.with(handle -> handle.createQuery("select * from love.config_file order by id limit 1")
                .map((row, context) -> withContent(row))
                .findOne());
    }

    /** Chooses a file for the user instead of the one that he had; empty, and nothing changed, if there is no such file. */
    Optional<ObjectNode> choose(String userName, long id) {
        return database.inTransaction(handle -> {
            Optional<ObjectNode> chosen = handle.createQuery(
                            "update love.config_file set update_timestamp = :now where id = :id returning *")
                    .bind("now", ResourceTable.now(clock))
                    .bind("id", id)
                    .map((row, context) -> withContent(row))
                    .findOne();
            if (chosen.isPresent()) {
                handle.createUpdate("""
                                insert into love.config_choice (username, config_file) values (:user, :id)
                                on conflict (username) do update set config_file = excluded.config_file""").bind("user", userName).bind("id", id).execute();
            }
            return chosen;
        });
    }

    /** All files without their content, the one that was changed last first. */
    List<ObjectNode> list() {
        return database.with(handle ->
                handle.createQuery("""
                                select id, username, filename, creation_timestamp, update_timestamp
                                from love.config_file order by update_timestamp desc, id desc""").map((row, context) -> entry(row)).list());
    }

    /** One file without its content. */
    Optional<ObjectNode> find(long id) {
        return database.with(handle -> handle.createQuery("select * from love.config_file where id = :id")
                .bind("id", id)
                .map((row, context) -> entry(row))
                .findOne());
    }

    /** One file with its content. */
    Optional<ObjectNode> content(long id) {
        return database.with(handle -> handle.createQuery("select * from love.config_file where id = :id")
                .bind("id", id)
                .map((row, context) -> withContent(row))
                .findOne());
    }

    /** Adds a file of that user. */
    ObjectNode insert(String userName, String filename, String content) {
        return database.with(handle -> handle.createQuery("""
                                insert into love.config_file (username, filename, content, creation_timestamp, update_timestamp)
                                values (:user, :filename, cast(:content as json), :now, :now) returning *""")
                .bind("user", userName)
                .bind("filename", filename)
                .bind("content", content)
                .bind("now", ResourceTable.now(clock))
                .map((row, context) -> entry(row))
                .one());
    }

    /** Changes what is not null. */
    Optional<ObjectNode> update(long id, @Nullable String filename, @Nullable String content) {
        return database.with(handle -> handle.createQuery("""
                                update love.config_file set filename = coalesce(:filename, filename),
                                content = coalesce(cast(:content as json), content), update_timestamp = :now
                                where id = :id returning *""")
                .bind("filename", filename)
                .bind("content", content)
                .bind("now", ResourceTable.now(clock))
                .bind("id", id)
                .map((row, context) -> entry(row))
                .findOne());
    }

    /** Deletes a file; who had chosen it has the first one again. */
    Deletion delete(long id) {
        return database.inTransaction(handle -> {
            // Two that delete at once take turns, else each could believe that the other's file remains.
            List<Long> ids = handle.createQuery("select id from love.config_file order by id for update")
                    .mapTo(Long.class)
                    .list();
            if (!ids.contains(id)) {
                return Deletion.NO_SUCH_FILE;
            }
            if (ids.size() == 1) {
                return Deletion.LAST_ONE;
            }
            handle.createUpdate("delete from love.config_file where id = :id")
                    .bind("id", id)
                    .execute();
            return Deletion.DONE;
        });
    }

    private static ObjectNode withContent(ResultSet row) throws SQLException {
        ObjectNode file = LoveJson.object();
        file.put("id", row.getLong("id"));
        file.put("filename", row.getString("filename"));
        LoveJson.putJson(file, "content", row.getString("content"));
        file.put("update_timestamp", LoveJson.time(ResourceTable.instant(row, "update_timestamp")));
        return file;
    }

    private static ObjectNode entry(ResultSet row) throws SQLException {
        ObjectNode file = LoveJson.object();
        file.put("id", row.getLong("id"));
        file.put("username", row.getString("username"));
        file.put("filename", row.getString("filename"));
        file.put("creation_timestamp", LoveJson.time(ResourceTable.instant(row, "creation_timestamp")));
        file.put("update_timestamp", LoveJson.time(ResourceTable.instant(row, "update_timestamp")));
        return file;
    }
}
