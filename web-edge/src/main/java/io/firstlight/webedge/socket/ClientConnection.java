package io.firstlight.webedge.socket;

import io.firstlight.schemas.code.CloseCode;
import org.jspecify.annotations.Nullable;

/** One open connection, whatever its kind. Thread-safe. */
public interface ClientConnection {

    /** The token it was opened with, null if with none. */
    @Nullable
    String tokenId();

    /** Bytes held for it now. */
    long heldBytes();

    /** Ends it, for that reason. */
    void close(CloseCode code);

    /** Sends something that means nothing, so that nobody in between takes it for dead. */
    void keepAlive();
}
