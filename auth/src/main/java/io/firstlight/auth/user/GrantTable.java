package io.firstlight.auth.user;

import io.firstlight.auth.database.AuthDatabase;
import io.firstlight.auth.right.Grant;

/** Queries on the grants of users, or on those of groups. Names must be legal; nothing is checked here. Thread-safe. */
final class GrantTable {

    private final AuthDatabase database;
    private final String insert;
    private final String delete;

    private GrantTable(AuthDatabase database, String holders, String id) {
        this.database = database;
        this.insert = """
                insert into auth.grants (%2$s, right_name, pattern)
                select %2$s, :right, :pattern from auth.%1$s where name = :name
                on conflict do nothing""".formatted(holders, id);
        this.delete = """
                delete from auth.grants
                where %2$s = (select %2$s from auth.%1$s where name = :name)
                and right_name = :right and pattern = :pattern""".formatted(holders, id);
    }

    static GrantTable ofUsers(AuthDatabase database) {
        return new GrantTable(database, "users", "user_id");
    }

    static GrantTable ofGroups(AuthDatabase database) {
        return new GrantTable(database, "groups", "group_id");
    }

    /** Whether that changed anything. */
    boolean insert(String name, Grant grant) {
        return changed(insert, name, grant);
    }

    /** Whether that changed anything. */
    boolean delete(String name, Grant grant) {
        return changed(delete, name, grant);
    }

    private boolean changed(String sql, String name, Grant grant) {
        return database.with(handle -> handle.createUpdate(sql)
                        .bind("right", grant.right().wireName())
                        .bind("pattern", grant.pattern().toString())
                        .bind("name", name)
                        .execute())
                == 1;
    }
}
