package io.firstlight.schemas.code;

/**
 * The catalogue of WebSocket close codes (RFC 6455, section 7.4; 4000-4999 are ours). LOVE's front end reconnects by itself after every
 * code but 1000 and 4000, so 1000 is sent only when it must not, and 4000 never.
 */
public enum CloseCode {
    /** The token was revoked, or the user logged out. */
    LOGGED_OUT(1000, "", Remedy.GIVE_UP),
    /** The edge shuts down in order. */
    GOING_AWAY(1001, "edge is shutting down", Remedy.RESUME),
    /** A frame above the limit. */
    TOO_LARGE(1009, "frame larger than the limit", Remedy.FIX_REQUEST),
    /** An unexpected failure of the edge. */
    INTERNAL(1011, "internal error", Remedy.RESUME),
    /** The log's layout changed - a topic was made again, partitions were added - and the edge begins anew. */
    LOG_CHANGED(1012, "the log changed: reconnect and resume", Remedy.RESUME),
    /** The outbox was full of data that must not be dropped: resume from the last position. */
    SLOW_CONSUMER(4001, "too slow: resume from your last position", Remedy.RESUME),
    /** The token's life ended while connected. */
    TOKEN_EXPIRED(4002, "token expired", Remedy.LOG_IN),
    /** The user may no longer see all that he could: each subscription is checked again when he comes back. */
    RIGHTS_CHANGED(4003, "rights changed: reconnect and resume", Remedy.RESUME),
    /** The position to begin from was not made by this system for this feed, or is damaged. */
    POSITION_FOREIGN(4004, "not a position of this feed: connect without it", Remedy.FIX_REQUEST),
    /** The log no longer has what comes next for the client; the archive may. */
    POSITION_LOST(4005, "the log no longer reaches back to the position: read the pages", Remedy.FIX_REQUEST),
    /** The log does not take what a numbered sender sends, or cannot be asked what it has: what was not acknowledged is to be sent again. */
    LOG_UNAVAILABLE(4006, "the log takes nothing: reconnect later and send again", Remedy.RETRY_LATER),
    /** Another connection goes on with the messages of the same sender. */
    SENDER_MOVED(4007, "another connection goes on under the name of this sender", Remedy.GIVE_UP);

    private final int number;
    private final String reason;
    private final Remedy remedy;

    CloseCode(int number, String reason, Remedy remedy) {
        this.number = number;
        this.reason = reason;
        this.remedy = remedy;
    }

    /** The number in the close frame. */
    public int number() {
        return number;
    }

    /** The reason in the close frame, at most 123 bytes. */
    public String reason() {
        return reason;
    }

    /** What the client should do. */
    public Remedy remedy() {
        return remedy;
    }
}
