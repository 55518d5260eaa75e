package io.firstlight.ingest.source;

import java.util.Locale;

/** Why something that a source read becomes no message. None of them ends the source. */
public enum Refusal {
    /** Not what it should be: not UTF-8, not JSON, not as many cells as the header has, not as the pattern says. */
    MALFORMED,
    /** There is nothing in it that would be a field. */
    NO_FIELDS,
    /** A name of component or stream would be illegal, or an instance no number. */
    ILLEGAL_NAME,
    /** No rule is for it. */
    NO_RULE,
    /** It is larger than the log takes. */
    TOO_LARGE;

    /** The word in meters and logs. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
