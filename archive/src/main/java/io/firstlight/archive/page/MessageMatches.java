package io.firstlight.archive.page;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Some of the messages of a list that a path matches, newest first.
 *
 * @param paginationId the newest id of the frozen list that was looked through; 0 if it is empty
 * @param limit most messages that there could have been
 * @param messages the matches
 * @param next where to go on: the newest id that has not been looked at; null if the list has been looked through
 */
public record MessageMatches(
        long paginationId,
        int limit,
        List<StoredMessage> messages,
        @Nullable Long next) {

    public MessageMatches {
        messages = List.copyOf(messages);
    }
}
