package io.firstlight.webedge;

/** Who may post messages and read them: fpesa's clients know no login, so this is a choice of the operator. */
public enum MessageAccess {
    /** Everybody who reaches the edge. */
    OPEN,
    /** Users with a token: posting needs the right to write, pages the right to history, the live feed the right to read. */
    TOKEN
}
