package io.firstlight.router.latest;

import io.firstlight.schemas.record.SenderMark;
import io.firstlight.schemas.state.SourceOffset;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

import java.util.Optional;

/** Lets {@link LatestCore} run in Kafka Streams: reads the category topics and the strays topic. Owned by one task. */
final class LatestProcessor implements Processor<byte[], byte[], byte[], byte[]> {

    private final String straysTopic;
    private final LatestCore core;
    private final LatestMetrics metrics;
    private @Nullable Task task;

    LatestProcessor(String straysTopic, LatestCore core, LatestMetrics metrics) {
        this.straysTopic = straysTopic;
        this.core = core;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        task = new Task(context, context.getStateStore(LatestTopology.STORE), metrics);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        Task task = this.task;
        if (task == null) {
            throw new IllegalStateException("the processor has not been initialised");
        }
        SourceOffset place = task.begin(record);
        if (!place.topic().equals(straysTopic)) {
            metrics.records().increment();
            core.arrived(place, record.timestamp(), record.value(), task, task);
            return;
        }
        Optional<Stray> stray = Stray.of(record.headers());
        if (stray.isPresent()) {
            core.cameHome(stray.get().source(), stray.get().timeMs(), record.value(), task, task);
        } else {
            task.quarantine(place, "the strays topic is the router's own, and this record is not");
        }
    }

    /** One task's store and sinks, and the record it is at. */
    private static final class Task implements LatestCore.Memory, LatestCore.Outlet {

        private final ProcessorContext<byte[], byte[]> context;
        private final KeyValueStore<byte[], byte[]> store;
        private final LatestMetrics metrics;
        private final Quarantine quarantine;
        private @Nullable Record<byte[], byte[]> current;

        Task(ProcessorContext<byte[], byte[]> context, KeyValueStore<byte[], byte[]> store, LatestMetrics metrics) {
            this.context = context;
            this.store = store;
            this.metrics = metrics;
            this.quarantine = new Quarantine(metrics);
        }

        SourceOffset begin(Record<byte[], byte[]> record) {
            current = record;
            RecordMetadata at = context.recordMetadata()
                    .orElseThrow(() -> new IllegalStateException("a record from a source has its place"));
            return new SourceOffset(at.topic(), at.partition(), at.offset());
        }

        @Override
        public byte @Nullable [] get(byte[] key) {
            return store.get(key);
        }

        @Override
        public void put(byte[] key, byte[] value) {
            store.put(key, value);
        }

        @Override
        public void entry(byte[] key, byte @Nullable [] entry, SourceOffset source, long timeMs) {
            (entry == null ? metrics.tombstones() : metrics.entries()).increment();
            // Brokers refuse time stamps too far ahead of their clock; the entry itself holds the exact one.
            long kafkaTimeMs = Math.min(timeMs, context.currentSystemTimeMs());
            Headers headers = new RecordHeaders().add(SourceOffset.HEADER, source.toBytes());
            addSenderMark(headers);
            context.forward(tombstoneOr(key, entry, kafkaTimeMs, headers), LatestTopology.STATE_SINK);
        }

        /** An edge that starts learns from the entries what senders have in the log already. */
        private void addSenderMark(Headers headers) {
            Header mark = current == null ? null : current.headers().lastHeader(SenderMark.HEADER);
            if (mark != null) {
                headers.add(mark);
            }
        }

        @Override
        public void stray(int home, SourceOffset source, long timeMs, byte[] value) {
            metrics.strays().increment();
            context.forward(
                    new Stray(source, timeMs).forward(home, value, context.currentSystemTimeMs()),
                    LatestTopology.STRAYS_SINK);
        }

        @Override
        public void quarantine(SourceOffset source, String reason) {
            Record<byte[], byte[]> bad = current;
            if (bad == null) {
                throw new IllegalStateException("no record has arrived");
            }
            context.forward(
                    quarantine.record(bad, source, reason, context.currentSystemTimeMs()),
                    LatestTopology.QUARANTINE_SINK);
        }

        @Override
        public void leftOut(LatestCore.LeftOut why) {
            switch (why) {
                case INCLUDED -> metrics.included().increment();
                case OLDER -> metrics.older().increment();
            }
        }

        @SuppressWarnings(
                "NullAway") // A record without value is what Kafka calls a tombstone; Record's annotations do not say
        // so.
        private static Record<byte[], byte[]> tombstoneOr(
                byte[] key, byte @Nullable [] entry, long timeMs, Headers headers) {
            return new Record<>(key, entry, timeMs, headers);
        }
    }
}
