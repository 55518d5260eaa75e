package io.firstlight.ingest.producer;

/** What the future of a record fails with when Kafka did not acknowledge it. */
public final class NotAcknowledged extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why, and what the sender may conclude. */
    public enum Reason {
        /** The buffer stayed full for as long as a send may block. The record is not in the log; send it again later. */
        BUFFER_FULL(false),
        /** Kafka has not been reached since the producer started, or the topic does not exist. The record is not in the log. */
        KAFKA_UNKNOWN(false),
        /** No answer within the delivery time. The record may or may not be in the log. */
        TIMED_OUT(true),
        /** The record is larger than the topic or the buffer takes. It is not in the log. */
        TOO_LARGE(false),
        /** An edge found the message wrong, and would again. It is not in the log. */
        WRONG(false),
        /** The log has later messages of the same sender, and may lack this one. Send what is newer. */
        OVERTAKEN(true),
        /** The producer was closed before the answer came. The record may or may not be in the log. */
        CLOSED(true),
        /** Kafka or an edge refused it, for example for lack of rights or replicas; the cause tells. It may or may not be in the log. */
        REFUSED(true);

        private final boolean mayBeInLog;

        Reason(boolean mayBeInLog) {
            this.mayBeInLog = mayBeInLog;
        }

        /** Whether the record may be in the log nevertheless, so that sending it again may double it. */
        public boolean mayBeInLog() {
            return mayBeInLog;
        }
    }

    private final Reason reason;

    /**
     * A failure.
     *
     * @param topic the full name of the topic that it was for
     * @param cause what happened
     */
    public NotAcknowledged(Reason reason, String topic, Throwable cause) {
        super("record for " + topic + " was not acknowledged: " + reason + " (" + cause.getMessage() + ")", cause);
        this.reason = reason;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }

    /** Whether the same record fails whenever it is sent. */
    public boolean isForGood() {
        return reason == Reason.TOO_LARGE || reason == Reason.WRONG;
    }
}
