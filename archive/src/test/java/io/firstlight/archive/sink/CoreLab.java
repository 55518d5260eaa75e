package io.firstlight.archive.sink;

import io.firstlight.archive.ArchiveLab;
import io.firstlight.archive.store.BatchStore;
import io.firstlight.archive.store.Quarantine;
import io.firstlight.embedded.testkit.TestKafka;
import io.firstlight.schemas.topic.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** A core that the test steps, on real servers. */
final class CoreLab implements AutoCloseable {

    private static final Duration STEP = Duration.ofMillis(20);
    private static final long DEADLINE_MS = 30_000;

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final SinkCore core;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;

    /** One that stores what each poll brings. */
    static CoreLab of(ArchiveLab lab, String group) {
        return new CoreLab(lab, group, new BatchLimits(1_000, 16 << 20, Duration.ZERO), null);
    }

    /** One that gathers and, within a test's time, never stores. */
    static CoreLab thatOnlyGathers(ArchiveLab lab, String group) {
        return new CoreLab(lab, group, new BatchLimits(100_000, 1 << 30, Duration.ofMinutes(1)), null);
    }

    CoreLab(
            ArchiveLab lab,
            String group,
            BatchLimits limits,
            @org.jspecify.annotations.Nullable Quarantine quarantine) {
        String kafka = TestKafka.shared().bootstrapServers();
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        kafka,
                        "group.id",
                        group,
                        "enable.auto.commit",
                        false,
                        "auto.offset.reset",
                        "none",
                        "partition.assignment.strategy",
                        CooperativeStickyAssignor.class.getName(),
                        "max.poll.records",
                        100),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka), new ByteArraySerializer(), new ByteArraySerializer());
        Clock clock = Clock.systemUTC();
        Quarantine used = quarantine != null
                ? quarantine
                : new KafkaQuarantine(producer, lab.plan().name(Topic.QUARANTINE), clock);
        core = new SinkCore(
                consumer,
                new AdminTopicIds(lab.admin()),
                new BatchStore(lab.dataSource(), used, clock),
                new SinkConfig(kafka, group, lab.plan(), Set.of(Topic.MESSAGE, Topic.EVENT), limits),
                clock,
                new Backoff(new Random(1)),
                new SinkMeters(meters));
        core.begin();
    }

    void stepUntil(BooleanSupplier done) throws InterruptedException {
        stepUntil(done, this);
    }

    /** Steps cores in turn until the condition holds. */
    static void stepUntil(BooleanSupplier done, CoreLab... labs) throws InterruptedException {
        long deadline = System.nanoTime() + DEADLINE_MS * 1_000_000;
        while (!done.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + DEADLINE_MS + " ms; state " + labs[0].core.state());
            }
            for (CoreLab lab : labs) {
                lab.core.step(STEP);
            }
        }
    }

    double count(String meter) {
        return meters.counter(meter).count();
    }

    /** Leaves the group and forgets everything gathered, as when the process is killed. */
    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(5)));
        producer.close();
    }
}
