package io.firstlight.ingest.source.poll;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.firstlight.ingest.source.FakeSender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A real HTTP server of the test's own; what it serves is told by each test. */
final class PollSourceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final FakeSender sender = new FakeSender();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private String poll(String path, String more) {
        return "{'url': 'http://127.0.0.1:" + server.getAddress().getPort() + path
                + "', 'csc': 'Weather', 'salindex': 2, 'stream': 'station', 'period_ms': 100" + more + "}";
    }

    private PollSource started(String... polls) throws IOException {
        Path file = Files.writeString(
                directory.resolve("polls.json"), ("{'polls': [" + String.join(",", polls) + "]}").replace('\'', '"'));
        PollSource source =
                new PollSource(PollConfig.from(Map.of(PollConfig.RULES, file.toString())), registry, new Random(1));
        source.start(sender);
        return source;
    }

    private double count(String meter) {
        return registry.get(meter).counter().count();
    }

    private void awaitSent(int messages) {
        await().atMost(PATIENCE).until(() -> sender.sent().size() >= messages);
    }

    @Test
    void valuesThatPointersNameBecomeFieldsWithUnits() throws Exception {
        List<String> headers = new CopyOnWriteArrayList<>();
        server.createContext("/", exchange -> {
            headers.add(exchange.getRequestHeaders().getFirst("X-Key"));
            answer(exchange, 200, "{'main': {'temp': 11.5, 'name': 'north'}, 'list': [4, 5]}");
        });
        try (PollSource source = started(poll(
                "/",
                ", 'headers': {'X-Key': 'k'}, 'fields': [{'name': 'temperature', 'pointer': '/main/temp', 'units': 'degC'},"
                        + " {'name': 'second', 'pointer': '/list/1'}, {'name': 'absent', 'pointer': '/none'}]"))) {
            awaitSent(2);
            assertThat(source.isWorking()).isTrue();
        }
        assertThat(sender.sent())
                .containsOnly("telemetry Weather:2 {\"station\":{"
                        + "\"temperature\":{\"value\":11.5,\"dataType\":\"Float\",\"units\":\"degC\"},"
                        + "\"second\":{\"value\":5,\"dataType\":\"Int\",\"units\":\"unitless\"}}}");
        assertThat(headers).containsOnly("k");
    }

    @Test
    void withoutPointersTheWholeObjectBecomesFields() throws Exception {
        server.createContext("/", exchange -> answer(exchange, 200, "{'wind': {'speed': 3}}"));
        try (PollSource source = started(poll("/", ", 'units': {'wind.speed': 'm/s'}, 'category': 'event'"))) {
            awaitSent(1);
            assertThat(source.isWorking()).isTrue();
        }
        assertThat(sender.sent().getFirst())
                .isEqualTo("event Weather:2 {\"station\":[{"
                        + "\"wind.speed\":{\"value\":3,\"dataType\":\"Int\",\"units\":\"m/s\"}}]}");
    }

    @Test
    void whatHasNotChangedIsNotSentAgain() throws Exception {
        AtomicInteger version = new AtomicInteger(1);
        AtomicInteger unchanged = new AtomicInteger();
        server.createContext("/", exchange -> {
            String tag = "\"" + version.get() + "\"";
            exchange.getResponseHeaders().set("ETag", tag);
            if (tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
                unchanged.incrementAndGet();
                answer(exchange, 304, "");
            } else {
                answer(exchange, 200, "{'version': " + version.get() + "}");
            }
        });
        try (PollSource source = started(poll("/", ""))) {
            await().atMost(PATIENCE).until(() -> unchanged.get() >= 2);
            assertThat(sender.sent()).hasSize(1);
            version.set(2);
            awaitSent(2);
            assertThat(sender.sent().getLast()).contains("\"value\":2");
            assertThat(source.isWorking()).isTrue();
        }
    }

    @Test
    void anAnswerThatKafkaDidNotTakeIsAskedForAgain() throws Exception {
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("ETag", "\"1\"");
            boolean known = exchange.getRequestHeaders().containsKey("If-None-Match");
            answer(exchange, known ? 304 : 200, known ? "" : "{'a': 1}");
        });
        sender.answer(message -> CompletableFuture.failedFuture(new IllegalStateException("away")));
        try (PollSource source = started(poll("/", ""))) {
            awaitSent(3);
            assertThat(count("firstlight.source.lost")).isPositive();
            assertThat(source.isWorking()).isTrue();
        }
    }

    @Test
    void oneThatIsAwayStopsNoOtherAndAnEventTellsOfIt() throws Exception {
        AtomicInteger status = new AtomicInteger(503);
        CountDownLatch end = new CountDownLatch(1);
        server.createContext("/good", exchange -> answer(exchange, 200, "{'a': 1}"));
        server.createContext("/bad", exchange -> answer(exchange, status.get(), "{'a': 1}"));
        server.createContext("/slow", exchange -> {
            try {
                end.await(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.createContext("/endless", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
        });
        try (PollSource source = started(
                poll("/good", ""),
                poll("/bad", ", 'reachable_event': 'stationReachable'"),
                poll("/slow", ", 'timeout_ms': 100, 'reachable_event': 'slowReachable'"),
                poll("/endless", ", 'timeout_ms': 100, 'reachable_event': 'endlessReachable'"),
                "{'url': 'http://127.0.0.1:1/', 'csc': 'Weather', 'stream': 'nobody', 'period_ms': 100,"
                        + " 'reachable_event': 'nobodyReachable'}")) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(sender.sent())
                            .anyMatch(text -> text.contains("\"stationReachable\":[{\"reachable\":{\"value\":false")
                                    && text.contains("HTTP status 503"))
                            .anyMatch(text -> text.contains("slowReachable") && text.contains("Timeout"))
                            .anyMatch(text -> text.contains("endlessReachable") && text.contains("Timeout"))
                            .anyMatch(text -> text.contains("nobodyReachable") && text.contains("ConnectException"))
                            .anyMatch(text -> text.startsWith("telemetry Weather:2")));
            assertThat(source.isWorking()).isTrue();

            status.set(200);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(sender.sent())
                            .anyMatch(text -> text.contains("\"stationReachable\":[{\"reachable\":{\"value\":true")));
            assertThat(sender.sent().stream().filter(text -> text.contains("stationReachable")))
                    .as("only news is told")
                    .hasSize(2);
        } finally {
            end.countDown();
        }
        assertThat(count("firstlight.source.failures")).isGreaterThanOrEqualTo(4);
    }

    @Test
    void isNotWorkingWhenNobodyAnswers() throws Exception {
        server.createContext("/", exchange -> answer(exchange, 404, ""));
        try (PollSource source = started(poll("/", ""))) {
            await().atMost(PATIENCE).until(() -> !source.isWorking());
        }
    }

    @Test
    void answersThatAreNoMessageAreCounted() throws Exception {
        server.createContext("/", exchange -> answer(exchange, 200, "<html>"));
        server.createContext("/list", exchange -> answer(exchange, 200, "[1]"));
        server.createContext("/empty", exchange -> answer(exchange, 200, "{}"));
        try (PollSource source = started(poll("/", ""), poll("/list", ""), poll("/empty", ""))) {
            await().atMost(PATIENCE).until(() -> refused("malformed") >= 2 && refused("no_fields") >= 1);
            assertThat(source.isWorking()).isTrue();
        }
        assertThat(sender.sent()).isEmpty();
    }

    private double refused(String reason) {
        return registry.get("firstlight.source.refused")
                .tag("reason", reason)
                .counter()
                .count();
    }

    @Test
    void endsInTimeWhileARequestIsUnderWay() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        server.createContext("/", exchange -> {
            asked.countDown();
            try {
                end.await(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        PollSource source = started(poll("/", ", 'timeout_ms': 60000"));
        assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();

        long start = System.nanoTime();
        source.close();
        end.countDown();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
    }
}
