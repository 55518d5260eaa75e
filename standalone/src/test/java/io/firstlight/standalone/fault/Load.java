package io.firstlight.standalone.fault;

import io.firstlight.ingest.IngestConfig;
import io.firstlight.ingest.producer.Message;
import io.firstlight.ingest.producer.MessageBuilder;
import io.firstlight.ingest.producer.TelemetryProducer;
import io.firstlight.schemas.address.Address;
import io.firstlight.schemas.address.Category;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A steady load on the log: components that each write telemetry and events, every record with its number, through one producer per
 * category. Steady also while Kafka is away: the producers hold what waits. Thread-safe.
 */
final class Load implements AutoCloseable {

    /** The stream of every component, and the field with the number in it. */
    static final String STREAM = "count";

    static final String NUMBER = "seq";

    private static final List<Category> CATEGORIES = List.of(Category.TELEMETRY, Category.EVENT);
    private static final int BURSTS_PER_SECOND = 50;
    private static final long PAUSED_WITHIN_SECONDS = 150;

    private final List<TelemetryProducer> producers = new ArrayList<>();
    private final List<NumberedStream> streams = new ArrayList<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("load").factory());
    private final int burst;
    private int next;
    private volatile boolean running;

    /**
     * A load that does not run yet.
     *
     * @param servers of Kafka
     * @param components how many; each writes to two addresses
     * @param recordsPerSecond of all together, a multiple of {@value #BURSTS_PER_SECOND}
     */
    Load(String servers, int components, int recordsPerSecond) {
        burst = recordsPerSecond / BURSTS_PER_SECOND;
        for (int i = 1; i <= components; i++) {
            for (Category category : CATEGORIES) {
                streams.add(new NumberedStream(Address.of(category, "Fault" + i, i, STREAM)));
            }
        }
        for (Category category : CATEGORIES) {
            producers.add(TelemetryProducer.start(
                    IngestConfig.from(Map.of(
                            IngestConfig.KAFKA, servers, IngestConfig.NAME, "fault-load-" + category.wireName())),
                    new SimpleMeterRegistry(),
                    InstantSource.system()));
        }
        long periodNanos = TimeUnit.SECONDS.toNanos(1) / BURSTS_PER_SECOND;
        var unused = timer.scheduleAtFixedRate(this::send, 0, periodNanos, TimeUnit.NANOSECONDS);
    }

    /** What it writes to. */
    List<NumberedStream> streams() {
        return List.copyOf(streams);
    }

    void run() {
        running = true;
    }

    /** Stops writing and returns when every record sent has been answered. */
    void pause() throws Exception {
        running = false;
        // Behind the burst that may be on its way.
        Future<?> settled = timer.submit(() -> producers.forEach(TelemetryProducer::flush));
        settled.get(PAUSED_WITHIN_SECONDS, TimeUnit.SECONDS);
    }

    /** Sends the stream's last record once more, unnoticed by the stream, and returns when Kafka has it. */
    void repeatLast(NumberedStream stream) throws Exception {
        producerOf(stream)
                .send(message(stream.address(), stream.sent() - 1))
                .get(PAUSED_WITHIN_SECONDS, TimeUnit.SECONDS);
    }

    private TelemetryProducer producerOf(NumberedStream stream) {
        return producers.get(CATEGORIES.indexOf(stream.address().category()));
    }

    private void send() {
        for (int i = 0; running && i < burst; i++) {
            NumberedStream stream = streams.get(next);
            next = (next + 1) % streams.size();
            int number = stream.next();
            var unused = producerOf(stream)
                    .send(message(stream.address(), number))
                    .whenComplete((acknowledgement, failure) -> {
                        if (failure == null) {
                            stream.acknowledged(number, acknowledgement);
                        } else {
                            stream.failed();
                        }
                    });
        }
    }

    private static Message message(Address address, int number) {
        MessageBuilder message = Message.of(address.category(), address.component());
        return message.stream(address.stream())
                .integer(NUMBER, number, MessageBuilder.UNITLESS)
                .text("note", "a record of the fault tests")
                .build();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        producers.forEach(TelemetryProducer::close);
    }
}
