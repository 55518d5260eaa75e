package io.firstlight.auth.session;

import io.firstlight.auth.database.AuthDatabase;
import io.firstlight.auth.right.AddressPattern;
import io.firstlight.auth.right.Grant;
import io.firstlight.auth.right.Right;
import io.firstlight.auth.right.Rights;
import io.firstlight.auth.user.UserTable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Token, user, groups and grants in one query. Thread-safe. */
final class SessionQuery {

    private final AuthDatabase database;

    SessionQuery(AuthDatabase database) {
        this.database = database;
    }

    /** What is known of the token; empty when it was never issued, or expired and was forgotten. */
    Optional<TokenState> find(String tokenId) {
        return database.with(handle -> handle.createQuery("""
                        select u.*, t.revoked_at is not null as revoked,
                            array(select g.name from auth.memberships m join auth.groups g using (group_id)
                                  where m.user_id = u.user_id) as group_names,
                            array(select r.right_name || ' ' || r.pattern from auth.grants r
                                  where r.user_id = u.user_id
                                  or r.group_id in (select m.group_id from auth.memberships m where m.user_id = u.user_id)
                                 ) as grants
                        from auth.tokens t join auth.users u using (user_id) where t.token_id = :tokenId""")
                .bind("tokenId", tokenId)
                .map((row, context) -> read(row))
                .findOne());
    }

    private static TokenState read(ResultSet row) throws SQLException {
        Set<Grant> grants = new HashSet<>();
        for (String text : (String[]) row.getArray("grants").getArray()) {
            int space = text.indexOf(' ');
            Right right = Right.ofWireName(text.substring(0, space))
                    .orElseThrow(() -> new IllegalStateException("the database has an unknown right: " + text));
            grants.add(new Grant(right, AddressPattern.parse(text.substring(space + 1))));
        }
        return new TokenState(row.getBoolean("revoked"), UserTable.read(row), new Rights(grants));
    }
}
