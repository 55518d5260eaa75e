package io.firstlight.webedge.log;

import io.firstlight.schemas.record.ComponentRecord;
import io.firstlight.schemas.record.InitialStateRequest;
import io.firstlight.schemas.record.ParsedRecord;
import io.firstlight.schemas.record.RecordParser;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.webedge.target.Target;
import org.jspecify.annotations.Nullable;

/**
 * A record that has been read and found good; shared by all who deliver it. Immutable.
 *
 * @param record the record
 * @param component what it says; null for a record of the message topic, whose value is the message's body
 * @param request what is asked of producers; null for everything else
 */
public record LogEntry(
        LogRecord record,
        @Nullable ComponentRecord component,
        @Nullable InitialStateRequest request) {

    /** Whether the record gives a frame of the target. */
    public boolean isOf(Target target) {
        if (component == null) {
            return target instanceof Target.OfMessages;
        }
        return request == null ? target.matches(component) : target.matches(request);
    }

    /** What reading a record gives. */
    public sealed interface Reading {

        /** A good record. */
        record Good(LogEntry entry) implements Reading {}

        /** One that no client gets: edges skip it, the router or the archive keeps it for the operator. */
        record Bad(String reason) implements Reading {}
    }

    /** Reads a record. */
    public static Reading read(LogRecord record) {
        if (record.topic() == Topic.MESSAGE) {
            byte[] body = record.value();
            return body != null && MessageBody.isObject(body)
                    ? new Reading.Good(new LogEntry(record, null, null))
                    : new Reading.Bad("a message must be one JSON object in UTF-8");
        }
        return switch (RecordParser.parse(record.value())) {
            case ParsedRecord.Malformed malformed -> new Reading.Bad(malformed.reason());
            case ComponentRecord parsed ->
                parsed.category().topic() == record.topic()
                        ? new Reading.Good(new LogEntry(
                                record, parsed, InitialStateRequest.of(parsed).orElse(null)))
                        : new Reading.Bad(parsed.category() + " does not belong in topic " + record.topic());
        };
    }
}
