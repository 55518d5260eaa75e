package io.firstlight.auth.session;

import io.firstlight.auth.right.AddressPattern;
import io.firstlight.auth.right.Right;
import io.firstlight.schemas.address.Address;

/** Somebody who has shown who he is, and what he may do. Immutable: as of the moment he was authenticated. */
public sealed interface Principal permits UserPrincipal, ProcessPrincipal {

    /** The user's name, or {@code process}. */
    String name();

    /** Whether he may do that with the address. */
    boolean may(Right right, Address address);

    /** Whether he may do that with every address of the pattern: what a subscription to a group needs. */
    boolean may(Right right, AddressPattern addresses);

    /** Whether he may do that with any address at all: what menus and endpoints without an address need. */
    boolean maySomewhere(Right right);

    /** Whether he may command anything: LOVE's {@code execute_commands}. The single command is checked with its address. */
    default boolean mayCommand() {
        return maySomewhere(Right.COMMAND);
    }
}
