package io.firstlight.standalone.process;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.embedded.LoopbackPort;
import io.firstlight.embedded.testkit.TestKafka;
import io.firstlight.embedded.testkit.TestPostgres;
import io.firstlight.embedded.testkit.fault.ChildProcess;
import io.firstlight.ingest.edge.EdgeClient;
import io.firstlight.ingest.edge.EdgeClientConfig;
import io.firstlight.ingest.producer.Acknowledgement;
import io.firstlight.ingest.producer.Message;
import io.firstlight.router.RouterConfig;
import io.firstlight.router.RouterService;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.json.Json;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.schemas.topic.TopicCreation;
import io.firstlight.schemas.topic.TopicPlan;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** An edge that is killed with -9 and started again, five times, while producers send to it. */
class EdgeKilledIT {

    private static final Path FIRSTLIGHT =
            Path.of("target/firstlight/bin/firstlight").toAbsolutePath();
    private static final int KILLS = 5;
    private static final int PRODUCERS = 3;
    private static final int UNDER_WAY = 200;

    @TempDir
    private Path directory;

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port = LoopbackPort.free();
    private final Map<String, String> settings = new HashMap<>();
    private final AtomicInteger acknowledged = new AtomicInteger();

    /** The invariant: of each producer the log has exactly what it sent, in its order. */
    @Test
    void everySampleOfAProducerIsInTheLogOnceAndInOrder() throws Exception {
        TestPostgres.Database database = TestPostgres.shared().freshDatabase();
        settings.put("FIRSTLIGHT_KAFKA", TestKafka.shared().bootstrapServers());
        settings.put("FIRSTLIGHT_TOPIC_PREFIX", "killed.");
        settings.put("FIRSTLIGHT_ROUTER_STATE_DIR", directory.resolve("router").toString());
        settings.put("FIRSTLIGHT_POSTGRES", database.jdbcUrl());
        settings.put("FIRSTLIGHT_POSTGRES_USER", database.user());
        settings.put("FIRSTLIGHT_POSTGRES_PASSWORD", database.password());
        settings.put("FIRSTLIGHT_AUTH_KEY_DIRECTORY", directory.resolve("keys").toString());
        settings.put("FIRSTLIGHT_AUTH_GENERATE_KEY", "true");
        settings.put("FIRSTLIGHT_AUTH_DEVELOPMENT", "true");
        settings.put("FIRSTLIGHT_PROCESS_PASSWORD", "killed");
        settings.put("FIRSTLIGHT_JAVA_OPTS", "-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1");
        TopicPlan topics = TopicPlan.from(settings);
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", TestKafka.shared().bootstrapServers()))) {
            TopicCreation.ensure(admin, topics);
        }
        try (RouterService router = new RouterService(RouterConfig.from(settings), new SimpleMeterRegistry())) {
            router.start();
            assertNothingIsLostOrTwice(topics);
        }
    }

    private void assertNothingIsLostOrTwice(TopicPlan topics) throws Exception {
        CompletableFuture<Void> enough = new CompletableFuture<>();
        List<CompletableFuture<Integer>> sent = new ArrayList<>();
        // Threads of their own: clients connect with the help of the common pool, which these would block.
        ExecutorService threads = Executors.newFixedThreadPool(
                PRODUCERS, Thread.ofPlatform().daemon().factory());
        try (ChildProcess edge = startEdge()) {
            for (int i = 1; i <= PRODUCERS; i++) {
                Component component = new Component("Killed", i);
                sent.add(CompletableFuture.supplyAsync(() -> produce(component, topics, enough), threads));
            }
            for (int i = 0; i < KILLS; i++) {
                int before = acknowledged.get();
                await().atMost(60, TimeUnit.SECONDS)
                        .failFast(() ->
                                assertThat(edge.isAlive()).as(edge::output).isTrue())
                        .until(() -> acknowledged.get() > before + 1000);
                edge.kill();
                edge.startAgain();
            }
            enough.complete(null);
            for (CompletableFuture<Integer> producer : sent) {
                assertThat(producer.get(90, TimeUnit.SECONDS)).isPositive();
            }
        } finally {
            threads.shutdownNow();
        }
        Map<Integer, List<Integer>> logged = logged(topics);
        for (int i = 1; i <= PRODUCERS; i++) {
            int count = sent.get(i - 1).get();
            assertThat(logged.get(i))
                    .isEqualTo(IntStream.range(0, count).boxed().toList());
        }
    }

    private ChildProcess startEdge() {
        URI ready = URI.create("http://127.0.0.1:" + port + "/health/ready");
        return ChildProcess.start(
                new ChildProcess.Command(
                        "edge",
                        List.of(FIRSTLIGHT.toString(), "web-edge", "--port", Integer.toString(port)),
                        settings,
                        directory.resolve("edge.log")),
                () -> answers(ready));
    }

    private boolean answers(URI uri) {
        try {
            return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private int produce(Component component, TopicPlan topics, CompletableFuture<Void> enough) {
        EdgeClientConfig config = EdgeClientConfig.from(Map.of(
                EdgeClientConfig.EDGES,
                "ws://127.0.0.1:" + port + "/manager/ws/subscription",
                EdgeClientConfig.PASSWORD,
                "killed",
                EdgeClientConfig.RECONNECT_MS,
                "500"));
        Semaphore underWay = new Semaphore(UNDER_WAY);
        List<CompletableFuture<Acknowledgement>> answers = new ArrayList<>();
        try (EdgeClient client = new EdgeClient(config, topics, new SimpleMeterRegistry(), Clock.systemUTC())) {
            client.start(wish -> {});
            while (!enough.isDone()) {
                underWay.acquireUninterruptibly();
                answers.add(client.send(sample(component, answers.size())).whenComplete((done, failure) -> {
                    underWay.release();
                    acknowledged.incrementAndGet();
                }));
            }
            answers.forEach(CompletableFuture::join);
            return answers.size();
        }
    }

    private static Message sample(Component component, int number) {
        return Message.telemetry(component).stream("count")
                .integer("number", number, "unitless")
                .build();
    }

    /** The numbers in the log by instance, read by a plain consumer. */
    private static Map<Integer, List<Integer>> logged(TopicPlan topics) throws IOException {
        Map<Integer, List<Integer>> numbers = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", TestKafka.shared().bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topics.name(Topic.TELEMETRY)).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(part -> consumer.position(part) < ends.getOrDefault(part, 0L))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    JsonNode value = Json.mapper().readTree(record.value());
                    numbers.computeIfAbsent(value.path("salindex").asInt(), key -> new ArrayList<>())
                            .add(value.at("/data/count/number/value").asInt());
                }
            }
        }
        return numbers;
    }
}
