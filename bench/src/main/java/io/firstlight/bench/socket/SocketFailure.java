package io.firstlight.bench.socket;

/** A connection cannot go on. Never leaves the package: the connection ends with its message. */
final class SocketFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SocketFailure(String message) {
        super(message);
    }
}
