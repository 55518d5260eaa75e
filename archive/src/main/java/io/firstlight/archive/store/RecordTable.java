package io.firstlight.archive.store;

import io.firstlight.schemas.topic.Topic;

import java.util.Optional;
import java.util.stream.Stream;

/** The tables that hold component records, one per category topic; all have the same columns. */
public enum RecordTable {
    EVENT(Topic.EVENT),
    ACK(Topic.ACK),
    LOG(Topic.LOG),
    COMMAND(Topic.COMMAND),
    TELEMETRY(Topic.TELEMETRY);

    private final Topic topic;

    RecordTable(Topic topic) {
        this.topic = topic;
    }

    /** The topic whose records it holds. */
    public Topic topic() {
        return topic;
    }

    /** The table's name within schema {@code archive}. */
    public String tableName() {
        return topic.suffix();
    }

    /** The table of that topic's records, if they are component records that can be archived. */
    public static Optional<RecordTable> of(Topic topic) {
        return Stream.of(values()).filter(table -> table.topic == topic).findFirst();
    }
}
