package io.firstlight.webedge;

import io.firstlight.embedded.testkit.fault.ChildProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The example of the documents, its worker in a process of its own, which is killed while it works. */
class MapperWorkerKilledTest {

    private static final Path EXAMPLES = Path.of("../docs/examples");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What the example's endpoint declares, and what the machine may be slow by. */
    private static final long DEADLINE_MS = 5_000 + 5_000;

    @TempDir
    private static Path directory;

    private static RunningEdge edge;

    @BeforeAll
    static void start() throws Exception {
        edge = new RunningEdge(
                directory,
                Map.of("FIRSTLIGHT_MAPPER", EXAMPLES.resolve("mapper.json").toString()));
    }

    @AfterAll
    static void stop() throws Exception {
        edge.close();
    }

    private static ChildProcess worker() {
        return ChildProcess.start(
                new ChildProcess.Command(
                        "echo worker",
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                EXAMPLES.resolve("EchoWorker.java").toString()),
                        Map.of("FIRSTLIGHT_KAFKA", edge.kafka()),
                        directory.resolve("worker.log")),
                () -> true);
    }

    private static CompletableFuture<HttpResponse<String>> ask(String query) {
        return edge.httpClient()
                .sendAsync(
                        HttpRequest.newBuilder(edge.uri("/api/echo?" + query)).build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static void awaitAnswers(ChildProcess worker) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(ask("text=there").get().body())
                        .as(worker.output())
                        .isEqualTo("{\"echo\": \"there\"}"));
    }

    @Test
    void everyClientGetsAnAnswerOr504AndAfterARestartRequestsAreAnsweredAgain() throws Exception {
        try (ChildProcess worker = worker()) {
            awaitAnswers(worker);
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            long begun = System.nanoTime();
            for (int i = 0; i < 30; i++) {
                answers.add(ask("text=" + i + "&delay_ms=" + (i < 10 ? 100 : 3000)));
            }
            // In the middle: the quick ones are answered, the slow ones are under way.
            CompletableFuture.anyOf(answers.toArray(CompletableFuture<?>[]::new))
                    .get(DEADLINE_MS, TimeUnit.MILLISECONDS);

            worker.kill();

            int answered = 0;
            int timedOut = 0;
            for (int i = 0; i < 30; i++) {
                HttpResponse<String> answer = answers.get(i).get(DEADLINE_MS, TimeUnit.MILLISECONDS);
                if (answer.statusCode() == 200) {
                    assertThat(answer.body()).isEqualTo("{\"echo\": \"" + i + "\"}");
                    answered++;
                } else {
                    assertThat(answer.statusCode()).isEqualTo(504);
                    assertThat(answer.body())
                            .isEqualTo(
                                    "{\"error\": {\"code\": 504, \"description\": \"No worker answered within 5000 ms\"}}");
                    timedOut++;
                }
            }
            assertThat(System.nanoTime() - begun).isLessThan(TimeUnit.MILLISECONDS.toNanos(2 * DEADLINE_MS));
            assertThat(answered).isPositive();
            assertThat(timedOut).isPositive();
            assertThat(edge.get("/metrics").body())
                    .contains("firstlight_edge_mapper_in_flight{endpoint=\"GET /api/echo\"} 0.0");

            worker.startAgain();

            awaitAnswers(worker);
            assertThat(ask("text=%20").get().body())
                    .isEqualTo("{\"error\": {\"code\": 400, \"description\": \"there is nothing to echo\"}}");
        }
    }
}
