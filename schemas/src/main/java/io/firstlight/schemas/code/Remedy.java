package io.firstlight.schemas.code;

/** What a client should do about a failure. */
public enum Remedy {
    /** Send something else: the request itself is wrong. */
    FIX_REQUEST,
    /** Log in again. */
    LOG_IN,
    /** Ask an administrator for the right. */
    ASK_FOR_RIGHT,
    /** Try the same again, later and with growing delay. */
    RETRY_LATER,
    /** Reconnect and resume from the last position seen. */
    RESUME,
    /** Do not reconnect by itself. */
    GIVE_UP
}
