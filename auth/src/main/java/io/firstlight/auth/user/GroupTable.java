package io.firstlight.auth.user;

import io.firstlight.auth.database.AuthDatabase;
import io.firstlight.auth.right.AddressPattern;
import io.firstlight.auth.right.Grant;
import io.firstlight.auth.right.Right;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Queries on groups and their grants. Names must be legal; nothing is checked here. Thread-safe. */
public final class GroupTable {

    private final AuthDatabase database;
    private final GrantTable grants;

    /** Over that database. */
    public GroupTable(AuthDatabase database) {
        this.database = database;
        this.grants = GrantTable.ofGroups(database);
    }

    boolean exists(String name) {
        return database.with(
                handle -> handle.createQuery("select exists (select 1 from auth.groups where name = :name)")
                        .bind("name", name)
                        .mapTo(Boolean.class)
                        .one());
    }

    /** Whether that changed anything. */
    boolean insert(String name) {
        return database.with(handle -> handle.createUpdate(
                                "insert into auth.groups (name) values (:name) on conflict do nothing")
                        .bind("name", name)
                        .execute())
                == 1;
    }

    /** Whether that changed anything. Members and grants go with it. */
    boolean delete(String name) {
        return database.with(handle -> handle.createUpdate("delete from auth.groups where name = :name")
                        .bind("name", name)
                        .execute())
                == 1;
    }

    /** Whether that changed anything. */
    boolean grant(String name, Grant grant) {
        return grants.insert(name, grant);
    }

    /** Whether that changed anything. */
    boolean revoke(String name, Grant grant) {
        return grants.delete(name, grant);
    }

    List<Group> list() {
        return database.with(handle ->
                handle.createQuery("""
                        select g.name,
                               (select count(*) from auth.memberships m where m.group_id = g.group_id) as members,
                               array(select right_name || ' ' || pattern from auth.grants r
                                     where r.group_id = g.group_id) as grants
                        from auth.groups g order by name""").map((row, context) -> read(row)).list());
    }

    private static Group read(ResultSet row) throws SQLException {
        Set<Grant> grants = new HashSet<>();
        for (String grant : (String[]) row.getArray("grants").getArray()) {
            String[] parts = grant.split(" ", 2);
            grants.add(new Grant(Right.ofWireName(parts[0]).orElseThrow(), AddressPattern.parse(parts[1])));
        }
        return new Group(row.getString("name"), row.getInt("members"), grants);
    }
}
