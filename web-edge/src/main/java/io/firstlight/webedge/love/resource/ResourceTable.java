package io.firstlight.webedge.love.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firstlight.webedge.love.database.LoveDatabase;
import io.firstlight.webedge.love.database.LoveDatabaseException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The rows of a {@link Resource}, as the JSON that clients see. Thread-safe; throws {@link LoveDatabaseException}. */
public final class ResourceTable {

    private final LoveDatabase database;
    private final Clock clock;
    private final Resource resource;
    private final Map<String, String> referred;

    /**
     * @param clock for the times of rows
     * @param referred the table that each field of type {@link FieldType.Reference} points to
     */
    public ResourceTable(LoveDatabase database, Clock clock, Resource resource, Map<String, String> referred) {
        this.database = database;
        this.clock = clock;
        this.resource = resource;
        this.referred = Map.copyOf(referred);
    }

    /** The resource. */
    public Resource resource() {
        return resource;
    }

    /** The rows whose columns have those values; all if there are none. */
    public List<ObjectNode> list(Map<String, ?> having) {
        String where = having.isEmpty()
                ? ""
                : having.keySet().stream()
                        .map(column -> column + " = :" + column)
                        .collect(Collectors.joining(" and ", " where ", ""));
        return database.with(handle -> handle.createQuery(select() + where + " order by " + resource.order())
                .bindMap(having)
                .map((row, context) -> read(row))
                .list());
    }

    /** One row. */
    public Optional<ObjectNode> find(long id) {
        return database.with(handle -> find(handle, id));
    }

    /** Adds a row. */
    public Written insert(Map<String, @Nullable Object> values) {
        String columns = String.join(", ", values.keySet());
        String given = values.keySet().stream().map(this::parameter).collect(Collectors.joining(", "));
        return writing(handle -> {
            Optional<Written> missing = missingReference(handle, values);
            return missing.orElseGet(() -> returned(
                    handle,
                    bound(
                            handle,
                            "insert into " + resource.table() + " (" + columns + ", creation_timestamp"
                                    + (resource.updateTime() ? ", update_timestamp" : "") + ") values (" + given
                                    + ", :now" + (resource.updateTime() ? ", :now" : "") + ") returning id",
                            values)));
        });
    }

    /** Changes those columns of a row; its time of change is set even when there are none. */
    public Written update(long id, Map<String, @Nullable Object> values) {
        String columns = values.keySet().stream()
                .map(column -> column + " = " + parameter(column))
                .collect(Collectors.joining(", "));
        String time = resource.updateTime() ? "update_timestamp = :now" : "";
        String changes = columns.isEmpty() || time.isEmpty() ? columns + time : columns + ", " + time;
        return writing(handle -> {
            if (changes.isEmpty()) {
                return find(handle, id).<Written>map(Written.Done::new).orElseGet(Written.Gone::new);
            }
            Optional<Written> missing = missingReference(handle, values);
            return missing.orElseGet(() -> returned(
                    handle,
                    bound(
                                    handle,
                                    "update " + resource.table() + " set " + changes + " where id = :id returning id",
                                    values)
                            .bind("id", id)));
        });
    }

    /** Removes a row; whether there was one. */
    public boolean delete(long id) {
        return database.with(handle -> handle.createUpdate("delete from " + resource.table() + " where id = :id")
                        .bind("id", id)
                        .execute())
                == 1;
    }

    /** A row as JSON. */
    public ObjectNode read(ResultSet row) throws SQLException {
        ObjectNode object = LoveJson.object();
        object.put("id", row.getLong("id"));
        object.put("creation_timestamp", LoveJson.time(instant(row, "creation_timestamp")));
        if (resource.updateTime()) {
            object.put("update_timestamp", LoveJson.time(instant(row, "update_timestamp")));
        }
        for (Field field : resource.fields()) {
            put(object, field, row);
        }
        for (String name : resource.computed().keySet()) {
            LoveJson.putJson(object, name, row.getString(name));
        }
        return object;
    }

    /** A column of a time zone's instant. */
    public static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /** The present as a parameter of a statement. */
    public static OffsetDateTime now(Clock clock) {
        return LoveJson.stored(clock.instant()).atOffset(ZoneOffset.UTC);
    }

    private static void put(ObjectNode object, Field field, ResultSet row) throws SQLException {
        switch (field.type()) {
            case FieldType.Whole whole -> object.put(field.name(), row.getInt(field.name()));
            case FieldType.Reference reference -> object.put(field.name(), row.getLong(field.name()));
            case FieldType.Truth truth -> object.put(field.name(), row.getBoolean(field.name()));
            case FieldType.Opaque opaque -> LoveJson.putJson(object, field.name(), row.getString(field.name()));
            case FieldType.Document document -> LoveJson.putJson(object, field.name(), row.getString(field.name()));
            case FieldType.Text text -> object.put(field.name(), row.getString(field.name()));
            case FieldType.Verbatim text -> object.put(field.name(), row.getString(field.name()));
            case FieldType.Email text -> object.put(field.name(), row.getString(field.name()));
            case FieldType.Choice choice -> object.put(field.name(), row.getString(field.name()));
        }
    }

    private String select() {
        String computed = resource.computed().entrySet().stream()
                .map(entry -> ", (" + entry.getValue() + ") as " + entry.getKey())
                .collect(Collectors.joining());
        return "select r.*" + computed + " from " + resource.table() + " r";
    }

    private Optional<ObjectNode> find(Handle handle, long id) {
        return handle.createQuery(select() + " where id = :id")
                .bind("id", id)
                .map((row, context) -> read(row))
                .findOne();
    }

    private String parameter(String column) {
        boolean json = resource.fields().stream()
                .anyMatch(field -> field.name().equals(column)
                        && (field.type() instanceof FieldType.Opaque || field.type() instanceof FieldType.Document));
        return json ? "cast(:" + column + " as json)" : ":" + column;
    }

    private Query bound(Handle handle, String sql, Map<String, @Nullable Object> values) {
        return handle.createQuery(sql).bindMap(values).bind("now", now(clock));
    }

    private Written returned(Handle handle, Query statement) {
        return statement
                .mapTo(Long.class)
                .findOne()
                .flatMap(id -> find(handle, id))
                .<Written>map(Written.Done::new)
                .orElseGet(Written.Gone::new);
    }

    private Optional<Written> missingReference(Handle handle, Map<String, @Nullable Object> values) {
        for (Map.Entry<String, String> reference : referred.entrySet()) {
            if (values.get(reference.getKey()) instanceof Long id && !exists(handle, reference.getValue(), id)) {
                return Optional.of(new Written.NoSuchReference(reference.getKey(), id));
            }
        }
        return Optional.empty();
    }

    private static boolean exists(Handle handle, String table, long id) {
        // Held until the end of the transaction, so that the row is still there when it is pointed to.
        return handle.createQuery("select 1 from " + table + " where id = :id for key share")
                .bind("id", id)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    private Written writing(Function<Handle, Written> statements) {
        try {
            return database.inTransaction(statements);
        } catch (LoveDatabaseException e) {
            if (e.rule() == LoveDatabaseException.Rule.UNIQUE) {
                return new Written.Duplicate();
            }
            throw e;
        }
    }
}
