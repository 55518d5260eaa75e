package io.firstlight.webedge.socket;

import io.firstlight.auth.session.Principal;
import io.firstlight.auth.session.UserPrincipal;
import io.firstlight.schemas.code.CloseCode;
import org.jspecify.annotations.Nullable;

import java.util.concurrent.CompletableFuture;

/** One open connection, whatever its kind. Thread-safe. */
public interface ClientConnection {

    /** Who holds it, with his rights as of the last look at them; null if it was opened without saying who. */
    @Nullable
    Principal principal();

    /** The same user has other rights now: what he asks for from now on is judged by them. */
    void principal(UserPrincipal now);

    /** The code with which it ends when the life of its token does. */
    CloseCode whenExpired();

    /** Whether it has been told to close. */
    boolean ending();

    /** Bytes held for it now. */
    long heldBytes();

    /**
     * Ends it, for that reason; what came from the client and was not handled yet is not handled any more.
     *
     * @return completes when the client's end has been handed to the transport, or the client takes nothing and was cut off: within a second;
     *     never fails
     */
    CompletableFuture<@Nullable Void> close(CloseCode code);

    /** Sends something that means nothing, so that nobody in between takes it for dead. */
    void keepAlive();
}
