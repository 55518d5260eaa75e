package io.firstlight.schemas.code;

/**
 * The catalogue of errors in answers and error frames. On the wire:
 * {@code {"error": {"code": 1001, "name": "malformed_json", "message": "...", "remedy": "fix_request"}}}, where {@code message} says what
 * was wrong with this very request.
 */
public enum ErrorCode {
    MALFORMED_JSON(1001, 400, Remedy.FIX_REQUEST, "The text is not one JSON object in UTF-8."),
    MISSING_FIELD(1002, 400, Remedy.FIX_REQUEST, "A required field is missing or has the wrong type."),
    UNKNOWN_CATEGORY(1003, 400, Remedy.FIX_REQUEST, "The category is none of those that this server routes."),
    ILLEGAL_NAME(1004, 400, Remedy.FIX_REQUEST, "A component, index or stream name has illegal characters or length."),
    TOO_LARGE(1005, 413, Remedy.FIX_REQUEST, "The frame or body is larger than the limit."),
    UNKNOWN_OPTION(1006, 400, Remedy.FIX_REQUEST, "The request is of no known kind."),
    BAD_PARAMETER(1007, 400, Remedy.FIX_REQUEST, "A query parameter or option has an illegal value."),
    NOT_TEXT(1008, 400, Remedy.FIX_REQUEST, "Only text frames are understood here."),
    NOT_FOUND(1009, 404, Remedy.FIX_REQUEST, "There is nothing at that path or with that id."),
    METHOD_NOT_ALLOWED(1010, 405, Remedy.FIX_REQUEST, "The path exists, but not for that method."),
    NOT_STRICT_JSON(
            1011,
            422,
            Remedy.FIX_REQUEST,
            "The value cannot be stored: a number or character that JSON storage lacks."),
    SCHEMA_VIOLATED(
            1012,
            422,
            Remedy.FIX_REQUEST,
            "The payload breaks its registered schema, or has to have one and has none."),
    OVERTAKEN(
            1013,
            409,
            Remedy.FIX_REQUEST,
            "The log may lack the message, and has later ones of its sender: send a newer one under a number of its own."),

    NOT_AUTHENTICATED(2001, 401, Remedy.LOG_IN, "There is no valid token or password."),
    TOKEN_EXPIRED(2002, 401, Remedy.LOG_IN, "The token has expired."),
    NOT_ALLOWED(2003, 403, Remedy.ASK_FOR_RIGHT, "The user lacks the right for this address or action."),
    BAD_CREDENTIALS(2004, 400, Remedy.FIX_REQUEST, "User name and password do not match an active user."),

    TOO_MANY_SUBSCRIPTIONS(3001, 429, Remedy.FIX_REQUEST, "The connection has as many subscriptions as one may have."),
    TOO_MANY_REQUESTS(3002, 429, Remedy.RETRY_LATER, "Requests come faster than the limit."),
    TOO_MANY_REPLAYS(3003, 429, Remedy.RETRY_LATER, "The edge runs as many replays as it may."),
    TOO_MANY_CONNECTIONS(
            3004, 429, Remedy.RETRY_LATER, "The user has as many connections to the edge as one may have."),

    LOG_UNAVAILABLE(4001, 503, Remedy.RETRY_LATER, "The log did not take the record in time; it may or may not be in."),
    DATABASE_UNAVAILABLE(4002, 503, Remedy.RETRY_LATER, "The database does not answer."),
    NOT_READY(4003, 503, Remedy.RETRY_LATER, "This edge has not loaded the state yet."),
    /** Said by the proxy before the edges, as the next one. */
    NO_EDGE(4010, 502, Remedy.RETRY_LATER, "No edge answers; what was asked may or may not have been done."),
    EDGE_TIMED_OUT(
            4011,
            504,
            Remedy.RETRY_LATER,
            "The edge did not answer in time; what was asked may or may not have been done."),

    POSITION_FOREIGN(5001, 400, Remedy.FIX_REQUEST, "The position token was not made by this system, or is damaged."),
    POSITION_LOST(5002, 410, Remedy.FIX_REQUEST, "The log no longer reaches back to the position."),

    INTERNAL(9001, 500, Remedy.RETRY_LATER, "The server failed; the log tells more.");

    private final int number;
    private final int httpStatus;
    private final Remedy remedy;
    private final String meaning;

    ErrorCode(int number, int httpStatus, Remedy remedy, String meaning) {
        this.number = number;
        this.httpStatus = httpStatus;
        this.remedy = remedy;
        this.meaning = meaning;
    }

    /** The number in the catalogue. */
    public int number() {
        return number;
    }

    /** The status with which HTTP answers carry this error. */
    public int httpStatus() {
        return httpStatus;
    }

    /** What the client should do. */
    public Remedy remedy() {
        return remedy;
    }

    /** What it means, in one sentence. */
    public String meaning() {
        return meaning;
    }

    /** The name on the wire, for example {@code malformed_json}. */
    public String wireName() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
