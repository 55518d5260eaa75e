package io.firstlight.webedge.history;

import io.firstlight.webedge.log.LogEntry;
import org.jspecify.annotations.Nullable;

/**
 * What a record costs in memory, in bytes: its value, and the objects around it as HotSpot lays them out with compressed pointers (entry
 * 24, record 40, array header 16, component record 56, its names and component 96, spans 32, list 32, producer 56, places in the page's
 * lists 8; a stream 24 and its span 16, its name being shared).
 */
final class PageWeight {

    private static final int RECORD = 360;
    private static final int STREAM = 44;

    private PageWeight() {}

    /** Of a record without a value, and of a bad one: they take part in a page's limit though they are not held. */
    static final int NOTHING = 16;

    static long of(@Nullable LogEntry entry) {
        byte[] value = entry == null ? null : entry.record().value();
        if (entry == null || value == null) {
            return NOTHING;
        }
        int streams =
                entry.component() == null ? 0 : entry.component().streams().size();
        return value.length + RECORD + (long) STREAM * streams;
    }
}
