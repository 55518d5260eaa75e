package io.firstlight.auth.user;

import io.firstlight.auth.user.Administration.Done;
import io.firstlight.auth.user.Administration.Problem;
import io.firstlight.auth.user.Administration.Refused;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Adds, removes and lists groups, and changes what their members may. Every request may be repeated: doing what is done already is
 * {@link Done} without change. Edges see a change within a second. Thread-safe.
 */
public final class GroupAdministration {

    /** Groups that LOVE's front end and our own rules know by name. */
    private static final Set<String> KNOWN = Set.of("cmd", "ui_framework");

    private final GroupTable groups;

    /** Over those queries. */
    public GroupAdministration(GroupTable groups) {
        this.groups = groups;
    }

    /** Adds a group, without rights and members. */
    public Administration add(String name) {
        return User.isLegalName(name)
                ? new Done(groups.insert(name))
                : new Refused(
                        Problem.BAD_GROUP_NAME,
                        "a group's name is 1 to 150 of ASCII letters, digits and @ . + _ -, which '"
                                + Refused.printable(name) + "' is not");
    }

    /** Removes a group; its members lose what it gave them. */
    public Administration remove(String name) {
        return KNOWN.contains(name)
                ? new Refused(Problem.GROUP_IS_NEEDED, "group '" + name + "' is one that Firstlight itself needs")
                : forGroup(name, () -> groups.delete(name));
    }

    /** All groups by name. */
    public List<Group> list() {
        return groups.list();
    }

    /** Gives the members a right ({@code read}, {@code write} ...) over a pattern, as users can be given. */
    public Administration grant(String name, String right, String pattern) {
        return GrantRequest.read(right, pattern, grant -> forGroup(name, () -> groups.grant(name, grant)));
    }

    /** Takes back exactly that grant. */
    public Administration revoke(String name, String right, String pattern) {
        return GrantRequest.read(right, pattern, grant -> forGroup(name, () -> groups.revoke(name, grant)));
    }

    private Administration forGroup(String name, Supplier<Boolean> change) {
        return User.isLegalName(name) && groups.exists(name) ? new Done(change.get()) : Refused.unknownGroup(name);
    }
}
