package io.firstlight.webedge.history;

import io.firstlight.embedded.kafka.EmbeddedKafka;
import io.firstlight.embedded.kafka.EmbeddedKafkaConfig;
import io.firstlight.embedded.testkit.TestKafka;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.schemas.topic.TopicPlan;
import io.firstlight.webedge.log.Frontier;
import io.firstlight.webedge.log.LogRecord;
import io.firstlight.webedge.target.Target;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class KafkaPagesTest {

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(40);
    private static final Target ALL = new Target.OfCategory(Category.TELEMETRY);

    private final String kafka = TestKafka.shared().bootstrapServers();
    private final TopicPlan plan =
            TopicPlan.from(Map.of("FIRSTLIGHT_TOPIC_PREFIX", "pages" + COUNT.incrementAndGet() + "."));
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Admin admin;
    private KafkaProducer<byte[], byte[]> producer;
    private KafkaPages pages;

    @BeforeEach
    void makeTopic() throws Exception {
        admin = Admin.create(Map.of("bootstrap.servers", kafka));
        admin.createTopics(List.of(new NewTopic(plan.name(Topic.TELEMETRY), 4, (short) 1)
                        // The records' times are long ago, and the broker's retention would take them.
                        .configs(Map.of("max.message.bytes", Integer.toString(8 << 20), "retention.ms", "-1"))))
                .all()
                .get();
        producer = producer(Map.of());
        pages = pages(kafka, 64L << 20);
    }

    @AfterEach
    void close() {
        pages.close();
        producer.close();
        admin.close();
    }

    private KafkaPages pages(String bootstrapServers, long cacheBytes) {
        KafkaPages made = new KafkaPages(
                () -> PageConsumer.open(bootstrapServers), plan, 1, cacheBytes, meters, System::nanoTime);
        made.start();
        return made;
    }

    private KafkaProducer<byte[], byte[]> producer(Map<String, Object> differing) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "bootstrap.servers",
                kafka,
                "linger.ms",
                5,
                "max.request.size",
                8 << 20,
                // Of several batches under way to a partition that is just being made the broker may refuse the first
                // one for good.
                "max.in.flight.requests.per.connection",
                1));
        settings.putAll(differing);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private void send(int partition, long timestampMs, String data) {
        sendValue(partition, timestampMs, TestLog.value(Category.TELEMETRY, "A", 0, data));
    }

    private void sendValue(int partition, long timestampMs, byte @Nullable [] value) {
        Future<RecordMetadata> unused =
                producer.send(new ProducerRecord<>(plan.name(Topic.TELEMETRY), partition, timestampMs, null, value));
    }

    private void sendMany(int partition, int count) {
        for (int i = 0; i < count; i++) {
            send(partition, 1000 + i, "{\"x\":" + i + "}");
        }
        producer.flush();
    }

    private void deleteBefore(int partition, long offset) throws Exception {
        TopicPartition of = new TopicPartition(plan.name(Topic.TELEMETRY), partition);
        admin.deleteRecords(Map.of(of, RecordsToDelete.beforeOffset(offset)))
                .all()
                .get();
    }

    private double count(String name) {
        return meters.get(name).counter().count();
    }

    /** The answer when it is no longer "loading". */
    private static PageAnswer answer(PageSource source, int partition, long offset) throws InterruptedException {
        Semaphore woken = new Semaphore(0);
        PageAnswer answer = source.page(Topic.TELEMETRY, partition, offset, woken::release);
        while (answer instanceof PageAnswer.Loading) {
            assertThat(woken.tryAcquire(20, TimeUnit.SECONDS)).as("woken").isTrue();
            answer = source.page(Topic.TELEMETRY, partition, offset, woken::release);
        }
        return answer;
    }

    private static Page loaded(PageSource source, int partition, long offset) throws InterruptedException {
        PageAnswer answer = answer(source, partition, offset);
        assertThat(answer).isInstanceOf(PageAnswer.Loaded.class);
        Page page = ((PageAnswer.Loaded) answer).page();
        assertThat(page.covers(offset)).isTrue();
        return page;
    }

    private static List<LogRecord> rest(LogScan scan, Semaphore woken) throws InterruptedException {
        List<LogRecord> hits = new ArrayList<>();
        long began = System.nanoTime();
        while (true) {
            switch (scan.next()) {
                case LogScan.Step.Hit hit -> hits.add(hit.entry().record());
                case LogScan.Step.Waiting waiting ->
                    assertThat(woken.tryAcquire(20, TimeUnit.SECONDS))
                            .as("woken")
                            .isTrue();
                case LogScan.Step.AtEnd end -> {
                    return hits;
                }
                case LogScan.Step.Unavailable away -> {
                    // As every reader does: ask again later, for as long as the test's patience lasts.
                    assertThat(System.nanoTime() - began).as(away.reason()).isLessThan(PATIENCE_NANOS);
                    woken.tryAcquire(50, TimeUnit.MILLISECONDS);
                }
                case LogScan.Step.Gone gone -> throw new AssertionError(gone.toString());
            }
        }
    }

    private List<LogRecord> all(KafkaPages source) throws InterruptedException {
        Semaphore woken = new Semaphore(0);
        return rest(
                new LogScan(ALL, Frontier.beginning(TestLog.LAYOUT, ALL.topics()), null, source, woken::release),
                woken);
    }

    @Test
    void readsEveryRecordOnce() throws Exception {
        for (int p = 0; p < 4; p++) {
            sendMany(p, 5000 + p);
        }

        List<LogRecord> records = all(pages);

        assertThat(records).hasSize(20_006);
        assertThat(records.stream().map(r -> r.partition() + "@" + r.offset()).distinct())
                .hasSize(20_006);
        assertThat(count("firstlight.edge.pages.records")).isEqualTo(20_006);
        assertThat(count("firstlight.edge.pages.loaded")).isEqualTo(12);
    }

    @Test
    void readsAPageOnceHoweverManyAskAndWakesEachOnce() throws Exception {
        sendMany(0, 100);
        CountDownLatch woken = new CountDownLatch(50);
        KafkaPages unstarted = new KafkaPages(
                () -> PageConsumer.open(kafka), plan, 1, 1 << 20, new SimpleMeterRegistry(), System::nanoTime);
        assertThat(unstarted.page(Topic.TELEMETRY, 0, 0, () -> {})).isInstanceOf(PageAnswer.Unavailable.class);
        unstarted.close();
        List<AtomicInteger> wakes = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            AtomicInteger times = new AtomicInteger();
            wakes.add(times);
            PageAnswer answer = pages.page(Topic.TELEMETRY, 0, i, () -> {
                times.incrementAndGet();
                woken.countDown();
            });
            if (answer instanceof PageAnswer.Loaded) {
                woken.countDown();
                times.incrementAndGet();
            }
        }

        assertThat(woken.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(wakes).allMatch(times -> times.get() == 1);
        assertThat(count("firstlight.edge.pages.loaded")).isEqualTo(1);
    }

    @Test
    void sharesPagesBetweenReadersThatComeFromDifferentOffsets() throws Exception {
        sendMany(0, 6000);

        Page fromTheMiddle = loaded(pages, 0, 3000);
        Page fromNearby = loaded(pages, 0, 2500);

        assertThat(fromTheMiddle.from()).isEqualTo(2048);
        assertThat(fromTheMiddle.until()).isEqualTo(4096);
        assertThat(fromNearby).isSameAs(fromTheMiddle);
    }

    @Test
    void tellsTheEndOnlyWhereItIs() throws Exception {
        assertThat(answer(pages, 1, 0)).isInstanceOf(PageAnswer.AtEnd.class);
        sendMany(1, 10);

        await().untilAsserted(() -> assertThat(answer(pages, 1, 0)).isInstanceOf(PageAnswer.Loaded.class));
        assertThat(loaded(pages, 1, 0).until()).isEqualTo(10);
        assertThat(answer(pages, 1, 10)).isInstanceOf(PageAnswer.AtEnd.class);
        assertThat(answer(pages, 1, 11)).isInstanceOf(PageAnswer.AtEnd.class);
    }

    @Test
    void aShortPageGrowsInsteadOfHidingWhatComesLater() throws Exception {
        sendMany(0, 10);
        assertThat(loaded(pages, 0, 3).until()).isEqualTo(10);
        sendMany(0, 10);

        await().untilAsserted(() -> assertThat(answer(pages, 0, 10)).isInstanceOf(PageAnswer.Loaded.class));

        Page grown = loaded(pages, 0, 3);
        assertThat(grown.from()).isZero();
        assertThat(grown.until()).isEqualTo(20);
        assertThat(grown.entries(null)).hasSize(20);
        assertThat(count("firstlight.edge.pages.records"))
                .as("nothing is read twice")
                .isEqualTo(20);
    }

    @Test
    void leavesOutBadRecordsAndCoversTheirOffsets() throws Exception {
        send(0, 1, "{\"x\":1}");
        sendValue(0, 2, new byte[] {'?'});
        sendValue(0, 3, null);
        producer.flush();

        Page page = loaded(pages, 0, 2);

        assertThat(page.entries(null)).hasSize(1);
        assertThat(page.until()).isEqualTo(3);
    }

    @Test
    void endsPagesOfLargeRecordsBySizeAndReachesAnyOffsetAmongThem() throws Exception {
        String text = "x".repeat(1 << 20);
        for (int i = 0; i < 12; i++) {
            send(0, 1000 + i, "{\"x\":\"" + text + "\"}");
        }
        producer.flush();

        Page first = loaded(pages, 0, 0);
        assertThat(first.entries(null)).hasSize(2);
        assertThat(loaded(pages, 0, 2).from()).isEqualTo(2);
        assertThat(loaded(pages, 0, 9).entries(null).getFirst().record().offset())
                .isEqualTo(9);
        assertThat(all(pages)).hasSize(12);
    }

    @Test
    void holdsNoMoreThanItsBound() throws Exception {
        pages.close();
        pages = new KafkaPages(
                () -> PageConsumer.open(kafka), plan, 2, 4L << 20, new SimpleMeterRegistry(), System::nanoTime);
        pages.start();
        for (int p = 0; p < 4; p++) {
            sendMany(p, 9000);
        }

        assertThat(all(pages)).hasSize(36_000);
        assertThat(pages.bytesHeld()).isBetween(1.0, (double) (4 << 20));
        assertThat(all(pages)).hasSize(36_000);
    }

    @Test
    void passesWhatTransactionsLeaveInTheLog() throws Exception {
        try (KafkaProducer<byte[], byte[]> transactional =
                producer(Map.of("transactional.id", "pages-" + COUNT.get(), "linger.ms", 0))) {
            transactional.initTransactions();
            for (int t = 0; t < 6; t++) {
                transactional.beginTransaction();
                for (int i = 0; i < 5; i++) {
                    Future<RecordMetadata> unused = transactional.send(new ProducerRecord<>(
                            plan.name(Topic.TELEMETRY),
                            0,
                            1000L + t,
                            null,
                            TestLog.value(Category.TELEMETRY, "A", 0, "{\"x\":" + t + "}")));
                }
                // What is aborted unsent would never come into the log.
                transactional.flush();
                if (t % 2 == 0) {
                    transactional.commitTransaction();
                } else {
                    transactional.abortTransaction();
                }
            }
        }

        assertThat(all(pages)).hasSize(15).allMatch(record -> record.timestampMs() % 2 == 0);
        // The last mark is written a moment after the transaction's end was acknowledged.
        await().untilAsserted(() -> assertThat(loaded(pages, 0, 35).until()).isEqualTo(36));
    }

    @Test
    void saysWhatRetentionHasPassedAndReadsWhatIsLeftOfTheBlock() throws Exception {
        sendMany(0, 3000);
        deleteBefore(0, 2500);

        assertThat(answer(pages, 0, 10)).isEqualTo(new PageAnswer.Gone(2500));
        assertThat(answer(pages, 0, 2499)).isEqualTo(new PageAnswer.Gone(2500));
        Page left = loaded(pages, 0, 2600);
        assertThat(left.from()).isEqualTo(2500);
        assertThat(left.until()).isEqualTo(3000);
    }

    @Test
    void forgetsWhatItHeldWhenTheTopicIsAnother() throws Exception {
        sendMany(0, 3000);
        assertThat(all(pages)).hasSize(3000);

        admin.deleteTopics(List.of(plan.name(Topic.TELEMETRY))).all().get();
        await().ignoreExceptions().until(() -> {
            admin.createTopics(List.of(new NewTopic(plan.name(Topic.TELEMETRY), 4, (short) 1)))
                    .all()
                    .get();
            return true;
        });
        // The old producer knows the old topic, and would wait for it.
        producer.close();
        producer = producer(Map.of());
        sendMany(0, 7);
        pages.forget();

        await().ignoreExceptions().untilAsserted(() -> assertThat(all(pages)).hasSize(7));
    }

    @Test
    void isUnavailableWhileTheBrokerIsAwayAndGoesOnByItself(@TempDir Path directory) throws Exception {
        EmbeddedKafka broker = EmbeddedKafka.start(EmbeddedKafkaConfig.of(directory, 0), fault -> {});
        try (Admin own = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
                KafkaProducer<byte[], byte[]> ownProducer =
                        producer(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            own.createTopics(List.of(new NewTopic(plan.name(Topic.TELEMETRY), 4, (short) 1)))
                    .all()
                    .get();
            for (int i = 0; i < 5000; i++) {
                Future<RecordMetadata> unused = ownProducer.send(new ProducerRecord<>(
                        plan.name(Topic.TELEMETRY), 0, null, TestLog.value(Category.TELEMETRY, "A", 0, "{\"x\":1}")));
            }
        }
        int port = Integer.parseInt(broker.bootstrapServers().replaceFirst(".*:", ""));
        try (KafkaPages own = pages(broker.bootstrapServers(), 64L << 20)) {
            Page first = loaded(own, 0, 0);
            broker.close();

            assertThat(answer(own, 1, 0)).isInstanceOf(PageAnswer.Unavailable.class);
            assertThat(answer(own, 0, 0)).as("what is in memory is there").isEqualTo(new PageAnswer.Loaded(first));

            broker = EmbeddedKafka.start(EmbeddedKafkaConfig.of(directory, port), fault -> {});
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(answer(own, 0, 4999)).isInstanceOf(PageAnswer.Loaded.class));
            assertThat(all(own)).hasSize(5000);
        } finally {
            broker.close();
        }
    }

    @Test
    void startsAndClosesAsOftenAsItIsTold() throws Exception {
        pages.start();
        sendMany(0, 1);
        loaded(pages, 0, 0);
        pages.close();
        pages.close();
        assertThat(pages.page(Topic.TELEMETRY, 2, 0, () -> {})).isInstanceOf(PageAnswer.Unavailable.class);
    }
}
