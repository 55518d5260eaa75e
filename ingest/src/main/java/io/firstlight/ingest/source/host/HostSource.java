package io.firstlight.ingest.source.host;

import io.firstlight.ingest.producer.Message;
import io.firstlight.ingest.producer.MessageSender;
import io.firstlight.ingest.source.Source;
import io.firstlight.schemas.address.Category;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * This machine as component {@code Host}. At the start: events {@code hardware}, {@code software}, {@code summaryState} ENABLED and the
 * current state of each threshold; then every period one telemetry message with all streams, and events as states change; at an ordered
 * close {@code summaryState} OFFLINE. The first telemetry comes one period after the start, because rates need two readings.
 *
 * <p>One thread of its own samples and sends. While Kafka's buffer is full that thread is held up and samples are left out. {@link #start}
 * and {@link #close} may be called from any thread.
 */
public final class HostSource implements Source {

    private static final Logger log = LoggerFactory.getLogger(HostSource.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final HostSampler sampler;
    private final Duration period;
    private final LongSupplier nanoTime;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final AtomicBoolean sendFailed = new AtomicBoolean();
    private volatile @Nullable MessageSender sender;
    private volatile @Nullable Thread thread;

    HostSource(HostConfig config, HostSensors sensors, MeterRegistry registry, LongSupplier nanoTime) {
        this.sampler = new HostSampler(config, sensors, registry);
        this.period = config.period();
        this.nanoTime = nanoTime;
    }

    /**
     * A source for the machine that this process runs on.
     *
     * @param registry where failing sensors are counted
     */
    public static HostSource ofThisMachine(HostConfig config, MeterRegistry registry) {
        return new HostSource(config, new OshiSensors(), registry, System::nanoTime);
    }

    @Override
    public synchronized void start(MessageSender messageSender) {
        if (sender != null) {
            throw new IllegalStateException("the host source was started before");
        }
        sender = messageSender;
        thread = Thread.ofPlatform().name("host-source").daemon().start(() -> run(messageSender));
    }

    @Override
    public synchronized void close() {
        MessageSender started = sender;
        if (started == null || stop.getCount() == 0) {
            return;
        }
        stop.countDown();
        try {
            Thread sampling = thread;
            if (sampling != null && !sampling.join(CLOSE_TIMEOUT)) {
                log.warn("the host source is still held up after {} s and is left behind", CLOSE_TIMEOUT.toSeconds());
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        send(started, List.of(sampler.summaryState(SummaryState.OFFLINE)));
    }

    private void run(MessageSender started) {
        Schedule schedule = new Schedule(nanoTime.getAsLong(), period.toNanos());
        send(started, sampler.facts());
        send(started, List.of(sampler.summaryState(SummaryState.ENABLED)));
        // The first sample has levels but no rates: its telemetry is only the base of the next, its events are the
        // states at the start.
        send(
                started,
                sampler.sample(nanoTime.getAsLong()).stream()
                        .filter(message -> message.category() == Category.EVENT)
                        .toList());
        try {
            while (!stop.await(schedule.next(nanoTime.getAsLong()) - nanoTime.getAsLong(), TimeUnit.NANOSECONDS)) {
                send(started, sampler.sample(nanoTime.getAsLong()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(MessageSender started, List<Message> messages) {
        for (Message message : messages) {
            var unused = started.send(message).whenComplete((acknowledgement, failure) -> {
                // The producer counts every failure; one line here says which source suffers.
                if (failure != null && sendFailed.compareAndSet(false, true)) {
                    log.warn("samples of this machine are lost while Kafka is away", failure);
                } else if (failure == null && sendFailed.compareAndSet(true, false)) {
                    log.info("samples of this machine reach Kafka again");
                }
            });
        }
    }
}
