package io.firstlight.webedge.love.settings;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firstlight.auth.user.User;
import io.firstlight.webedge.love.resource.Access;
import io.firstlight.webedge.love.resource.LoveJson;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** {@code GET /manager/api/user/}: names of people, for those who are to be chosen from a list. LOVE lets anybody write here; this does not. */
public final class UserRoutes {

    /** Accounts that are nobody's own. */
    private static final Set<String> SHARED = Set.of("admin", "cmd_user", "test", "user");

    private final Supplier<List<User>> users;
    private final Access access;

    public UserRoutes(Supplier<List<User>> users, Access access) {
        this.users = users;
        this.access = access;
    }

    /** Adds the route. */
    public void register(RoutesConfig routes) {
        routes.get("/manager/api/user", this::list);
    }

    private void list(Context context) {
        access.user(context);
        LoveJson.send(
                context,
                users.get().stream()
                        .filter(user -> !SHARED.contains(user.name()))
                        .map(UserRoutes::shown)
                        .toList());
    }

    private static ObjectNode shown(User user) {
        return LoveJson.object()
                .put("username", user.name())
                .put("email", user.email())
                .put("first_name", user.firstName())
                .put("last_name", user.lastName());
    }
}
