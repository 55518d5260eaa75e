package io.firstlight.webedge.commander;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** The hop to the commander, with one that behaves as the real one, and worse. */
class CommanderTest {

    private static final byte[] BODY = "{\"cmd\": \"cmd_x\"}".getBytes(StandardCharsets.UTF_8);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private FakeCommander fake;
    private Commander commander;

    @BeforeEach
    void start() throws IOException {
        fake = new FakeCommander();
        commander = new Commander(fake.url());
    }

    @AfterEach
    void stop() {
        commander.close();
        fake.close();
    }

    private CommanderOutcome post(String path) {
        return post(path, PATIENCE, 10_000);
    }

    private CommanderOutcome post(String path, Duration within, int mostBytes) {
        return commander
                .send(CommanderRequest.post(path, BODY, within, mostBytes))
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private static String body(CommanderOutcome outcome) {
        return new String(outcome.body(), StandardCharsets.UTF_8);
    }

    @Test
    void followsTheRedirectOfTheRealOneWithTheBodySentAgain() {
        fake.json("/cmd/", 200, "{\"ack\": \"Done\"}");

        CommanderOutcome outcome = post("/cmd");

        assertThat(outcome.status()).isEqualTo(200);
        assertThat(body(outcome)).isEqualTo("{\"ack\": \"Done\"}");
        assertThat(fake.asked("/cmd/"))
                .containsExactly(new FakeCommander.Asked("POST", "/cmd/", "{\"cmd\": \"cmd_x\"}"));
    }

    @ParameterizedTest
    @CsvSource({"301, /elsewhere", "302, /elsewhere", "303, /elsewhere", "308, http://localhost/elsewhere"})
    void sendsNoCommandAfterARedirectThatLosesTheBodyOrLeavesTheServer(int status, String location) {
        fake.answer("/cmd", FakeCommander.redirect(status, location)).json("/elsewhere", 200, "{}");

        CommanderOutcome outcome = post("/cmd");

        assertThat(outcome).isInstanceOfSatisfying(CommanderOutcome.Failed.class, failed -> {
            assertThat(failed.status()).isEqualTo(502);
            assertThat(failed.nothingSent()).isTrue();
        });
        assertThat(fake.asked("/elsewhere")).isEmpty();
    }

    @Test
    void givesUpOnRedirectsThatGoRound() {
        fake.answer("/cmd", FakeCommander.redirect(308, "/cmd"));

        assertThat(post("/cmd").status()).isEqualTo(502);
        assertThat(fake.asked("/cmd")).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource({"200", "400", "504", "500"})
    void passesJsonOnWithItsStatusWhateverThatIs(int status) {
        fake.json("/x", status, "{\"ack\":  \"as it is\"}");

        CommanderOutcome outcome = post("/x");

        assertThat(outcome.status()).isEqualTo(status);
        assertThat(body(outcome)).isEqualTo("{\"ack\":  \"as it is\"}");
        assertThat(outcome.ack()).isEqualTo("as it is");
    }

    @Test
    void showsTheReasonThatTheRealOneGivesAsPlainText() {
        fake.answer("/x", FakeCommander.text(500, "text/plain; charset=utf-8", "Rejected:\n not \"enabled\""));

        CommanderOutcome outcome = post("/x");

        assertThat(outcome.status()).isEqualTo(502);
        assertThat(body(outcome))
                .isEqualTo("{\"ack\": \"The commander answered 500 without JSON: Rejected: not \\\"enabled\\\"\"}");
    }

    @Test
    void showsLittleOfALongReasonAndNothingOfAPage() {
        fake.answer("/long", FakeCommander.text(500, "text/plain", "x".repeat(5000)))
                .answer("/page", FakeCommander.text(500, "text/html", "<h1>Server Error (500)</h1>"));

        assertThat(post("/long").ack()).hasSizeLessThan(600).endsWith("x ...");
        assertThat(post("/page").ack()).isEqualTo("The commander answered 500 without JSON.");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"{\"ack\":", "{} {}", "Done", "``"})
    void callsWhatIsNoJsonAFailureEvenWithAGoodStatus(String garbage) {
        fake.json("/x", 200, garbage);

        assertThat(post("/x").status()).isEqualTo(502);
    }

    @Test
    void makesBareNaNNullAndKeepsOtherNumbersExactly() {
        fake.json("/x", 200, "{\"a\": NaN, \"b\": [-Infinity, 1.0, 0.10000000000000000001, \"NaN\"]}");

        assertThat(body(post("/x"))).isEqualTo("{\"a\":null,\"b\":[null,1.0,0.10000000000000000001,\"NaN\"]}");
    }

    @Test
    void saysThatADeadOneWasSentNothing() {
        fake.close();

        assertThat(post("/cmd")).isInstanceOfSatisfying(CommanderOutcome.Failed.class, failed -> {
            assertThat(failed.status()).isEqualTo(502);
            assertThat(failed.nothingSent()).isTrue();
            assertThat(failed.commanderStatus()).isZero();
        });
    }

    @Test
    void saysThatWhatASilentOneDidIsNotKnown() {
        CountDownLatch end = new CountDownLatch(1);
        fake.answer("/cmd/", exchange -> end.await());

        CommanderOutcome outcome = post("/cmd", Duration.ofMillis(300), 1000);
        end.countDown();

        assertThat(outcome).isInstanceOfSatisfying(CommanderOutcome.Failed.class, failed -> {
            assertThat(failed.status()).isEqualTo(504);
            assertThat(failed.nothingSent()).isFalse();
            assertThat(failed.ack()).contains("within 0.3 s");
        });
    }

    @Test
    void waitsForAnAnswerThatStopsInItsMiddleNoLongerThanForOneThatNeverBegins() {
        CountDownLatch end = new CountDownLatch(1);
        fake.answer("/x", exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            end.await();
        });

        CommanderOutcome outcome = post("/x", Duration.ofMillis(300), 1000);
        end.countDown();

        assertThat(outcome.status()).isEqualTo(504);
    }

    @Test
    void saysThatWhatOneDidThatBrokeOffIsNotKnown() {
        fake.answer("/x", exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.close();
        });

        assertThat(post("/x")).isInstanceOfSatisfying(CommanderOutcome.Failed.class, failed -> {
            assertThat(failed.status()).isEqualTo(502);
            assertThat(failed.nothingSent()).isFalse();
        });
    }

    @Test
    void takesNoAnswerLargerThanItsBound() {
        fake.json("/x", 200, '"' + "x".repeat(2000) + '"');

        assertThat(post("/x", PATIENCE, 2002).status()).isEqualTo(200);
        CommanderOutcome outcome = post("/x", PATIENCE, 2001);
        assertThat(outcome.status()).isEqualTo(502);
        assertThat(outcome.ack()).contains("2001 bytes");
    }

    @Test
    void asksBelowTheBaseUrl() {
        fake.json("/love/commander/salinfo/topic-names", 200, "{}");
        try (Commander below = new Commander(URI.create(fake.url() + "/love/commander/"))) {
            CommanderOutcome outcome = below.send(
                            CommanderRequest.get("/salinfo/topic-names?categories=event", PATIENCE, 1000))
                    .join();

            assertThat(outcome.status()).isEqualTo(200);
        }
        assertThat(fake.asked("/love/commander/salinfo/topic-names").getFirst().path())
                .endsWith("?categories=event");
    }

    @Test
    void isNotThereIfNoneIsConfigured() {
        try (Commander none = new Commander(null)) {
            CommanderOutcome outcome = none.send(CommanderRequest.get("/heartbeat", PATIENCE, 1000))
                    .join();

            assertThat(none.configured()).isFalse();
            assertThat(outcome.status()).isEqualTo(503);
            assertThat(body(outcome)).isEqualTo("{\"ack\": \"No commander is configured; nothing was sent.\"}");
        }
    }
}
