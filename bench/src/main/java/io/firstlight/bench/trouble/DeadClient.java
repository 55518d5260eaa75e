package io.firstlight.bench.trouble;

import java.io.IOException;
import java.net.URI;

/**
 * A client whose machine has gone without a word: it has joined, and from then on it reads nothing, answers no ping and ends nothing. Owned by
 * one thread.
 */
final class DeadClient implements AutoCloseable {

    private static final int RECEIVE_BYTES = 4096;

    private final RawSocket socket;

    private DeadClient(RawSocket socket) {
        this.socket = socket;
    }

    /** Joins and dies. */
    static DeadClient join(URI origin, String socketPath) throws IOException {
        RawSocket socket = RawSocket.open(origin, RECEIVE_BYTES);
        try {
            int status = socket.handshake(socketPath);
            if (status != 101) {
                throw new IOException("the socket is refused with " + status);
            }
            return new DeadClient(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
