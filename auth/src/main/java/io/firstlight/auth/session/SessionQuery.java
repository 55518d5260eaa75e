package io.firstlight.auth.session;

import io.firstlight.auth.database.AuthDatabase;
import io.firstlight.auth.right.AddressPattern;
import io.firstlight.auth.right.Grant;
import io.firstlight.auth.right.Right;
import io.firstlight.auth.right.Rights;
import io.firstlight.auth.user.User;
import io.firstlight.auth.user.UserTable;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tokens, their users, groups and grants in one query. Thread-safe. */
final class SessionQuery {

    private final AuthDatabase database;

    SessionQuery(AuthDatabase database) {
        this.database = database;
    }

    /** What is known of the token; empty when it was never issued, or expired and was forgotten. */
    Optional<TokenState> find(String tokenId) {
        return Optional.ofNullable(find(List.of(tokenId)).get(tokenId));
    }

    /**
     * What is known of those tokens, by token id; those that were never issued, or expired and were forgotten, lack. Costs little per token:
     * user, groups and grants are read once for all tokens of a user.
     */
    Map<String, TokenState> find(Collection<String> tokenIds) {
        String[] ids = tokenIds.toArray(String[]::new);
        return database.with(handle -> handle.createQuery("""
                        with asked as (
                            select user_id, array_agg(token_id) as token_ids, array_agg(revoked_at is not null) as revoked,
                                array_agg(ends_at) as ends_at
                            from auth.tokens where token_id = any(:tokenIds) group by user_id)
                        select u.*, asked.token_ids, asked.revoked, asked.ends_at,
                            array(select g.name from auth.memberships m join auth.groups g using (group_id)
                                  where m.user_id = u.user_id) as group_names,
                            array(select r.right_name || ' ' || r.pattern from auth.grants r
                                  where r.user_id = u.user_id
                                  union
                                  select r.right_name || ' ' || r.pattern from auth.grants r
                                  join auth.memberships m on m.group_id = r.group_id
                                  where m.user_id = u.user_id
                                 ) as grants
                        from asked join auth.users u using (user_id)""")
                .bindArray("tokenIds", String.class, (Object[]) ids)
                .reduceResultSet(new HashMap<String, TokenState>(), (states, row, context) -> {
                    read(row, states);
                    return states;
                }));
    }

    /** A number that is another after each change of users, groups and rights, and after each revocation, by whomever. */
    long changes() {
        return database.with(handle -> handle.createQuery("select count from auth.changes")
                .mapTo(Long.class)
                .one());
    }

    private static void read(ResultSet row, Map<String, TokenState> states) throws SQLException {
        Set<Grant> grants = new HashSet<>();
        for (String text : (String[]) row.getArray("grants").getArray()) {
            int space = text.indexOf(' ');
            Right right = Right.ofWireName(text.substring(0, space))
                    .orElseThrow(() -> new IllegalStateException("the database has an unknown right: " + text));
            grants.add(new Grant(right, AddressPattern.parse(text.substring(space + 1))));
        }
        User user = UserTable.read(row);
        Rights rights = new Rights(grants);
        String[] tokenIds = (String[]) row.getArray("token_ids").getArray();
        Boolean[] revoked = (Boolean[]) row.getArray("revoked").getArray();
        @Nullable
        Timestamp[] endsAt = (@Nullable Timestamp[]) row.getArray("ends_at").getArray();
        for (int i = 0; i < tokenIds.length; i++) {
            Timestamp end = endsAt[i];
            states.put(tokenIds[i], new TokenState(revoked[i], end == null ? null : end.toInstant(), user, rights));
        }
    }
}
