package io.firstlight.webedge.socket;

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

    /** The connection has ended, for whatever reason; called once. */
    void closed();
}
