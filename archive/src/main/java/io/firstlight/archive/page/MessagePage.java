package io.firstlight.archive.page;

import java.util.List;

/**
 * One page of messages, newest first.
 *
 * @param paginationId the newest id of the frozen list that this is a page of; 0 if the list is empty
 * @param offset how many messages of that list come before this page
 * @param limit most messages that the page could have had
 * @param total messages in that list
 * @param messages the page
 */
public record MessagePage(long paginationId, long offset, int limit, long total, List<StoredMessage> messages) {

    public MessagePage {
        messages = List.copyOf(messages);
    }
}
