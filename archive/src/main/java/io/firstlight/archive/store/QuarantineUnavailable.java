package io.firstlight.archive.store;

/** The quarantine did not take a record; the batch must not be committed without it. */
public final class QuarantineUnavailable extends Exception {

    private static final long serialVersionUID = 1L;

    /** With the cause that the quarantine gave. */
    public QuarantineUnavailable(Throwable cause) {
        super("the quarantine does not answer: " + cause.getMessage(), cause);
    }
}
