package io.firstlight.webedge.love.settings;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firstlight.webedge.love.database.LoveDatabase;
import io.firstlight.webedge.love.database.LoveDatabaseException;
import io.firstlight.webedge.love.resource.Field;
import io.firstlight.webedge.love.resource.FieldType;
import io.firstlight.webedge.love.resource.Resource;
import io.firstlight.webedge.love.resource.ResourceTable;
import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The places from which the observatory is commanded, of which at most one is selected. Thread-safe; throws {@link LoveDatabaseException}. */
public final class ControlLocations {

    private static final Resource RESOURCE = Resource.of(
            "love.control_location",
            "id",
            Field.required("name", new FieldType.Text(100, false)),
            Field.required("description", new FieldType.Text(1000, false)),
            Field.required("selected", new FieldType.Truth()),
            Field.required("ip_whitelist", new FieldType.Text(10_000, true)));

    private final LoveDatabase database;
    private final Clock clock;
    private final ResourceTable table;

    public ControlLocations(LoveDatabase database, Clock clock) {
        this.database = database;
        this.clock = clock;
        this.table = new ResourceTable(database, clock, RESOURCE, Map.of());
    }

    /**
     * The addresses that may command, as they were written: those of the selected location, or of the first if none is selected; empty if
     * there is no location. To be parsed, not searched: {@code 10.0.0.1} is no part of {@code 10.0.0.12}.
     */
    public String whitelistInForce() {
        return database.with(handle -> handle.createQuery(
                                "select ip_whitelist from love.control_location order by selected desc, id limit 1")
                        .mapTo(String.class)
                        .findOne())
                .orElse("");
    }

    /** All locations, or those that are selected. */
    List<ObjectNode> list(boolean selectedOnly) {
        return table.list(selectedOnly ? Map.of("selected", true) : Map.of());
    }

    /** One location. */
    Optional<ObjectNode> find(long id) {
        return table.find(id);
    }

    /** Changes what is not null; to select one deselects the other. */
    Optional<ObjectNode> update(long id, @Nullable Boolean selected, @Nullable String whitelist) {
        boolean done = database.inTransaction(handle -> {
            // In the order of their ids, so that two who select at once wait for each other.
            handle.execute("select id from love.control_location order by id for update");
            boolean exists = handle.createQuery("select 1 from love.control_location where id = :id")
                    .bind("id", id)
                    .mapTo(Integer.class)
                    .findOne()
                    .isPresent();
            if (exists && Boolean.TRUE.equals(selected)) {
                handle.createUpdate("""
                                update love.control_location set selected = false, update_timestamp = :now
                                where selected and id <> :id""")
                        .bind("now", ResourceTable.now(clock))
                        .bind("id", id)
                        .execute();
            }
            return exists
                    && handle.createUpdate("""
                                update love.control_location set selected = coalesce(:selected, selected),
                                ip_whitelist = coalesce(:whitelist, ip_whitelist), update_timestamp = :now
                                where id = :id""")
                                    .bind("selected", selected)
                                    .bind("whitelist", whitelist)
                                    .bind("now", ResourceTable.now(clock))
                                    .bind("id", id)
                                    .execute()
                            == 1;
        });
        return done ? find(id) : Optional.empty();
    }
}
