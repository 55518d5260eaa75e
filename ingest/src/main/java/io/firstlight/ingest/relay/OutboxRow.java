package io.firstlight.ingest.relay;

import org.jspecify.annotations.Nullable;

/**
 * A row of the outbox.
 *
 * @param id its number
 * @param group the notice's group, not yet checked, as is all that follows
 * @param noticeId the notice's id or null
 * @param type the notice's type or null
 * @param payload null if it is larger than was asked for
 * @param ageMs since when it has been there, in ms by the database's clock
 */
record OutboxRow(
        long id,
        String group,
        @Nullable Integer noticeId,
        @Nullable String type,
        @Nullable String payload,
        long ageMs) {}
