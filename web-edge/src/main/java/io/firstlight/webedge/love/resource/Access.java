package io.firstlight.webedge.love.resource;

import io.firstlight.auth.right.Right;
import io.firstlight.auth.session.UserPrincipal;
import io.firstlight.webedge.rest.TokenHeader;
import io.javalin.http.Context;

/**
 * Who may use LOVE's resources. LOVE's model permissions become: members of the group {@code ui_framework} edit views and workspaces;
 * who has the right to administer edits settings. A superuser may do both.
 */
public final class Access {

    private static final String EDITORS = "ui_framework";

    private final TokenHeader tokens;

    /** One kind of access: the user, or a {@link Refusal} or 401 thrown. */
    public interface Check {
        UserPrincipal require(Context context);
    }

    public Access(TokenHeader tokens) {
        this.tokens = tokens;
    }

    /** Anybody with a token. */
    public UserPrincipal user(Context context) {
        return tokens.requireUser(context);
    }

    /** Who may change settings of the observatory. */
    public UserPrincipal administrator(Context context) {
        UserPrincipal user = user(context);
        if (!user.maySomewhere(Right.ADMINISTER)) {
            throw Refusal.forbidden();
        }
        return user;
    }

    /** Who may change views and workspaces. */
    public UserPrincipal editor(Context context) {
        UserPrincipal user = user(context);
        if (!user.superuser() && !user.user().groups().contains(EDITORS)) {
            throw Refusal.forbidden();
        }
        return user;
    }
}
