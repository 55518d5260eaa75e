package io.firstlight.router.liveness;

import io.firstlight.schemas.address.Component;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;

/** Lets {@link LivenessCore} run in Kafka Streams: reads the category topics and the strays topic. Owned by one task. */
final class LivenessProcessor implements Processor<byte[], byte[], byte[], byte[]> {

    private static final Logger log = LoggerFactory.getLogger(LivenessProcessor.class);
    private static final Duration TICK = Duration.ofSeconds(1);

    private final String straysTopic;
    private final ToIntFunction<Component> home;
    private final LivenessConfig config;
    private final LongSupplier answeredFetches;
    private final LivenessMetrics metrics;
    private @Nullable Task task;

    /** @param home the partition at which a component is at home */
    LivenessProcessor(
            String straysTopic,
            ToIntFunction<Component> home,
            LivenessConfig config,
            LongSupplier answeredFetches,
            LivenessMetrics metrics) {
        this.straysTopic = straysTopic;
        this.home = home;
        this.config = config;
        this.answeredFetches = answeredFetches;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        Task begun = new Task(context, context.getStateStore(LivenessTopology.STORE));
        begun.restore();
        context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, begun::tick);
        task = begun;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        Task task = this.task;
        if (task == null) {
            throw new IllegalStateException("the processor has not been initialised");
        }
        task.process(record);
    }

    @Override
    public void close() {
        if (task != null) {
            metrics.closed(task);
        }
    }

    /** One task's core, store and sinks. */
    private final class Task implements LivenessCore.Outlet {

        private final ProcessorContext<byte[], byte[]> context;
        private final KeyValueStore<byte[], byte[]> store;
        private final int partition;
        private final LivenessCore core = new LivenessCore(config);
        private long fetchesBefore;
        private boolean read;
        private boolean refusalWasLogged;

        Task(ProcessorContext<byte[], byte[]> context, KeyValueStore<byte[], byte[]> store) {
            this.context = context;
            this.store = store;
            this.partition = context.taskId().partition();
            this.fetchesBefore = answeredFetches.getAsLong();
        }

        /** Takes back what was kept. Who has another home since partitions were added is learned anew there. */
        void restore() {
            List<byte[]> foreign = new ArrayList<>();
            try (KeyValueIterator<byte[], byte[]> all = store.all()) {
                while (all.hasNext()) {
                    KeyValue<byte[], byte[]> kept = all.next();
                    if (!isAtHome(kept.key) || !core.restore(kept.value)) {
                        foreign.add(kept.key);
                    }
                }
            }
            foreign.forEach(store::delete);
            metrics.task(this, core.known(), core.silent());
        }

        private boolean isAtHome(byte[] key) {
            return home.applyAsInt(Component.parse(new String(key, StandardCharsets.UTF_8))) == partition;
        }

        void process(Record<byte[], byte[]> record) {
            read = true;
            boolean stray = context.recordMetadata()
                    .map(at -> at.topic().equals(straysTopic))
                    .orElse(false);
            if (stray) {
                Sign.of(record.value()).ifPresent(this::hear);
                return;
            }
            metrics.records().increment();
            if (record.headers().lastHeader(LivenessEvent.HEADER) != null) {
                return;
            }
            for (Sign sign : Signs.in(record.value(), record.timestamp())) {
                int itsHome = home.applyAsInt(sign.component());
                if (itsHome == partition) {
                    hear(sign);
                } else {
                    metrics.strays().increment();
                    context.forward(
                            new Record<>(
                                    LivenessTopology.strayKey(itsHome), sign.toBytes(), context.currentSystemTimeMs()),
                            LivenessTopology.STRAYS_SINK);
                }
            }
        }

        private void hear(Sign sign) {
            if (core.hear(sign, context.currentSystemTimeMs())) {
                return;
            }
            metrics.refused().increment();
            if (!refusalWasLogged) {
                log.warn(
                        "{} components are known in partition {}; {} and others that come later are not watched",
                        core.known(),
                        partition,
                        sign.component());
                refusalWasLogged = true;
            }
        }

        void tick(long nowMs) {
            long fetches = answeredFetches.getAsLong();
            core.tick(nowMs, read || fetches != fetchesBefore, this);
            fetchesBefore = fetches;
            read = false;
            metrics.task(this, core.known(), core.silent());
        }

        @Override
        public void say(Component component, byte[] value) {
            metrics.events().increment();
            context.forward(
                    new Record<>(
                            key(component),
                            value,
                            context.currentSystemTimeMs(),
                            new RecordHeaders().add(LivenessEvent.HEADER, key(component))),
                    LivenessTopology.EVENTS_SINK);
        }

        @Override
        public void keep(Component component, byte[] life) {
            store.put(key(component), life);
        }

        @Override
        public void forget(Component component) {
            store.delete(key(component));
        }

        private byte[] key(Component component) {
            return component.key().getBytes(StandardCharsets.UTF_8);
        }
    }
}
