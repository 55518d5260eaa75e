package io.firstlight.ingest.relay;

/** A run of the relay cannot go on; the next may. */
final class RelayFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RelayFailure(String message, Throwable cause) {
        super(message + ": " + cause.getMessage(), cause);
    }
}
