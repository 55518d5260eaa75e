package io.firstlight.webedge.command;

import io.firstlight.webedge.commander.CommanderOutcome;
import org.jspecify.annotations.Nullable;

import java.util.UUID;

/**
 * The answer to somebody who asked for a command.
 *
 * @param status the HTTP status
 * @param body JSON
 * @param correlationId names the command in the log; null if it did not get that far
 * @param replayed whether this is the answer to an earlier request with the same idempotency key
 */
@SuppressWarnings("ArrayRecordComponent") // shared, never compared
public record CommandAnswer(
        int status, byte[] body, @Nullable UUID correlationId, boolean replayed) {

    /** An answer of the edge's own. */
    static CommandAnswer of(int status, String ack, @Nullable UUID correlationId) {
        return new CommandAnswer(status, CommanderOutcome.ackBody(ack), correlationId, false);
    }
}
