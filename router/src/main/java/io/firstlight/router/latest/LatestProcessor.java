package io.firstlight.router.latest;

import io.firstlight.schemas.record.ComponentRecord;
import io.firstlight.schemas.record.ParsedRecord;
import io.firstlight.schemas.record.RecordParser;
import io.firstlight.schemas.record.StreamSpan;
import io.firstlight.schemas.state.SourceOffset;
import io.firstlight.schemas.state.StateEntry;
import io.firstlight.schemas.topic.TopicPlan;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Splits each record into its streams and writes those that are news. Reads the category topics and the strays topic; what it makes of
 * which record is in {@link io.firstlight.schemas.state.RouterContract}. Owned by one task; nothing that a record holds makes it throw.
 */
final class LatestProcessor implements Processor<byte[], byte[], byte[], byte[]> {

    private final String straysTopic;
    private final TopicPlan plan;
    private final Homes homes;
    private final LatestMetrics metrics;
    private final Quarantine quarantine;
    private @Nullable ProcessorContext<byte[], byte[]> context;
    private @Nullable KeyValueStore<byte[], byte[]> store;

    LatestProcessor(String straysTopic, TopicPlan plan, Homes homes, LatestMetrics metrics) {
        this.straysTopic = straysTopic;
        this.plan = plan;
        this.homes = homes;
        this.metrics = metrics;
        this.quarantine = new Quarantine(metrics);
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
        this.store = context.getStateStore(LatestTopology.STORE);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        ProcessorContext<byte[], byte[]> context = running(this.context);
        RecordMetadata at = context.recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a record from a source has its place"));
        SourceOffset source = new SourceOffset(at.topic(), at.partition(), at.offset());
        if (!source.topic().equals(straysTopic)) {
            metrics.records().increment();
            arrived(context, record, source, record.timestamp(), false);
            return;
        }
        Optional<Stray> stray = Stray.of(record.headers());
        if (stray.isPresent()) {
            arrived(context, record, stray.get().source(), stray.get().timeMs(), true);
        } else {
            quarantine(context, record, source, "the strays topic is the router's own, and this record is not");
        }
    }

    private void arrived(
            ProcessorContext<byte[], byte[]> context,
            Record<byte[], byte[]> record,
            SourceOffset source,
            long timeMs,
            boolean atHome) {
        switch (parse(record.value())) {
            case ParsedRecord.Malformed bad -> quarantine(context, record, source, bad.reason());
            case ComponentRecord parsed -> {
                if (!plan.name(parsed.category().topic()).equals(source.topic())) {
                    quarantine(context, record, source, parsed.category() + " does not belong in this topic");
                } else if (atHome || isAtHome(parsed, source)) {
                    for (StreamSpan stream : parsed.streams()) {
                        update(context, record, parsed, stream, source, timeMs);
                    }
                } else {
                    sendHome(context, record, parsed, source, timeMs);
                }
            }
        }
    }

    /** A fault of the parser itself must not stop the topology on one record either. */
    private static ParsedRecord parse(byte @Nullable [] value) {
        try {
            return RecordParser.parse(value);
        } catch (RuntimeException e) {
            return new ParsedRecord.Malformed("the parser failed: " + e);
        }
    }

    private boolean isAtHome(ComponentRecord parsed, SourceOffset source) {
        return homes.home(source.topic(), parsed.component()) == source.partition();
    }

    private void sendHome(
            ProcessorContext<byte[], byte[]> context,
            Record<byte[], byte[]> record,
            ComponentRecord parsed,
            SourceOffset source,
            long timeMs) {
        Record<byte[], byte[]> stray = new Stray(source, timeMs)
                .forward(homes.home(source.topic(), parsed.component()), parsed.value(), context.currentSystemTimeMs());
        if (Quarantine.fits(stray.key(), stray.value(), stray.headers())) {
            metrics.strays().increment();
            context.forward(stray, LatestTopology.STRAYS_SINK);
        } else {
            quarantine(context, record, source, "the record is larger than the router's topics take");
        }
    }

    private void update(
            ProcessorContext<byte[], byte[]> context,
            Record<byte[], byte[]> record,
            ComponentRecord parsed,
            StreamSpan stream,
            SourceOffset source,
            long timeMs) {
        KeyValueStore<byte[], byte[]> store = running(this.store);
        byte[] key = stateKey(parsed, stream);
        byte[] held = store.get(key);
        if (held != null) {
            Included included = Included.parse(held);
            if (!included.supersededBy(source, timeMs)) {
                (included.partition() == source.partition() ? metrics.included() : metrics.older()).increment();
                return;
            }
        }
        byte[] entry = isNull(parsed, stream) ? null : StateEntry.write(parsed, stream, timeMs);
        RecordHeaders headers = new RecordHeaders();
        headers.add(SourceOffset.HEADER, source.toBytes());
        if (!Quarantine.fits(key, entry, headers)) {
            quarantine(context, record, source, "stream " + stream.stream() + " is larger than the state topic takes");
            return;
        }
        store.put(key, Included.of(source, timeMs).toBytes());
        (entry == null ? metrics.tombstones() : metrics.entries()).increment();
        // Brokers refuse time stamps too far ahead of their clock; the entry itself holds the exact one.
        long kafkaTimeMs = Math.min(timeMs, context.currentSystemTimeMs());
        context.forward(tombstoneOr(key, entry, kafkaTimeMs, headers), LatestTopology.STATE_SINK);
    }

    @SuppressWarnings(
            "NullAway") // A record without value is what Kafka calls a tombstone; Record's annotations do not say so.
    private static Record<byte[], byte[]> tombstoneOr(
            byte[] key, byte @Nullable [] entry, long timeMs, RecordHeaders headers) {
        return new Record<>(key, entry, timeMs, headers);
    }

    private void quarantine(
            ProcessorContext<byte[], byte[]> context, Record<byte[], byte[]> bad, SourceOffset source, String reason) {
        context.forward(
                quarantine.record(bad, source, reason, context.currentSystemTimeMs()), LatestTopology.QUARANTINE_SINK);
    }

    /** The bytes of {@link io.firstlight.schemas.address.Address#stateKey}; the parser has checked the names already. */
    private static byte[] stateKey(ComponentRecord parsed, StreamSpan stream) {
        return (parsed.category().wireName() + ':' + parsed.component().key() + ':' + stream.stream())
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static boolean isNull(ComponentRecord parsed, StreamSpan stream) {
        return parsed.value()[stream.payload().start()] == 'n';
    }

    private static <T> T running(@Nullable T held) {
        if (held == null) {
            throw new IllegalStateException("the processor has not been initialised");
        }
        return held;
    }
}
