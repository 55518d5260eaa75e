package io.firstlight.ingest.sal;

import io.firstlight.embedded.testkit.TestKafka;
import io.firstlight.embedded.testkit.sal.SalComponents;
import io.firstlight.embedded.testkit.sal.SalTopicKind;
import io.firstlight.embedded.testkit.sal.SalTopicKind.FieldKind;
import io.firstlight.embedded.testkit.sal.StandInRegistry;
import io.firstlight.ingest.component.Feed;
import io.firstlight.ingest.component.Interest;
import io.firstlight.ingest.component.Interest.Past;
import io.firstlight.ingest.component.Sample;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.avro.Schema;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A feed on a real broker and a registry that can be broken. */
final class SalFeedTest {

    private static final String KAFKA = TestKafka.shared().bootstrapServers();
    private static final AtomicInteger COUNT = new AtomicInteger();

    private static final FieldKind N = FieldKind.of("n", Schema.Type.INT, "count");
    private static final SalTopicKind STATE = SalTopicKind.event("Dome", "state", N);
    private static final SalTopicKind SCRIPT =
            SalTopicKind.event("Script", "state", N).withInstances();
    private static final SalTopicKind POSITION = SalTopicKind.telemetry("Dome", "position", N);

    private final String subname = "feed" + COUNT.incrementAndGet();
    private final StandInRegistry registry = StandInRegistry.start();
    private final SalComponents sal = new SalComponents(KAFKA, registry.url(), subname);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Heard heard = new Heard();
    private final List<SalFeed> feeds = new ArrayList<>();

    @AfterEach
    void close() {
        feeds.forEach(SalFeed::close);
        sal.close();
        registry.close();
    }

    private SalFeed start(Map<String, String> settings, Feed.Listener listener, Interest... interests) {
        Map<String, String> all = new HashMap<>(Map.of(
                SalConfig.SUBNAME,
                subname,
                SalConfig.BROKERS,
                KAFKA,
                SalConfig.REGISTRY_URL,
                registry.url().toString(),
                SalConfig.DISCOVERY_MS,
                "200"));
        all.putAll(settings);
        SalFeed feed = new SalFeed(SalConfig.from(all), meters, InstantSource.system());
        feeds.add(feed);
        feed.start(List.of(interests), listener);
        return feed;
    }

    private void listen(Interest... interests) {
        start(Map.of(), heard, interests);
        soon().until(heard::hasCaughtUp);
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20));
    }

    private static Interest all(Past past) {
        return new Interest(null, null, null, past);
    }

    private void write(SalTopicKind kind, int index, long n) {
        sal.write(kind, index, Map.of("n", (int) n));
    }

    private double count(String meter, String... tags) {
        return meters.get(meter).tags(tags).counter().count();
    }

    /** Hears all, and then has a trouble of its own with each sample. */
    private record Troubled(Heard heard, Runnable trouble) implements Feed.Listener {
        @Override
        public void sample(Sample sample) {
            heard.sample(sample);
            trouble.run();
        }

        @Override
        public void caughtUp() {
            heard.caughtUp();
        }

        @Override
        public void tick() {
            heard.tick();
        }
    }

    private static void hold(CountDownLatch until) {
        try {
            until.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void deliversOfThePastTheNewestEventOfEachInstanceAndThenWhatComes() {
        sal.create(STATE, SCRIPT, POSITION);
        for (int n = 0; n < 40; n++) {
            write(SCRIPT, n % 3, n);
            write(STATE, 0, n);
            write(POSITION, 0, n);
        }
        listen(all(Past.LAST));
        assertThat(heard.lines().subList(0, heard.samplesOfThePast))
                .containsExactlyInAnyOrder(
                        "Dome:0 state 39*", "Script:1 state 37*", "Script:2 state 38*", "Script:0 state 39*")
                .containsSubsequence("Script:1 state 37*", "Script:2 state 38*", "Script:0 state 39*");

        write(SCRIPT, 2, 100);
        write(STATE, 0, 101);
        write(POSITION, 0, 102);
        soon().until(() -> heard.samples.size() == 7);
        assertThat(heard.lines()).contains("Script:2 state 100", "Dome:0 state 101", "Dome:0 position 102");
        assertThat(heard.caughtUp).hasValue(1);
        assertThat(count("firstlight.sal.samples", "category", "event")).isEqualTo(6);
        assertThat(count("firstlight.sal.samples", "category", "telemetry")).isEqualTo(1);
    }

    @Test
    void looksBackForInstancesNoFurtherThanItIsTold() {
        sal.create(SCRIPT);
        write(SCRIPT, 7, 0);
        for (int n = 1; n <= 10; n++) {
            write(SCRIPT, 1, n);
        }
        start(Map.of(SalConfig.HISTORY, "10"), heard, all(Past.LAST));
        soon().until(heard::hasCaughtUp);
        assertThat(heard.lines()).containsExactly("Script:1 state 10*");
    }

    @Test
    void deliversTheWholePastOfEventsInOrderToWhoWantsIt() {
        sal.create(SCRIPT, POSITION);
        for (int n = 0; n < 600; n++) {
            sal.send(SCRIPT, n % 2, sal.encoded(SCRIPT, sal.record(SCRIPT, n % 2, Map.of("n", n))));
        }
        sal.flush();
        write(POSITION, 0, 1);
        listen(all(Past.ALL));
        assertThat(heard.numbers()).isEqualTo(LongStream.range(0, 600).boxed().toList());
        assertThat(heard.samples).allMatch(Sample::past);
    }

    @Test
    void readsOnlyTheTopicsAndInstancesThatAreWanted() {
        sal.create(STATE, SCRIPT, POSITION);
        listen(
                new Interest("Script", 2, null, Past.LAST),
                new Interest("Dome", null, Set.of("tel_position"), Past.LAST));
        for (int index = 0; index < 4; index++) {
            write(SCRIPT, index, index);
        }
        write(STATE, 0, 10);
        write(POSITION, 0, 11);
        soon().until(() -> heard.samples.size() >= 2);
        assertThat(heard.lines()).containsExactlyInAnyOrder("Script:2 state 2", "Dome:0 position 11");
        assertThat(meters.get("firstlight.sal.topics").gauge().value()).isEqualTo(2);
    }

    @Test
    void readsTopicsThatComeLaterFromTheirBeginning() {
        listen(all(Past.LAST));
        sal.create(POSITION, STATE);
        for (int n = 0; n < 5; n++) {
            write(POSITION, 0, n);
        }
        write(STATE, 0, 5);
        soon().until(() -> heard.samples.size() == 6);
        assertThat(heard.lines())
                .containsSubsequence("Dome:0 position 0", "Dome:0 position 1", "Dome:0 position 4")
                .contains("Dome:0 state 5");
    }

    @Test
    void readsPartitionsThatAreAddedToATopicFromTheirBeginning() throws Exception {
        sal.create(POSITION);
        listen(all(Past.LAST));
        write(POSITION, 0, 0);
        soon().until(() -> heard.samples.size() == 1);
        String topic = POSITION.topic(subname);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", KAFKA))) {
            admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(2)))
                    .all()
                    .get();
        }
        byte[] value = sal.encoded(POSITION, sal.record(POSITION, 0, Map.of("n", 1)));
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", KAFKA), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, 1, POSITION.key(0), value))
                    .get();
        }
        write(POSITION, 0, 2);
        soon().until(() -> heard.samples.size() >= 3);
        assertThat(heard.numbers()).containsExactlyInAnyOrder(0L, 1L, 2L);
    }

    @Test
    void deliversHeartbeatsAsTheyComeButNoneOfThePast() {
        SalTopicKind heartbeat = SalTopicKind.event("Dome", "heartbeat", N);
        sal.create(heartbeat, STATE);
        write(heartbeat, 0, 1);
        write(STATE, 0, 2);
        listen(all(Past.ALL));
        write(heartbeat, 0, 3);
        soon().until(() -> heard.samples.size() == 2);
        assertThat(heard.lines()).containsExactly("Dome:0 state 2*", "Dome:0 heartbeat 3");
    }

    @Test
    void leavesOutCommandsAcknowledgementsOtherSalsAndIllegalNames() throws Exception {
        String longName = "x".repeat(100);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", KAFKA))) {
            admin.createTopics(List.of(
                            new NewTopic("lsst." + subname + ".Dome.command_start", 1, (short) 1),
                            new NewTopic("lsst." + subname + ".Dome.ackcmd", 1, (short) 1),
                            new NewTopic("lsst.x" + subname + ".Dome.position", 1, (short) 1),
                            new NewTopic("lsst." + subname + ".Dome." + longName, 1, (short) 1)))
                    .all()
                    .get();
        }
        sal.create(STATE);
        listen(all(Past.LAST));
        assertThat(meters.get("firstlight.sal.topics").gauge().value()).isEqualTo(1);
        int ticks = heard.ticks.get();
        soon().until(() -> heard.ticks.get() > ticks + 5);
        assertThat(count("firstlight.sal.topics.illegal")).isEqualTo(1);
    }

    @Test
    void goesOnWithAnotherSchemaInMidStream() {
        sal.create(POSITION);
        listen(all(Past.LAST));
        write(POSITION, 0, 1);
        SalTopicKind next = POSITION.with(FieldKind.of("more", Schema.Type.STRING, "unitless"));
        sal.write(next, 0, Map.of("n", 2, "more", "text"));
        write(POSITION, 0, 3);
        soon().until(() -> heard.samples.size() == 3);
        assertThat(heard.numbers()).containsExactly(1L, 2L, 3L);
        assertThat(Heard.json(heard.samples.get(1)))
                .endsWith("\"n\": {\"value\": 2, \"dataType\": \"Int\", \"units\": \"count\"},"
                        + " \"more\": {\"value\": \"text\", \"dataType\": \"String\", \"units\": \"unitless\"}}");
        assertThat(Heard.json(heard.samples.get(2))).doesNotContain("more");
    }

    @Test
    void waitsForARegistryThatIsAwayAndLosesNothing() {
        sal.create(STATE, POSITION);
        write(STATE, 0, 1);
        byte[] first = sal.encoded(POSITION, sal.record(POSITION, 0, Map.of("n", 2)));
        byte[] second = sal.encoded(POSITION, sal.record(POSITION, 0, Map.of("n", 3)));
        registry.stop();
        start(Map.of(), heard, all(Past.LAST));
        soon().until(() -> gauge("firstlight.sal.waiting") == 1);
        sal.send(POSITION, 0, first);
        sal.send(POSITION, 0, second);
        sal.flush();
        soon().until(() -> gauge("firstlight.sal.waiting") == 2);
        assertThat(heard.samples).isEmpty();
        assertThat(heard.hasCaughtUp()).isFalse();
        soon().until(() -> count("firstlight.sal.registry.failures") >= 2);

        registry.startAgain();
        soon().until(() -> heard.samples.size() == 3);
        assertThat(heard.lines()).containsSubsequence("Dome:0 position 2", "Dome:0 position 3");
        assertThat(heard.lines()).contains("Dome:0 state 1*");
        soon().until(heard::hasCaughtUp);
        soon().until(() -> gauge("firstlight.sal.waiting") == 0);
    }

    private double gauge(String name) {
        return meters.get(name).gauge().value();
    }

    @Test
    void letsATopicWaitForItsSchemaWhileTheOthersGoOn() {
        sal.create(STATE, POSITION);
        listen(all(Past.LAST));
        write(POSITION, 0, 1);
        soon().until(() -> heard.samples.size() == 1);
        byte[] value = sal.encoded(STATE, sal.record(STATE, 0, Map.of("n", 2)));
        registry.hold();
        sal.writeRaw(STATE, 0, value);
        soon().until(() -> gauge("firstlight.sal.waiting") == 1);
        write(POSITION, 0, 3);
        write(POSITION, 0, 4);
        soon().until(() -> heard.samples.size() == 3);
        assertThat(heard.numbers()).containsExactly(1L, 3L, 4L);
        registry.open();
        soon().until(() -> heard.samples.size() == 4);
        assertThat(heard.lines()).endsWith("Dome:0 state 2");
    }

    @Test
    void takesARegistryThatAnswersWithErrorsForOneThatIsAway() {
        sal.create(POSITION);
        byte[] value = sal.encoded(POSITION, sal.record(POSITION, 0, Map.of("n", 1)));
        listen(all(Past.LAST));
        registry.breakWith(500);
        sal.writeRaw(POSITION, 0, value);
        soon().until(() -> count("firstlight.sal.registry.failures") >= 1);
        registry.breakWith(404);
        soon().until(() -> count("firstlight.sal.registry.failures") >= 3);
        registry.breakWith(0);
        soon().until(() -> heard.samples.size() == 1);
    }

    @Test
    void logsInAtTheRegistry() {
        registry.protect("reader", "p@ss");
        sal.create(POSITION);
        registry.put("any", POSITION.schema().toString());
        start(
                Map.of(SalConfig.REGISTRY_URL, registry.url().toString().replace("://", "://reader:p%40ss@")),
                heard,
                all(Past.LAST));
        soon().until(heard::hasCaughtUp);
        sal.writeRaw(POSITION, 0, SalComponents.framed(1, sal.record(POSITION, 0, Map.of("n", 5))));
        soon().until(() -> heard.samples.size() == 1);
        assertThat(heard.numbers()).containsExactly(5L);
    }

    @Test
    void skipsWhatCannotBeReadAndCountsItByReason() {
        sal.create(STATE, POSITION);
        int noRecord = registry.put("no-record", "\"int\"");
        int noSchema = registry.put("no-schema", "{\"type\": \"nonsense\"}");
        listen(all(Past.LAST));
        byte[] good = sal.encoded(POSITION, sal.record(POSITION, 0, Map.of("n", 1)));
        byte[] cut = Arrays.copyOf(good, good.length - 1);
        byte[] longer = Arrays.copyOf(good, good.length + 1);
        byte[] unknown = good.clone();
        unknown[1] = 77;
        byte[] negative = good.clone();
        negative[1] = -1;
        sal.writeRaw(POSITION, 0, null);
        sal.writeRaw(POSITION, 0, "garbage".getBytes(StandardCharsets.US_ASCII));
        sal.writeRaw(POSITION, 0, new byte[] {0, 0, 0});
        sal.writeRaw(POSITION, 0, cut);
        sal.writeRaw(POSITION, 0, longer);
        sal.writeRaw(POSITION, 0, unknown);
        sal.writeRaw(POSITION, 0, negative);
        sal.writeRaw(POSITION, 0, SalComponents.framed(noRecord, sal.record(POSITION, 0, Map.of())));
        sal.writeRaw(POSITION, 0, SalComponents.framed(noSchema, sal.record(POSITION, 0, Map.of())));
        sal.writeRaw(POSITION, 0, good);
        soon().until(() -> heard.samples.size() == 1);
        assertThat(count("firstlight.sal.skipped", "reason", "empty")).isEqualTo(1);
        assertThat(count("firstlight.sal.skipped", "reason", "unframed")).isEqualTo(2);
        assertThat(count("firstlight.sal.skipped", "reason", "malformed")).isEqualTo(2);
        assertThat(count("firstlight.sal.skipped", "reason", "unknown_schema")).isEqualTo(2);
        assertThat(count("firstlight.sal.skipped", "reason", "unusable_schema")).isEqualTo(2);
    }

    @Test
    void findsTheLastGoodEventBehindABadOne() {
        sal.create(STATE);
        write(STATE, 0, 1);
        write(STATE, 0, 2);
        sal.writeRaw(STATE, 0, new byte[] {1, 2, 3, 4, 5, 6});
        listen(all(Past.LAST));
        assertThat(heard.lines()).containsExactly("Dome:0 state 2*");
    }

    @Test
    void catchesUpBehindRecordsThatAreNoneForReaders() {
        sal.create(STATE, SCRIPT);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", KAFKA, "transactional.id", subname),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.initTransactions();
            for (SalTopicKind kind : List.of(STATE, SCRIPT)) {
                byte[] value = sal.encoded(kind, sal.record(kind, 1, Map.of("n", 7)));
                producer.beginTransaction();
                var unused = producer.send(new ProducerRecord<>(kind.topic(subname), kind.key(1), value));
                producer.commitTransaction();
            }
        }
        // The mark of the transaction's end is the last in each topic.
        listen(all(Past.LAST));
        assertThat(heard.lines()).containsExactlyInAnyOrder("Dome:0 state 7*", "Script:1 state 7*");
    }

    @Test
    void readsATopicThatWasDeletedAndMadeAgainFromItsBeginning() {
        sal.create(POSITION, STATE);
        listen(all(Past.LAST));
        for (int n = 0; n < 5; n++) {
            write(POSITION, 0, n);
        }
        soon().until(() -> heard.samples.size() == 5);
        sal.delete(POSITION);
        soon().until(() -> gauge("firstlight.sal.topics") == 1);
        soon().ignoreExceptions().until(() -> {
            sal.create(POSITION);
            return true;
        });
        write(POSITION, 0, 10);
        write(POSITION, 0, 11);
        write(STATE, 0, 12);
        soon().until(() -> heard.samples.size() == 8);
        assertThat(heard.numbers()).containsSubsequence(4L, 10L, 11L).contains(12L);
    }

    @Test
    void goesOnWithTheOldestThatIsLeftWhenWhatComesNextIsDeleted() throws Exception {
        sal.create(POSITION);
        registry.put("any", POSITION.schema().toString());
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Feed.Listener slow = new Troubled(heard, () -> {
            blocked.countDown();
            hold(goOn);
        });
        start(Map.of(), slow, all(Past.LAST));
        soon().until(heard::hasCaughtUp);
        write(POSITION, 0, 0);
        assertThat(blocked.await(20, TimeUnit.SECONDS)).isTrue();
        for (int n = 1; n <= 9; n++) {
            write(POSITION, 0, n);
        }
        TopicPartition place = new TopicPartition(POSITION.topic(subname), 0);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", KAFKA))) {
            admin.deleteRecords(Map.of(place, RecordsToDelete.beforeOffset(7)))
                    .all()
                    .get();
        }
        goOn.countDown();
        soon().until(() -> heard.numbers().contains(9L));
        // Some of those that were deleted may have been under way.
        assertThat(heard.numbers()).startsWith(0L).endsWith(7L, 8L, 9L).isSorted();
        assertThat(count("firstlight.sal.jumps", "reason", "deleted")).isEqualTo(1);
    }

    @Test
    void ticksAboutTenTimesASecondWithoutSamples() {
        listen(all(Past.LAST));
        int before = heard.ticks.get();
        long from = System.nanoTime();
        soon().until(() -> heard.ticks.get() >= before + 10);
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isBetween(Duration.ofMillis(850), Duration.ofSeconds(5));
    }

    @Test
    void goesOnWhenTheListenerFails() {
        sal.create(POSITION);
        Feed.Listener failing = new Troubled(heard, () -> {
            throw new IllegalStateException("on purpose");
        });
        start(Map.of(), failing, all(Past.LAST));
        soon().until(heard::hasCaughtUp);
        write(POSITION, 0, 1);
        write(POSITION, 0, 2);
        soon().until(() -> heard.samples.size() == 2);
        assertThat(count("firstlight.sal.listener.failures")).isEqualTo(2);
    }

    @Test
    void closesInTimeAndIsQuietAfterwardsThoughTheListenerBlocks() {
        sal.create(POSITION);
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch blocked = new CountDownLatch(1);
        Feed.Listener stuck = new Troubled(heard, () -> {
            blocked.countDown();
            hold(never);
        });
        SalFeed feed = start(Map.of(SalConfig.CLOSE_TIMEOUT_MS, "100"), stuck, all(Past.LAST));
        soon().until(heard::hasCaughtUp);
        write(POSITION, 0, 1);
        write(POSITION, 0, 2);
        soon().until(() -> blocked.getCount() == 0);
        long from = System.nanoTime();
        feed.close();
        feed.close();
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(4));
        assertThat(heard.numbers()).containsExactly(1L);
    }

    @Test
    void doesNotMindABrokerThatCannotBeFoundYet() {
        SalFeed feed = start(Map.of(SalConfig.BROKERS, "broker.invalid:9092"), heard, all(Past.LAST));
        soon().until(() -> heard.ticks.get() >= 3);
        assertThat(count("firstlight.sal.broker.failures")).isPositive();
        feed.close();
    }
}
