package io.firstlight.webedge.salinfo;

import io.firstlight.webedge.commander.Commander;
import io.firstlight.webedge.commander.FakeCommander;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class SalInfoTest {

    private static final String TOPIC_DATA = "/salinfo/topic-data";

    private final AtomicLong nowNs = new AtomicLong(1);
    private FakeCommander fake;
    private Commander commander;
    private SalInfo info;

    @BeforeEach
    void start() throws IOException {
        fake = new FakeCommander();
        commander = new Commander(fake.url());
        info = new SalInfo(commander, nowNs::get);
    }

    @AfterEach
    void stop() {
        commander.close();
        fake.close();
    }

    private static String body(CompletableFuture<SalDocument> document) {
        return new String(document.orTimeout(10, TimeUnit.SECONDS).join().body(), StandardCharsets.UTF_8);
    }

    private void pass(Duration time) {
        nowNs.addAndGet(time.toNanos());
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(delimiter = '|', textBlock = """
                                            | ''
            ''                              | ''
            nonsense                        | ''
            event-telemetry                 | ?categories=event-telemetry
            telemetry-event                 | ?categories=event-telemetry
            telemetry-x-telemetry-Event     | ?categories=telemetry
            command-event-telemetry         | ''
            """)
    void asksTheSameQuestionInTheSameWords(String categories, String query) {
        assertThat(SalInfo.query(categories)).isEqualTo(query);
    }

    @Test
    void asksOnceForManyWhoWantTheSame() {
        CountDownLatch end = new CountDownLatch(1);
        fake.answer(TOPIC_DATA, exchange -> {
            end.await();
            FakeCommander.text(200, "application/json", "{\"Test\": {}}").give(exchange);
        });

        List<CompletableFuture<SalDocument>> documents = IntStream.range(0, 20)
                .mapToObj(i -> info.topicData("event-telemetry"))
                .toList();
        assertThat(documents).noneMatch(CompletableFuture::isDone);
        end.countDown();

        assertThat(documents).allSatisfy(document -> assertThat(body(document)).isEqualTo("{\"Test\": {}}"));
        assertThat(body(info.topicData("event-telemetry"))).isEqualTo("{\"Test\": {}}");
        assertThat(fake.asked(TOPIC_DATA))
                .containsExactly(new FakeCommander.Asked("GET", TOPIC_DATA + "?categories=event-telemetry", ""));
    }

    @Test
    void givesTheOldAnswerWhileItAsksAnew() {
        fake.json(TOPIC_DATA, 200, "1");
        assertThat(body(info.topicData(null))).isEqualTo("1");
        CountDownLatch old = new CountDownLatch(1);
        fake.answer(TOPIC_DATA, exchange -> {
            old.await();
            FakeCommander.text(200, "application/json", "2").give(exchange);
        });
        pass(SalInfo.FRESH.plusSeconds(1));

        assertThat(body(info.topicData(null))).isEqualTo("1");
        old.countDown();
        await().untilAsserted(() -> assertThat(body(info.topicData(null))).isEqualTo("2"));
        assertThat(fake.asked(TOPIC_DATA)).hasSize(2);
    }

    @Test
    void givesTheOldAnswerForAsLongAsTheCommanderIsAway() {
        fake.json(TOPIC_DATA, 200, "1");
        assertThat(body(info.topicData(null))).isEqualTo("1");
        fake.close();

        for (int day = 0; day < 3; day++) {
            pass(Duration.ofDays(1));
            assertThat(body(info.topicData(null))).isEqualTo("1");
        }
    }

    @Test
    void givesAFailureToThoseWhoAskWithinTheSecondAndThenAsksAgain() {
        fake.answer(TOPIC_DATA, FakeCommander.text(500, "text/plain", "starting"));
        assertThat(info.topicData(null).join().status()).isEqualTo(502);
        fake.json(TOPIC_DATA, 200, "1");
        assertThat(body(info.topicData(null))).contains("starting");

        pass(SalInfo.FAILURE_KEPT.plusMillis(1));

        assertThat(body(info.topicData(null))).isEqualTo("1");
        assertThat(fake.asked(TOPIC_DATA)).hasSize(2);
    }

    @Test
    void hasAnEmptyTableOfVersionsWhereTheCommanderHasNone() {
        assertThat(body(info.metadata())).isEqualTo("{}");
        assertThat(info.metadata().join().status()).isEqualTo(200);
        assertThat(info.topicNames(null).join().status())
                .as("but the rest is missed")
                .isEqualTo(502);
    }

    @Test
    void namesEqualContentEqually() {
        fake.json("/salinfo/metadata", 200, "{\"a\": 1}").json(TOPIC_DATA, 200, "{\"a\": 1}");

        assertThat(info.metadata().join().etag())
                .matches("\"[0-9a-f]{32}\"")
                .isEqualTo(info.topicData(null).join().etag());
    }
}
