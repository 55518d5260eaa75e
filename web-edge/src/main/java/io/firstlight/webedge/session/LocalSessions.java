package io.firstlight.webedge.session;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.CompletableFuture;

/** The connections of this edge, for those who hear that some must end. Thread-safe; does not block. */
interface LocalSessions {

    /**
     * Closes those of a revoked token.
     *
     * @return completes when they are closed, within a second; never fails
     */
    CompletableFuture<@Nullable Void> tokenRevoked(String tokenId);

    /**
     * Looks after all of them: a user was changed, or revocations may have been missed.
     *
     * @return completes when those that must end are closed; never fails
     */
    CompletableFuture<@Nullable Void> usersChanged();
}
