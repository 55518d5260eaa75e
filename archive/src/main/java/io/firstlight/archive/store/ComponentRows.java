package io.firstlight.archive.store;

import io.firstlight.schemas.json.Span;
import io.firstlight.schemas.record.ComponentRecord;
import io.firstlight.schemas.record.StreamSpan;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A component record becomes one row per stream. */
final class ComponentRows implements RowFormat<Arrival.Component> {

    private final RecordTable table;

    ComponentRows(RecordTable table) {
        this.table = table;
    }

    @Override
    public String copyCommand() {
        return "COPY archive." + table.tableName() + " (time, csc, salindex, stream, payload, producer, producer_snd,"
                + " source_topic, source_partition, source_offset) FROM STDIN";
    }

    @Override
    public int append(Arrival.Component arrival, int row, CopyText out) {
        ConsumerRecord<byte[], byte[]> source = arrival.source();
        ComponentRecord content = arrival.content();
        for (StreamSpan stream : content.streams()) {
            out.time(source.timestamp())
                    .text(content.component().csc())
                    .number(content.component().salindex())
                    .text(stream.stream())
                    .utf8(content.value(), stream.payload());
            String producer = content.producer();
            if (producer == null) {
                out.nothing();
            } else {
                out.text(producer);
            }
            Span producerSnd = content.producerSnd();
            if (producerSnd == null) {
                out.nothing();
            } else {
                out.utf8(content.value(), producerSnd);
            }
            out.number(arrival.topicNumber())
                    .number(source.partition())
                    .number(source.offset())
                    .endRow();
        }
        return content.streams().size();
    }
}
