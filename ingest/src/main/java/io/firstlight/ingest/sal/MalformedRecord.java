package io.firstlight.ingest.sal;

/** Bytes that are no value of their schema. Thrown only within the package; without a stack trace, as garbage may come in floods. */
final class MalformedRecord extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MalformedRecord(String message) {
        super(message, null, false, false);
    }
}
