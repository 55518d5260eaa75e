package io.firstlight.webedge.session;

import io.firstlight.auth.session.Principal;
import io.firstlight.auth.session.UserPrincipal;
import io.firstlight.schemas.code.CloseCode;
import io.firstlight.webedge.socket.ClientConnection;
import org.jspecify.annotations.Nullable;

import java.util.concurrent.CompletableFuture;

/** A connection that remembers what was done to it; its end is with the transport when the test says so. */
final class FakeConnection implements ClientConnection {

    private final CompletableFuture<@Nullable Void> handed = new CompletableFuture<>();
    private final CloseCode whenExpired;
    private @Nullable Principal principal;
    private @Nullable CloseCode closedWith;

    FakeConnection(@Nullable Principal principal, CloseCode whenExpired) {
        this.principal = principal;
        this.whenExpired = whenExpired;
    }

    @Nullable
    CloseCode closedWith() {
        return closedWith;
    }

    /** The transport has taken the end. */
    void handOver() {
        handed.complete(null);
    }

    @Override
    public @Nullable Principal principal() {
        return principal;
    }

    @Override
    public void principal(UserPrincipal now) {
        principal = now;
    }

    @Override
    public CloseCode whenExpired() {
        return whenExpired;
    }

    @Override
    public boolean ending() {
        return closedWith != null;
    }

    @Override
    public long heldBytes() {
        return 0;
    }

    @Override
    public CompletableFuture<@Nullable Void> close(CloseCode code) {
        if (closedWith == null) {
            closedWith = code;
        }
        return handed;
    }

    @Override
    public void keepAlive() {}
}
