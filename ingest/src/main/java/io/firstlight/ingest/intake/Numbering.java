package io.firstlight.ingest.intake;

import io.firstlight.ingest.producer.Acknowledgement;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.record.SenderMark;
import io.firstlight.schemas.topic.Topic;

/**
 * The number that its sender gave to a message, and what the log has of that sender: so that a message that comes again after a broken
 * connection is written once.
 *
 * <p>It relies on an order: messages of one sender that concern the same component come by their numbers, and are written so. Then one number says
 * which of them the log has.
 */
public interface Numbering {

    /** The mark that the message's records get. */
    SenderMark mark();

    /** Whether the log has the message's record for that component. */
    Finding find(Topic topic, Component component);

    /** What is known of a record. */
    sealed interface Finding {

        /** It is not in the log, nor is a later one of its sender and component. */
        record Absent() implements Finding {}

        /**
         * It is in the log.
         *
         * @param at a place at or behind it
         */
        record Present(Acknowledgement at) implements Finding {}

        /** The log did not take it when it came before, but took later ones: now it would come after them. */
        record Overtaken() implements Finding {}
    }
}
