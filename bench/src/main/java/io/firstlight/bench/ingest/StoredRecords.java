package io.firstlight.bench.ingest;

import io.firstlight.bench.measure.SequenceCheck;
import io.firstlight.bench.message.Stamp;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

import java.time.Duration;

/** Reads back what a run left in the log. Stateless. */
final class StoredRecords {

    private static final Duration POLL = Duration.ofMillis(200);

    private StoredRecords() {}

    /**
     * Reads between two ends, and checks the records of the run; others are passed over.
     *
     * @param deadlineNanos when to give up, as {@link System#nanoTime}; what was not read then counts as not there
     */
    static SequenceCheck check(
            Consumer<byte[], byte[]> consumer, TopicEnds from, TopicEnds to, int run, int keys, long deadlineNanos) {
        SequenceCheck found = new SequenceCheck(keys);
        consumer.assign(from.offsets().keySet());
        from.offsets().forEach(consumer::seek);
        while (!reached(consumer, to) && System.nanoTime() - deadlineNanos < 0) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                byte[] value = record.value();
                Stamp stamp = value == null ? null : Stamp.find(value, 0, value.length);
                if (stamp != null && stamp.run() == run && stamp.key() >= 0 && stamp.key() < keys) {
                    found.received(stamp.key(), stamp.sequence());
                }
            }
        }
        return found;
    }

    private static boolean reached(Consumer<byte[], byte[]> consumer, TopicEnds to) {
        return to.offsets().entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }
}
