package io.firstlight.auth.right;

import io.firstlight.schemas.address.Address;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
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

    /** The parts of a pattern for which the right holds: the whole of it alone if one grant covers it, none if there are none. */
    public List<AddressPattern> partsOf(Right right, AddressPattern addresses) {
        if (allow(right, addresses)) {
            return List.of(addresses);
        }
        return grants.stream()
                .filter(grant -> grant.right() == right)
                .flatMap(grant -> grant.pattern().and(addresses).stream())
                .distinct()
                .sorted(Comparator.comparing(AddressPattern::toString))
                .toList();
    }

    /** Whether there is any address for which the right holds. */
    public boolean allowSomewhere(Right right) {
        return grants.stream().anyMatch(grant -> grant.right() == right);
    }
}
