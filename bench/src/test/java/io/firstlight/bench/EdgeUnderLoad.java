package io.firstlight.bench;

import com.zaxxer.hikari.HikariDataSource;
import io.firstlight.archive.ArchiveConfig;
import io.firstlight.archive.ArchiveService;
import io.firstlight.auth.AuthConfig;
import io.firstlight.auth.AuthService;
import io.firstlight.auth.database.DatabaseConfig;
import io.firstlight.embedded.testkit.TestKafka;
import io.firstlight.embedded.testkit.TestPostgres;
import io.firstlight.ingest.IngestConfig;
import io.firstlight.ingest.IngestService;
import io.firstlight.router.RouterConfig;
import io.firstlight.router.RouterService;
import io.firstlight.schemas.topic.TopicCreation;
import io.firstlight.schemas.topic.TopicPlan;
import io.firstlight.webedge.WebEdge;
import io.firstlight.webedge.WebEdgeConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.apache.kafka.clients.admin.Admin;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** A real edge with a real broker, router, archive and database behind it, for loads of a few messages. */
public final class EdgeUnderLoad {

    /** Of producers. */
    public static final String PROCESS_PASSWORD = "load_test";
    /** Before each topic's name. */
    public static final String TOPIC_PREFIX = "bench.";

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Supplier<WebEdge> edges;
    private final WebEdge edge;

    /** Starts all of it. */
    public EdgeUnderLoad(Path directory) throws Exception {
        TestPostgres.Database database = TestPostgres.shared().freshDatabase();
        Map<String, String> settings = new HashMap<>();
        settings.put("FIRSTLIGHT_KAFKA", kafka());
        settings.put("FIRSTLIGHT_TOPIC_PREFIX", TOPIC_PREFIX);
        settings.put("FIRSTLIGHT_POSTGRES", database.jdbcUrl());
        settings.put("FIRSTLIGHT_POSTGRES_USER", database.user());
        settings.put("FIRSTLIGHT_POSTGRES_PASSWORD", database.password());
        settings.put("FIRSTLIGHT_ROUTER_STATE_DIR", directory.resolve("router").toString());
        settings.put("FIRSTLIGHT_PORT", "0");
        settings.put("FIRSTLIGHT_CONNECTIONS_PER_USER", "1000000");
        TopicPlan plan = TopicPlan.from(settings);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka()))) {
            TopicCreation.ensure(admin, plan);
        }
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        HikariDataSource pool = closing(DatabaseConfig.of(database.jdbcUrl(), database.user(), database.password())
                .openPool("bench"));
        AuthService auth = closing(new AuthService(
                AuthConfig.of(Map.of(
                        "auth.key-directory",
                        directory.resolve("keys").toString(),
                        "auth.generate-key",
                        "true",
                        "auth.development",
                        "true",
                        "auth.process-password",
                        PROCESS_PASSWORD)),
                pool,
                Clock.systemUTC()));
        auth.start();
        closing(new RouterService(RouterConfig.from(settings), meters)).start();
        closing(new ArchiveService(ArchiveConfig.from(settings), Clock.systemUTC(), meters))
                .start();
        IngestService ingest = closing(IngestService.start(IngestConfig.from(settings), meters, Clock.systemUTC()));
        edges = () -> new WebEdge(
                WebEdgeConfig.from(settings),
                plan,
                auth,
                ingest,
                pool,
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                Clock.systemUTC());
        edge = anotherEdge();
    }

    /** One more edge of the same log. */
    public WebEdge anotherEdge() throws InterruptedException {
        WebEdge another = closing(edges.get());
        another.start();
        return another;
    }

    private <T extends AutoCloseable> T closing(T service) {
        open.push(service);
        return service;
    }

    /** The broker. */
    public static String kafka() {
        return TestKafka.shared().bootstrapServers();
    }

    /** Where the first edge is. */
    public String url() {
        return url(edge);
    }

    /** Where an edge is. */
    public static String url(WebEdge edge) {
        return "http://127.0.0.1:" + edge.port();
    }

    /** Ends all of it. */
    public void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }
}
