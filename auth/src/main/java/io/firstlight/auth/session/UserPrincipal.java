package io.firstlight.auth.session;

import io.firstlight.auth.right.AddressPattern;
import io.firstlight.auth.right.Grant;
import io.firstlight.auth.right.Right;
import io.firstlight.auth.right.Rights;
import io.firstlight.auth.user.User;
import io.firstlight.schemas.address.Address;

import java.time.Instant;
import java.util.List;

/**
 * A user with a token.
 *
 * @param user his names, e-mail, groups
 * @param rights his own and his groups' grants
 * @param tokenId names the token; no secret
 * @param expiresAt from then on the token is refused
 */
public record UserPrincipal(User user, Rights rights, String tokenId, Instant expiresAt) implements Principal {

    @Override
    public String name() {
        return user.name();
    }

    /** Whether he passes every check. */
    public boolean superuser() {
        return user.superuser();
    }

    @Override
    public boolean may(Right right, Address address) {
        return user.superuser() || rights.allow(right, address);
    }

    @Override
    public boolean may(Right right, AddressPattern addresses) {
        return user.superuser() || rights.allow(right, addresses);
    }

    @Override
    public boolean maySomewhere(Right right) {
        return user.superuser() || rights.allowSomewhere(right);
    }

    /** The parts of a pattern with which he may do that: the whole of it alone if he may with all, none if with nothing. */
    public List<AddressPattern> partsOf(Right right, AddressPattern addresses) {
        return user.superuser() ? List.of(addresses) : rights.partsOf(right, addresses);
    }

    /**
     * Whether this is all that the same user was allowed to see before: what he has subscribed to he may go on receiving. Judged by grants,
     * not by subscriptions, so a grant that was split into narrower ones counts as lost.
     */
    public boolean seesAllThat(UserPrincipal before) {
        if (before.superuser()) {
            return may(Right.READ, AddressPattern.EVERYTHING) && may(Right.HISTORY, AddressPattern.EVERYTHING);
        }
        for (Grant grant : before.rights.grants()) {
            boolean sees = grant.right() == Right.READ || grant.right() == Right.HISTORY;
            if (sees && !may(grant.right(), grant.pattern())) {
                return false;
            }
        }
        return true;
    }
}
