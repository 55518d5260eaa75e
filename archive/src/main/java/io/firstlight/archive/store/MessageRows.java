package io.firstlight.archive.store;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A message becomes one row, with the next id. */
final class MessageRows implements RowFormat<Arrival.Message> {

    private final long lastId;

    /** Ids go on after that one. */
    MessageRows(long lastId) {
        this.lastId = lastId;
    }

    @Override
    public String copyCommand() {
        return "COPY archive.message (id, time, source_topic, source_partition, source_offset, message_group, body)"
                + " FROM STDIN";
    }

    @Override
    public int append(Arrival.Message arrival, int row, CopyText out) {
        ConsumerRecord<byte[], byte[]> source = arrival.source();
        out.number(lastId + 1 + row)
                .time(source.timestamp())
                .number(arrival.topicNumber())
                .number(source.partition())
                .number(source.offset());
        byte[] group = source.key();
        if (group == null) {
            out.nothing();
        } else {
            out.utf8(group);
        }
        out.utf8(source.value()).endRow();
        return 1;
    }
}
