package io.firstlight.webedge.socket;

import io.firstlight.auth.session.UserPrincipal;
import io.firstlight.schemas.code.CloseCode;
import io.firstlight.webedge.outbox.Outbox;

/**
 * One client's dialogue in some protocol. Called by one thread at a time, in the order in which frames came.
 *
 * <p>Work that goes on after a call has returned is announced with {@link Connection#began} and {@link Connection#ended}, so that a
 * client cannot ask faster than it is answered.
 */
public interface Conversation {

    /** Makes the conversation of a connection that has just opened. */
    interface Opening {
        Conversation open(Connection connection, Outbox outbox);
    }

    /** A text frame came. */
    void text(String frame);

    /** A binary frame came; its content is of no interest to any protocol here. */
    void binary();

    /** The user has other rights from now on. Called by any thread. */
    default void principalChanged(UserPrincipal now) {}

    /** How this protocol says that the life of the token is over. */
    default CloseCode whenExpired() {
        return CloseCode.TOKEN_EXPIRED;
    }

    /** The connection has ended, for whatever reason; called once. */
    void closed();
}
