package io.firstlight.auth.right;

import io.firstlight.schemas.address.Address;

import java.util.Collection;
import java.util.Set;

/** All grants of one user. Immutable. Checks walk the grants, of which a user has a handful. */
public record Rights(Set<Grant> grants) {

    /** No right at all. */
    public static final Rights NONE = new Rights(Set.of());

    public Rights {
        grants = Set.copyOf(grants);
    }

    /** The rights of those grants. */
    public static Rights of(Collection<Grant> grants) {
        return new Rights(Set.copyOf(grants));
    }

    /** Whether a grant of that right holds for the address. */
    public boolean allow(Right right, Address address) {
        for (Grant grant : grants) {
            if (grant.right() == right && grant.pattern().matches(address)) {
                return true;
            }
        }
        return false;
    }

    /** Whether one grant of that right holds for every address of the pattern; several grants are not added up. */
    public boolean allow(Right right, AddressPattern addresses) {
        for (Grant grant : grants) {
            if (grant.right() == right && grant.pattern().covers(addresses)) {
                return true;
            }
        }
        return false;
    }

    /** Whether there is any address for which the right holds. */
    public boolean allowSomewhere(Right right) {
        return grants.stream().anyMatch(grant -> grant.right() == right);
    }
}
