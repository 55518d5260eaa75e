package io.firstlight.auth.user;

import io.firstlight.auth.database.AuthDatabase;
import io.firstlight.auth.right.Grant;
import org.jdbi.v3.core.Handle;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Queries on users, their groups and grants. Names must be legal; nothing is checked here. Thread-safe. */
public final class UserTable {

    private final AuthDatabase database;
    private final GrantTable grants;

    public UserTable(AuthDatabase database) {
        this.database = database;
        this.grants = GrantTable.ofUsers(database);
    }

    /** What a login of that name is checked against; empty when there is no such user. */
    public Optional<Credentials> credentials(String name) {
        return database.with(
                handle -> handle.createQuery("select password_hash, active from auth.users where name = :name")
                        .bind("name", name)
                        .map((row, context) -> new Credentials(row.getString(1), row.getBoolean(2)))
                        .findOne());
    }

    /** Replaces the hash, unless it was changed meanwhile. */
    public void replaceHash(String name, String oldHash, String newHash) {
        database.use(handle -> handle.createUpdate(
                        "update auth.users set password_hash = :newHash where name = :name and password_hash = :oldHash")
                .bind("newHash", newHash)
                .bind("name", name)
                .bind("oldHash", oldHash)
                .execute());
    }

    /** Adds the user with his groups; false, and nothing is changed, when the name is taken. */
    boolean insert(NewUser user, String passwordHash, Instant now) {
        return database.inTransaction(handle -> {
            int added = handle.createUpdate("""
                            insert into auth.users
                                (name, password_hash, email, first_name, last_name, superuser, created_at)
                            values (:name, :hash, :email, :firstName, :lastName, :superuser, :now)
                            on conflict (name) do nothing""")
                    .bind("name", user.name())
                    .bind("hash", passwordHash)
                    .bind("email", user.email())
                    .bind("firstName", user.firstName())
                    .bind("lastName", user.lastName())
                    .bind("superuser", user.superuser())
                    .bind("now", now)
                    .execute();
            if (added == 1) {
                user.groups().forEach(group -> join(handle, user.name(), group));
            }
            return added == 1;
        });
    }

    /** Whether the user exists. */
    boolean updateHash(String name, String passwordHash) {
        return database.with(
                        handle -> handle.createUpdate("update auth.users set password_hash = :hash where name = :name")
                                .bind("hash", passwordHash)
                                .bind("name", name)
                                .execute())
                == 1;
    }

    /** Whether that changed anything. */
    boolean updateActive(String name, boolean active) {
        return database.with(handle -> handle.createUpdate(
                                "update auth.users set active = :active where name = :name and active <> :active")
                        .bind("active", active)
                        .bind("name", name)
                        .execute())
                == 1;
    }

    boolean userExists(String name) {
        return credentials(name).isPresent();
    }

    /** Whether that changed anything. */
    boolean join(String user, String group) {
        return database.with(handle -> join(handle, user, group));
    }

    /** Whether that changed anything. */
    boolean leave(String user, String group) {
        return database.with(handle -> handle.createUpdate("""
                                delete from auth.memberships
                                where user_id = (select user_id from auth.users where name = :user)
                                and group_id = (select group_id from auth.groups where name = :group)""")
                        .bind("user", user)
                        .bind("group", group)
                        .execute())
                == 1;
    }

    /** Whether that changed anything. */
    boolean grant(String user, Grant grant) {
        return grants.insert(user, grant);
    }

    /** Whether that changed anything. */
    boolean revoke(String user, Grant grant) {
        return grants.delete(user, grant);
    }

    List<User> list() {
        return database.with(handle ->
                handle.createQuery("""
                        select u.*, array(select g.name from auth.memberships m join auth.groups g using (group_id)
                                          where m.user_id = u.user_id) as group_names
                        from auth.users u order by name""").map((row, context) -> read(row)).list());
    }

    /** Reads a row of {@code auth.users} with the user's groups as the array {@code group_names}. */
    public static User read(ResultSet row) throws SQLException {
        return new User(
                row.getLong("user_id"),
                row.getString("name"),
                row.getString("email"),
                row.getString("first_name"),
                row.getString("last_name"),
                row.getBoolean("active"),
                row.getBoolean("superuser"),
                row.getTimestamp("created_at").toInstant(),
                Set.of((String[]) row.getArray("group_names").getArray()));
    }

    private static boolean join(Handle handle, String user, String group) {
        return handle.createUpdate("""
                                insert into auth.memberships (user_id, group_id)
                                select user_id, group_id from auth.users u, auth.groups g
                                where u.name = :user and g.name = :group on conflict do nothing""").bind("user", user).bind("group", group).execute() == 1;
    }
}
