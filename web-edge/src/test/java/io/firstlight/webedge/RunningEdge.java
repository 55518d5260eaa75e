package io.firstlight.webedge;

import com.fasterxml.jackson.databind.JsonNode;
import com.zaxxer.hikari.HikariDataSource;
import io.firstlight.archive.ArchiveConfig;
import io.firstlight.archive.ArchiveService;
import io.firstlight.auth.AuthConfig;
import io.firstlight.auth.AuthService;
import io.firstlight.auth.database.DatabaseConfig;
import io.firstlight.auth.user.UserAdministration;
import io.firstlight.embedded.testkit.TestKafka;
import io.firstlight.embedded.testkit.TestPostgres;
import io.firstlight.ingest.IngestConfig;
import io.firstlight.ingest.IngestService;
import io.firstlight.router.RouterConfig;
import io.firstlight.router.RouterService;
import io.firstlight.schemas.json.Json;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.schemas.topic.TopicCreation;
import io.firstlight.schemas.topic.TopicPlan;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * An edge with everything behind it, all real: broker, router, archive, database, auth. Each instance has topics and a database of its
 * own, so tests do not meet.
 */
final class RunningEdge {

    static final String PROCESS_PASSWORD = "test_process";

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Map<String, String> settings = new HashMap<>();
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final HttpClient http = HttpClient.newHttpClient();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final MovableClock clock = new MovableClock();
    private final TopicPlan plan;
    private final AuthConfig authConfig;
    private final HikariDataSource pool;
    private final AuthService auth;
    private final IngestService ingest;
    private WebEdge edge;

    RunningEdge(Path directory) throws Exception {
        this(directory, Map.of());
    }

    /** An edge whose settings differ from the test's usual ones. */
    RunningEdge(Path directory, Map<String, String> differing) throws Exception {
        TestPostgres.Database database = TestPostgres.shared().freshDatabase();
        settings.put("FIRSTLIGHT_KAFKA", TestKafka.shared().bootstrapServers());
        settings.put("FIRSTLIGHT_POSTGRES", database.jdbcUrl());
        settings.put("FIRSTLIGHT_POSTGRES_USER", database.user());
        settings.put("FIRSTLIGHT_POSTGRES_PASSWORD", database.password());
        settings.put("FIRSTLIGHT_TOPIC_PREFIX", "edge" + COUNT.incrementAndGet() + ".");
        settings.put("FIRSTLIGHT_ARCHIVE_GROUP", "archive-" + COUNT.get());
        settings.put("FIRSTLIGHT_ROUTER_STATE_DIR", directory.resolve("router").toString());
        settings.put("FIRSTLIGHT_PORT", "0");
        settings.putAll(differing);
        plan = TopicPlan.from(settings);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka()))) {
            TopicCreation.ensure(admin, plan);
        }
        pool = closing(DatabaseConfig.of(database.jdbcUrl(), database.user(), database.password())
                .openPool("edge-test"));
        authConfig = AuthConfig.of(Map.of(
                "auth.key-directory",
                directory.resolve("keys").toString(),
                "auth.generate-key",
                "true",
                "auth.development",
                "true",
                "auth.process-password",
                PROCESS_PASSWORD,
                "auth.sessions-per-user",
                settings.getOrDefault("FIRSTLIGHT_SESSIONS_PER_USER", "0")));
        auth = startAuth();
        RouterService router = closing(new RouterService(RouterConfig.from(settings), meters));
        router.start();
        ArchiveService archive = closing(new ArchiveService(ArchiveConfig.from(settings), Clock.systemUTC(), meters));
        archive.start();
        ingest = closing(IngestService.start(IngestConfig.from(settings), meters, Clock.systemUTC()));
        edge = startEdge();
    }

    private AuthService startAuth() {
        AuthService started = closing(new AuthService(authConfig, pool, clock));
        started.start();
        return started;
    }

    private WebEdge startEdge() throws InterruptedException {
        WebEdge started = new WebEdge(WebEdgeConfig.from(settings), plan, auth, ingest, pool, meters, clock);
        started.start();
        return started;
    }

    private <T extends AutoCloseable> T closing(T service) {
        open.push(service);
        return service;
    }

    /** Closes the edge and starts another over the same log. */
    void restartEdge() throws InterruptedException {
        edge.close();
        edge = startEdge();
    }

    /** Whether the state topic has an entry of that component. */
    boolean stateHas(String csc) {
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka(), "isolation.level", "read_committed"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(plan.name(Topic.STATE)).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    if (record.key().contains(":" + csc + ":")) {
                        return true;
                    }
                }
            }
            return false;
        }
    }

    /** A further edge over the same log, with meters and an auth of its own, as in another process; closed with the rest. */
    WebEdge anotherEdge() throws InterruptedException {
        return anotherEdge(Map.of());
    }

    /** The same, with settings that differ from the first one's. */
    WebEdge anotherEdge(Map<String, String> differing) throws InterruptedException {
        Map<String, String> its = new HashMap<>(settings);
        its.putAll(differing);
        WebEdge another = new WebEdge(
                WebEdgeConfig.from(its),
                plan,
                startAuth(),
                ingest,
                pool,
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                clock);
        closing(another);
        another.start();
        return another;
    }

    /** A socket of that edge as that development user. */
    SocketClient client(WebEdge of, String user, String password) throws IOException, InterruptedException {
        return SocketClient.connect(
                http,
                URI.create("ws://127.0.0.1:" + of.port() + "/manager/ws/subscription?token=" + token(user, password)));
    }

    /** Where users and the archive are. */
    DataSource database() {
        return pool;
    }

    String kafka() {
        return String.valueOf(settings.get("FIRSTLIGHT_KAFKA"));
    }

    /** Changes that the first edge's own process makes. */
    UserAdministration users() {
        return auth.administration();
    }

    /** Changes that another process makes in the database, such as the command line. */
    UserAdministration commandLine() {
        return AuthService.openAdministration(pool, clock);
    }

    /** The clock of auth and edges. */
    MovableClock clock() {
        return clock;
    }

    WebEdge edge() {
        return edge;
    }

    HttpClient httpClient() {
        return http;
    }

    TopicPlan plan() {
        return plan;
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + edge.port() + path);
    }

    /** A socket of that edge. */
    SocketClient socket(WebEdge of, String path) {
        return SocketClient.connect(http, URI.create("ws://127.0.0.1:" + of.port() + path));
    }

    /** A socket as a producer with the process password. */
    SocketClient producer() {
        return socket("/manager/ws/subscription/?password=" + PROCESS_PASSWORD);
    }

    /** A socket as that development user. */
    SocketClient client(String user, String password) throws IOException, InterruptedException {
        return socket("/manager/ws/subscription?token=" + token(user, password));
    }

    SocketClient socket(String path) {
        return SocketClient.connect(http, URI.create("ws://127.0.0.1:" + edge.port() + path));
    }

    /** The status with which the edge refuses to open a socket there; 101 if it opens it. */
    int refusal(String path) {
        try {
            socket(path).close();
            return 101;
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                return refused.getResponse().statusCode();
            }
            throw e;
        }
    }

    String token(String user, String password) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                post("/manager/api/get-token/", "{\"username\":\"" + user + "\",\"password\":\"" + password + "\"}");
        if (answer.statusCode() != 200) {
            throw new AssertionError("login answered " + answer.statusCode() + " " + answer.body());
        }
        return Json.mapper().readTree(answer.body()).get("token").asText();
    }

    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    /** The status that a request without a body gets. */
    int http(String method, String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)).method(method, HttpRequest.BodyPublishers.noBody()))
                .statusCode();
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** What a gauge or counter of the first edge shows. */
    double meter(String name) {
        return meters.get(name).meter().measure().iterator().next().getValue();
    }

    /** A part of a frame, by its JSON pointer. */
    static JsonNode json(String frame, String pointer) throws IOException {
        return Json.mapper().readTree(frame).at(pointer);
    }

    JsonNode json(String path) throws IOException, InterruptedException {
        return Json.mapper().readTree(get(path).body());
    }

    void close() throws Exception {
        edge.close();
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }
}
