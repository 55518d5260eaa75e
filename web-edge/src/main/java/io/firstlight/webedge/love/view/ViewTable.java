package io.firstlight.webedge.love.view;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firstlight.webedge.love.database.LoveDatabase;
import io.firstlight.webedge.love.database.LoveDatabaseException;
import io.firstlight.webedge.love.resource.LoveJson;
import io.firstlight.webedge.love.resource.ResourceTable;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Views and their thumbnails, as the JSON that clients see. Thread-safe; throws {@link LoveDatabaseException}. */
final class ViewTable {

    /** Where thumbnails are, below the sub-path. */
    static final String THUMBNAILS = "/manager/media/thumbnails/";

    private static final String SELECT =
            "select v.*, t.extension from love.view v left join love.thumbnail t on t.view = v.id ";

    private static final String NEWEST_FIRST = " order by v.update_timestamp desc, v.id desc";

    private final LoveDatabase database;
    private final Clock clock;
    private final String media;

    /**
     * @param subPath what the browser has before {@code /manager}, such as {@code /love}, or nothing
     */
    ViewTable(LoveDatabase database, Clock clock, String subPath) {
        this.database = database;
        this.clock = clock;
        this.media = subPath + THUMBNAILS;
    }

    /** An image with its media type. The array is nobody else's. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record StoredImage(ImageType type, byte[] bytes) {}

    /** All views, the one that was changed last first. */
    List<ObjectNode> list() {
        return database.with(handle -> handle.createQuery(SELECT + NEWEST_FIRST)
                .map((row, context) -> full(row))
                .list());
    }

    /** All views without their data. */
    List<ObjectNode> summaries() {
        return database.with(handle -> handle.createQuery("select v.id, v.name, v.screen, t.extension from love.view v"
                        + " left join love.thumbnail t on t.view = v.id" + NEWEST_FIRST)
                .map((row, context) -> summary(row))
                .list());
    }

    /** Views whose name contains the text, in small or capital letters. */
    List<ObjectNode> search(String text) {
        return database.with(handle -> handle.createQuery(
                        SELECT + "where position(lower(:text) in lower(v.name)) > 0" + NEWEST_FIRST)
                .bind("text", text)
                .map((row, context) -> full(row))
                .list());
    }

    /** One view. */
    Optional<ObjectNode> find(long id) {
        return database.with(handle -> find(handle, id));
    }

    /** The views of each workspace in its order, without their data. */
    Map<Long, List<ObjectNode>> summariesByWorkspace() {
        return database.with(handle -> {
            Map<Long, List<ObjectNode>> found = new LinkedHashMap<>();
            handle.createQuery("""
                                select w.workspace, v.id, v.name, v.screen, t.extension from love.workspace_view w
                                join love.view v on v.id = w.view left join love.thumbnail t on t.view = v.id
                                order by w.workspace, w.sort_value, w.id""")
                    .map((row, context) -> Map.entry(row.getLong("workspace"), summary(row)))
                    .forEach(entry -> found.computeIfAbsent(entry.getKey(), workspace -> new java.util.ArrayList<>())
                            .add(entry.getValue()));
            return found;
        });
    }

    /** The views of one workspace in its order. */
    List<ObjectNode> ofWorkspace(long workspace) {
        return database.with(handle -> handle.createQuery(
                        "select v.*, t.extension from love.workspace_view w join love.view v on v.id = w.view"
                                + " left join love.thumbnail t on t.view = v.id where w.workspace = :workspace"
                                + " order by w.sort_value, w.id")
                .bind("workspace", workspace)
                .map((row, context) -> full(row))
                .list());
    }

    /** Adds a view. */
    ObjectNode insert(Map<String, @Nullable Object> values, Thumbnail thumbnail) {
        return database.inTransaction(handle -> {
            long id = handle.createQuery("""
                                insert into love.view (name, data, screen, creation_timestamp, update_timestamp)
                                values (:name, cast(:data as json), :screen, :now, :now) returning id""")
                    .bindMap(values)
                    .bind("now", now())
                    .mapTo(Long.class)
                    .one();
            store(handle, id, thumbnail);
            return find(handle, id).orElseThrow();
        });
    }

    /** Changes those columns, and the thumbnail if something is said about it; empty if there is no such view. */
    Optional<ObjectNode> update(long id, Map<String, @Nullable Object> values, Thumbnail thumbnail) {
        String changes = values.keySet().stream()
                .map(column -> column + " = " + (column.equals("data") ? "cast(:data as json)" : ":" + column) + ", ")
                .collect(Collectors.joining());
        return database.inTransaction(handle -> {
            int changed = handle.createUpdate(
                            "update love.view set " + changes + "update_timestamp = :now where id = :id")
                    .bindMap(values)
                    .bind("now", now())
                    .bind("id", id)
                    .execute();
            if (changed == 1) {
                store(handle, id, thumbnail);
            }
            return find(handle, id);
        });
    }

    /** Removes a view, its thumbnail, and its places in workspaces; whether there was one. */
    boolean delete(long id) {
        return database.with(handle -> handle.createUpdate("delete from love.view where id = :id")
                        .bind("id", id)
                        .execute())
                == 1;
    }

    /** The thumbnail of that file's name, such as {@code view_31.png}. */
    Optional<StoredImage> image(long view, ImageType type) {
        return database.with(handle -> handle.createQuery(
                        "select image from love.thumbnail where view = :view and extension = :extension")
                .bind("view", view)
                .bind("extension", type.extension())
                .map((row, context) -> new StoredImage(type, row.getBytes("image")))
                .findOne());
    }

    private OffsetDateTime now() {
        return ResourceTable.now(clock);
    }

    private Optional<ObjectNode> find(Handle handle, long id) {
        return handle.createQuery(SELECT + "where v.id = :id")
                .bind("id", id)
                .map((row, context) -> full(row))
                .findOne();
    }

    private static void store(Handle handle, long view, Thumbnail thumbnail) {
        switch (thumbnail) {
            case Thumbnail.Kept kept -> {}
            case Thumbnail.Unusable unusable -> throw new IllegalArgumentException(unusable.reason());
            case Thumbnail.Cleared cleared ->
                handle.createUpdate("delete from love.thumbnail where view = :view")
                        .bind("view", view)
                        .execute();
            case Thumbnail.Image image ->
                handle.createUpdate("""
                                insert into love.thumbnail (view, extension, image) values (:view, :extension, :image)
                                on conflict (view) do update set extension = excluded.extension, image = excluded.image""")
                        .bind("view", view)
                        .bind("extension", image.type().extension())
                        .bind("image", image.bytes())
                        .execute();
        }
    }

    private ObjectNode full(ResultSet row) throws SQLException {
        ObjectNode view = summary(row);
        LoveJson.putJson(view, "data", row.getString("data"));
        return view;
    }

    private ObjectNode summary(ResultSet row) throws SQLException {
        String extension = row.getString("extension");
        return LoveJson.object()
                .put("id", row.getLong("id"))
                .put("name", row.getString("name"))
                .put("thumbnail", extension == null ? null : media + "view_" + row.getLong("id") + "." + extension)
                .put("screen", row.getString("screen"));
    }
}
