package io.firstlight.ingest.source;

import io.firstlight.ingest.producer.Message;

/** What becomes of something that a source read. */
public sealed interface Translation {

    /** A message. */
    record Translated(Message message) implements Translation {}

    /**
     * No message.
     *
     * @param what what and where and why, one line for the log
     */
    record Refused(Refusal reason, String what) implements Translation {}
}
