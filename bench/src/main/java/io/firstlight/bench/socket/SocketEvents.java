package io.firstlight.bench.socket;

/** What happens on the connections of a pool, told on the thread that polls it. */
public interface SocketEvents {

    /** A connection may be used from now on. */
    void opened(ClientSocket socket);

    /**
     * A text or binary message came.
     *
     * @param bytes holds the message between the two indexes, and only until this returns
     * @param readNanos when it was read, as {@link System#nanoTime}
     */
    void message(ClientSocket socket, byte[] bytes, int from, int to, long readNanos);

    /** A connection has ended, or could not be opened; not told for those that the pool's owner closes. */
    void ended(ClientSocket socket, String reason);
}
