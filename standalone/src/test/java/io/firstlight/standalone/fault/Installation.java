package io.firstlight.standalone.fault;

import io.firstlight.embedded.LoopbackPort;
import io.firstlight.embedded.testkit.TestPostgres.Database;
import io.firstlight.embedded.testkit.fault.ChildProcess;
import io.firstlight.embedded.testkit.fault.ChildProcess.Command;
import io.firstlight.embedded.testkit.fault.KafkaCluster;
import io.firstlight.embedded.testkit.fault.PostgresProcess;
import io.firstlight.embedded.testkit.fault.Victim;
import io.firstlight.schemas.topic.TopicCreation;
import io.firstlight.schemas.topic.TopicPlan;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListTopicsOptions;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import static org.awaitility.Awaitility.await;

/**
 * Everything that runs: three Kafka nodes, PostgreSQL, two edges, routers and an archive, each a process. Owned by the test's
 * thread.
 */
final class Installation implements AutoCloseable {

    private static final Path FIRSTLIGHT =
            Path.of("target/firstlight/bin/firstlight").toAbsolutePath();
    private static final Duration SERVES_WITHIN = Duration.ofSeconds(90);
    private static final Duration HEALTH_WITHIN = Duration.ofSeconds(1);
    private static final long ADMIN_SECONDS = 10;
    private static final int COPIES = 3;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(HEALTH_WITHIN).build();
    private final Path directory;
    private final Path logs;
    private final TopicPlan topics = TopicPlan.from(Map.of("FIRSTLIGHT_REPLICATION", String.valueOf(COPIES)));
    private final KafkaCluster kafka;
    private final PostgresProcess postgres;
    private final List<ChildProcess> services = new ArrayList<>();
    private final List<Integer> edgePorts = new ArrayList<>();

    private Installation(Path directory, Path logs, KafkaCluster kafka, PostgresProcess postgres) {
        this.directory = directory;
        this.logs = logs;
        this.kafka = kafka;
        this.postgres = postgres;
    }

    /**
     * Starts everything and returns when everything serves.
     *
     * @param directory for data
     * @param logs where each process has a file for what it prints
     */
    static Installation start(Path directory, Path logs, int routers) throws Exception {
        KafkaCluster kafka = KafkaCluster.start(directory, logs);
        Installation installation = null;
        boolean started = false;
        try {
            PostgresProcess postgres =
                    PostgresProcess.start(directory.resolve("postgres"), directory.resolve("programs"));
            installation = new Installation(directory, logs, kafka, postgres);
            await("Kafka").atMost(SERVES_WITHIN).until(kafka::serves);
            installation.startServices(routers);
            started = true;
            return installation;
        } finally {
            if (!started && installation != null) {
                installation.close();
            } else if (!started) {
                kafka.close();
            }
        }
    }

    private void startServices(int routers) throws Exception {
        try (Admin admin = admin()) {
            TopicCreation.ensure(admin, topics);
        }
        for (int i = 1; i <= 2; i++) {
            edgePorts.add(LoopbackPort.free());
            start("edge" + i, edgePorts.getLast(), "web-edge", "--port", String.valueOf(edgePorts.getLast()));
        }
        for (int i = 1; i <= routers; i++) {
            startWithHealthPort(
                    "router" + i,
                    "router",
                    "--router-state-dir",
                    directory.resolve("router" + i).toString());
        }
        startWithHealthPort("archive1", "archive", "--archive-topics", "message,event,telemetry,ack,log,command");
        for (ChildProcess service : services) {
            await(service.name())
                    .atMost(SERVES_WITHIN)
                    .failFast(service.name() + " has ended", () -> !service.isAlive())
                    .until(service::serves);
        }
    }

    private void startWithHealthPort(String name, String... arguments) {
        int port = LoopbackPort.free();
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--health-port", String.valueOf(port)));
        start(name, port, all.toArray(String[]::new));
    }

    private void start(String name, int healthPort, String... arguments) {
        List<String> line = new ArrayList<>(List.of(FIRSTLIGHT.toString()));
        line.addAll(List.of(arguments));
        URI ready = URI.create("http://127.0.0.1:" + healthPort + "/health/ready");
        services.add(ChildProcess.start(
                new Command(name, line, environment(arguments[0]), logs.resolve(name + ".log")), () -> isOk(ready)));
    }

    private Map<String, String> environment(String service) {
        Database database = postgres.database();
        Map<String, String> environment = new HashMap<>(Map.of(
                "FIRSTLIGHT_JAVA_OPTS", "-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1",
                "FIRSTLIGHT_KAFKA", kafka.bootstrapServers(),
                "FIRSTLIGHT_REPLICATION", String.valueOf(COPIES)));
        if (!service.equals("router")) {
            environment.put("FIRSTLIGHT_POSTGRES", database.jdbcUrl());
            environment.put("FIRSTLIGHT_POSTGRES_USER", database.user());
            environment.put("FIRSTLIGHT_POSTGRES_PASSWORD", database.password());
        }
        if (service.equals("router")) {
            // Its events have no numbers, by which clients here tell what they have seen.
            environment.put("FIRSTLIGHT_LIVENESS", "false");
        }
        if (service.equals("web-edge")) {
            environment.put(
                    "FIRSTLIGHT_AUTH_KEY_DIRECTORY", directory.resolve("keys").toString());
            environment.put("FIRSTLIGHT_AUTH_GENERATE_KEY", "true");
            environment.put("FIRSTLIGHT_AUTH_DEVELOPMENT", "true");
        }
        return environment;
    }

    private boolean isOk(URI uri) {
        try {
            return http.send(HttpRequest.newBuilder(uri).timeout(HEALTH_WITHIN).build(), BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Admin admin() {
        return Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                kafka.bootstrapServers(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                3_000));
    }

    /** The node that leads the controllers, and, as every node, a share of the partitions. */
    Victim leaderBroker() throws Exception {
        try (Admin admin = admin()) {
            return kafka.node(admin.describeMetadataQuorum()
                    .quorumInfo()
                    .get(ADMIN_SECONDS, TimeUnit.SECONDS)
                    .leaderId());
        }
    }

    Victim postgres() {
        return postgres;
    }

    /** A service by its name: {@code edge1}, {@code edge2}, {@code router1}, {@code archive1}. */
    Victim service(String name) {
        return services.stream()
                .filter(service -> service.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Whether every partition has all its copies up to date again. */
    boolean isWhole() {
        try (Admin admin = admin()) {
            Set<String> names = admin.listTopics(new ListTopicsOptions().listInternal(true))
                    .names()
                    .get(ADMIN_SECONDS, TimeUnit.SECONDS);
            return admin.describeTopics(names).allTopicNames().get(ADMIN_SECONDS, TimeUnit.SECONDS).values().stream()
                    .flatMap(topic -> topic.partitions().stream())
                    .allMatch(partition -> partition.isr().size() == COPIES);
        } catch (Exception e) {
            // Asked while a broker is away: not whole.
            return false;
        }
    }

    String kafkaServers() {
        return kafka.bootstrapServers();
    }

    TopicPlan topics() {
        return topics;
    }

    Database database() {
        return postgres.database();
    }

    /** Sockets of all edges, for a user who may read everything. */
    List<URI> sockets() throws Exception {
        String token = Login.token(http, URI.create("http://127.0.0.1:" + edgePorts.getFirst()));
        return edgePorts.stream()
                .map(port -> URI.create("ws://127.0.0.1:" + port + "/manager/ws/subscription/?token=" + token))
                .toList();
    }

    @Override
    public void close() {
        services.forEach(ChildProcess::close);
        kafka.close();
        postgres.close();
    }
}
