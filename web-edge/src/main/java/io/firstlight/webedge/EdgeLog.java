package io.firstlight.webedge;

import io.firstlight.ingest.producer.Acknowledgement;
import io.firstlight.schemas.record.SenderMark;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.schemas.topic.TopicPlan;
import io.firstlight.webedge.history.LogHistory;
import io.firstlight.webedge.hub.Hub;
import io.firstlight.webedge.hub.HubLoop;
import io.firstlight.webedge.hub.HubMeters;
import io.firstlight.webedge.hub.HubSettings;
import io.firstlight.webedge.log.Bootstrap;
import io.firstlight.webedge.log.KafkaRecordLog;
import io.firstlight.webedge.log.LayoutWatch;
import io.firstlight.webedge.log.LogHealth;
import io.firstlight.webedge.log.LogLayout;
import io.firstlight.webedge.sender.SentNumbers;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * The log as one edge uses it: what is live goes to the hub, what is past is read in pages, and a watch looks whether it is still the same
 * log. Opened by the hub's thread, again whenever the layout has changed; {@link #past} may be asked by any thread.
 */
final class EdgeLog implements AutoCloseable {

    /** Topics without a state: a late joiner has missed what was before. */
    private static final List<Topic> LIVE_ONLY = List.of(Topic.MESSAGE, Topic.COMMAND, Topic.INITIAL_STATE);

    /** One loader reads faster than clients take what it reads. */
    private static final int PAGE_LOADERS = 1;

    /** How long the cluster may take to answer the watch before the log counts as away. */
    private static final int WATCH_TIMEOUT_MS = 4000;

    private static final int KAFKA_ANSWER_MS = 5000;

    /** How long a numbered sender waits until this edge knows what the log has. */
    private static final int READ_TO_END_MS = 10_000;

    private static final int POLL_RECORDS = 2000;

    private final WebEdgeConfig config;
    private final TopicPlan plan;
    private final MeterRegistry meters;
    private final HubMeters hubMeters;
    private final SentNumbers sentNumbers = new SentNumbers();
    private final AtomicInteger reachable;
    private final Clock clock;
    private final LongSupplier monotonicMs;
    private volatile @Nullable Admin admin;
    private @Nullable LayoutWatch watch;
    private volatile @Nullable KafkaRecordLog live;
    private volatile @Nullable LogHistory past;
    private volatile @Nullable HubLoop hub;

    EdgeLog(WebEdgeConfig config, TopicPlan plan, MeterRegistry meters, Clock clock, LongSupplier monotonicMs) {
        this.config = config;
        this.plan = plan;
        this.meters = meters;
        this.hubMeters = new HubMeters(meters);
        this.reachable = meters.gauge("firstlight.edge.log.reachable", new AtomicInteger(1));
        this.clock = clock;
        this.monotonicMs = monotonicMs;
    }

    /** The past of the log that is open now; null before the first is. */
    @Nullable
    LogHistory past() {
        return past;
    }

    /** Who is to be told when the log is away, or is another. */
    void watch(HubLoop told) {
        hub = told;
    }

    /** Opens the log anew: loads the latest state into a hub, and begins to read behind it. By the hub's thread. */
    HubLoop.Opened open(Executor self) throws InterruptedException {
        Consumer<byte[], byte[]> consumer = consumer();
        // A client of its own, with Kafka's patience: at the start of everything brokers may be slow.
        try (Admin patient = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, config.kafka()))) {
            Bootstrap bootstrap = new Bootstrap(patient, plan, config.routerId());
            Bootstrap.Beginning beginning = bootstrap.find(consumer, LIVE_ONLY);
            LogHistory opened = openPast(beginning.layout());
            Hub begun = new Hub(
                    beginning.layout(),
                    beginning.start(),
                    new HubSettings(config.tailBytes(), config.replays(), config.subscriptions()),
                    opened.pages(),
                    opened.states(),
                    self,
                    hubMeters,
                    monotonicMs.getAsLong());
            Marks marks = new Marks(beginning.layout());
            bootstrap.load(consumer, beginning, (address, entry, source, mark) -> {
                begun.load(address, entry, source);
                if (mark != null) {
                    marks.saw(
                            mark,
                            address.category().topic(),
                            address.component().key(),
                            source.partition(),
                            source.offset());
                }
            });
            expect(beginning.layout());
            KafkaRecordLog records = new KafkaRecordLog(consumer, beginning.start(), plan, marks);
            live = records;
            return new HubLoop.Opened(begun, records);
        } catch (RuntimeException | InterruptedException e) {
            consumer.close();
            throw e;
        }
    }

    /** Takes what the log has of numbered senders. */
    private final class Marks implements KafkaRecordLog.MarkSink {
        private final LogLayout layout;

        Marks(LogLayout layout) {
            this.layout = layout;
        }

        @Override
        public void saw(SenderMark mark, Topic topic, String component, int partition, long offset) {
            sentNumbers.saw(
                    mark,
                    topic,
                    component,
                    new Acknowledgement(plan.name(topic), layout.of(topic).id(), partition, offset));
        }
    }

    /** What the log has of numbered senders, as far as it has been read. */
    SentNumbers sentNumbers() {
        return sentNumbers;
    }

    /** Completes when everything that the topics hold at this moment has been read; fails if that takes too long. By any thread. */
    CompletableFuture<Void> readToEnd() {
        Admin asked = admin;
        if (asked == null) {
            return CompletableFuture.failedFuture(new IllegalStateException("the log is not open"));
        }
        LogHistory opened = past;
        KafkaRecordLog reading = live;
        if (opened == null || reading == null) {
            return CompletableFuture.failedFuture(new IllegalStateException("the log is not open"));
        }
        return ends(asked, opened.layout())
                .thenCompose(reading::reached)
                .orTimeout(READ_TO_END_MS, TimeUnit.MILLISECONDS);
    }

    private CompletableFuture<Map<TopicPartition, Long>> ends(Admin asked, LogLayout layout) {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        for (Topic topic : layout.names()) {
            for (int p = 0; p < layout.of(topic).partitions(); p++) {
                latest.put(new TopicPartition(plan.name(topic), p), OffsetSpec.latest());
            }
        }
        return asked.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all()
                .toCompletionStage()
                .toCompletableFuture()
                .thenApply(found -> {
                    Map<TopicPartition, Long> ends = new HashMap<>();
                    found.forEach((partition, end) -> ends.put(partition, end.offset()));
                    return ends;
                });
    }

    private Consumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        config.kafka(),
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "none",
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        // A broker that stands still is given up after it, and the partition's new leader asked;
                        // Kafka's own
                        // is 30 s.
                        ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        KAFKA_ANSWER_MS,
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        POLL_RECORDS),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private Admin admin() {
        Admin known = admin;
        if (known == null) {
            known = Admin.create(Map.of(
                    AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                    config.kafka(),
                    AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                    WATCH_TIMEOUT_MS,
                    AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                    WATCH_TIMEOUT_MS));
            admin = known;
        }
        return known;
    }

    private LogHistory openPast(LogLayout layout) {
        closePast();
        LogHistory opened = new LogHistory(
                new LogHistory.Settings(config.kafka(), PAGE_LOADERS, config.pageBytes(), config.searchRecords()),
                plan,
                layout,
                admin(),
                meters,
                clock::millis);
        opened.start();
        past = opened;
        return opened;
    }

    private void closePast() {
        LogHistory opened = past;
        if (opened != null) {
            opened.close();
        }
    }

    private void expect(LogLayout layout) {
        LayoutWatch running = watch;
        if (running != null) {
            running.expect(layout);
            return;
        }
        LayoutWatch begun =
                new LayoutWatch(admin(), plan, layout, Duration.ofSeconds(config.layoutWatchSeconds()), new Health());
        watch = begun;
        begun.start();
    }

    private final class Health implements LogHealth {
        @Override
        public void reachable(boolean now) {
            reachable.set(now ? 1 : 0);
            HubLoop told = hub;
            if (told != null) {
                told.execute(h -> h.logReachable(now));
            }
        }

        @Override
        public void layoutChanged(LogLayout now) {
            HubLoop told = hub;
            if (told != null) {
                told.reopen("the log is laid out anew: " + now);
            }
        }
    }

    /** Ends the watch and the reading of the past; the hub's own reading is its loop's matter and ends before. */
    @Override
    public void close() {
        if (watch != null) {
            watch.close();
        }
        closePast();
        if (admin != null) {
            admin.close(Duration.ofSeconds(1));
        }
    }
}
