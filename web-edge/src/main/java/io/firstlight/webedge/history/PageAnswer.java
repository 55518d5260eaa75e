package io.firstlight.webedge.history;

/** What a {@link PageSource} has at an offset. */
public sealed interface PageAnswer {

    /** The page that covers the offset. */
    record Loaded(Page page) implements PageAnswer {}

    /** It is being read; whoever asked is woken. */
    record Loading() implements PageAnswer {}

    /** The offset is the end of the log, or beyond it. */
    record AtEnd() implements PageAnswer {}

    /**
     * Retention has passed the offset.
     *
     * @param earliest the first offset that is left
     */
    record Gone(long earliest) implements PageAnswer {}

    /**
     * The log cannot be read now; ask again later.
     *
     * @param reason for the log of the edge
     */
    record Unavailable(String reason) implements PageAnswer {}
}
