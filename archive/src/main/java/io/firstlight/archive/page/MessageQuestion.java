package io.firstlight.archive.page;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Which list of messages is meant. Times cut it as they do history, by a place in the log: it begins with the first message that is not older
 * than {@code from}, and ends before the first that is not older than {@code to}.
 *
 * @param paginationId the newest id of the list, as an earlier page said; null, or an id that does not exist yet, for the list as it is now
 * @param from where it begins; null for the oldest message
 * @param to where it ends; null for the newest message
 */
public record MessageQuestion(
        @Nullable Long paginationId,
        @Nullable Instant from,
        @Nullable Instant to) {

    /** All that there is now. */
    public static final MessageQuestion ALL = new MessageQuestion(null, null, null);

    public MessageQuestion {
        if (paginationId != null && paginationId < 0) {
            throw new IllegalArgumentException("paginationId " + paginationId + " is negative");
        }
    }

    /** The list whose newest message has that id. */
    public static MessageQuestion upTo(@Nullable Long paginationId) {
        return new MessageQuestion(paginationId, null, null);
    }
}
