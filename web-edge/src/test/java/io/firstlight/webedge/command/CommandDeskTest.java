package io.firstlight.webedge.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.zaxxer.hikari.HikariDataSource;
import io.firstlight.auth.database.DatabaseConfig;
import io.firstlight.ingest.producer.Acknowledgement;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.webedge.command.claim.ClaimTable;
import io.firstlight.webedge.command.claim.Claims;
import io.firstlight.webedge.commander.Commander;
import io.firstlight.webedge.commander.FakeCommander;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The order of steps, and what is left when one of them fails; log and claims in memory, the commander over HTTP. */
class CommandDeskTest {

    private static final String BODY =
            "{\"cmd\": \"cmd_setScalars\", \"params\": {\"a\": 1.0}, \"csc\": \"Test\", \"salindex\": 1}";

    private final FakeLog log = new FakeLog();
    private final FakeClaims claims = new FakeClaims();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private FakeCommander fake;
    private Commander commander;
    private CommandDesk desk;

    @BeforeEach
    void start() throws IOException {
        fake = new FakeCommander();
        fake.json("/cmd/", 200, "{\"ack\": \"Done\"}");
        commander = new Commander(fake.url());
        desk = desk(commander, fake.url(), Map.of());
    }

    private CommandDesk desk(Commander of, @Nullable URI url, Map<String, String> settings) {
        return desk(of, url, settings, claims);
    }

    private CommandDesk desk(Commander of, @Nullable URI url, Map<String, String> settings, Claims kept) {
        Map<String, String> all = new HashMap<>(settings);
        all.putIfAbsent("FIRSTLIGHT_COMMAND_TIMEOUT", "PT1S");
        all.put("FIRSTLIGHT_SERVER_URL", "love.example.org");
        if (url != null) {
            all.put("FIRSTLIGHT_COMMANDER", url.toString());
        }
        return new CommandDesk(
                CommandConfig.from(all),
                of,
                log,
                kept,
                meters,
                Clock.fixed(Instant.parse("2026-11-25T03:00:00Z"), ZoneOffset.UTC),
                Duration.ofMillis(300));
    }

    @AfterEach
    void stop() {
        desk.close();
        commander.close();
        fake.close();
    }

    private static CommandOrder order(@Nullable String key, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return switch (CommandRequest.read(bytes)) {
            case CommandRequest.Reading.Legal legal -> new CommandOrder(legal.command(), "bob", "10.0.0.7", key, bytes);
            case CommandRequest.Reading.Illegal illegal -> throw new AssertionError(illegal.ack());
        };
    }

    private CommandAnswer submit(@Nullable String key) {
        return submit(key, BODY);
    }

    private CommandAnswer submit(@Nullable String key, String body) {
        return desk.submit(order(key, body)).orTimeout(20, TimeUnit.SECONDS).join();
    }

    private static String ack(CommandAnswer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private double count(String outcome) {
        return meters.get("firstlight.edge.commands")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    @Nested
    class ACommand {

        @Test
        void isSentWithTheServersIdentityAndItsAnswerGivenUnchanged() {
            CommandAnswer answer = submit(null);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(ack(answer)).isEqualTo("{\"ack\": \"Done\"}");
            assertThat(fake.asked("/cmd/").getFirst().body())
                    .isEqualTo(
                            "{\"cmd\": \"cmd_setScalars\", \"params\": {\"a\": 1.0}, \"csc\": \"Test\", \"salindex\": 1,"
                                    + " \"identity\": \"bob@love.example.org\"}");
            assertThat(count("done")).isEqualTo(1);
        }

        @Test
        void standsInTheLogWithItsAcknowledgementUnderOneCorrelationId() {
            CommandAnswer answer = submit("wish-1");

            FakeLog.Written command = log.of(Category.COMMAND).getFirst();
            assertThat(command.component()).isEqualTo(new Component("Test", 1));
            assertThat(command.value().get("data").fieldNames().next()).isEqualTo("cmd_setScalars");
            assertThat(command.payload())
                    .hasToString(
                            "{\"cmd\":\"cmd_setScalars\",\"params\":{\"a\":1.0},\"identity\":\"bob@love.example.org\","
                                    + "\"user\":\"bob\",\"client\":\"10.0.0.7\",\"correlation_id\":\""
                                    + answer.correlationId()
                                    + "\",\"time\":\"2026-11-25T03:00:00Z\",\"idempotency_key\":\"wish-1\"}");
            FakeLog.Written acknowledgement = log.of(Category.ACK).getFirst();
            assertThat(acknowledgement.component()).isEqualTo(new Component("Test", 1));
            assertThat(acknowledgement.payload())
                    .hasToString("{\"ack\":\"Done\",\"status\":200,\"cmd\":\"cmd_setScalars\",\"user\":\"bob\","
                            + "\"duration_s\":0.000,\"correlation_id\":\"" + answer.correlationId()
                            + "\",\"time\":\"2026-11-25T03:00:00Z\"}");
        }

        @Test
        void isInTheLogBeforeItIsSent() {
            fake.answer(
                    "/cmd/",
                    exchange -> FakeCommander.text(
                                    200,
                                    "application/json",
                                    "{\"ack\": \"" + log.of(Category.COMMAND).size() + "\"}")
                            .give(exchange));

            assertThat(ack(submit(null))).isEqualTo("{\"ack\": \"1\"}");
        }

        @Test
        void thatTheComponentRejectsIsAnsweredWithTheReason() {
            fake.answer("/cmd/", FakeCommander.text(500, "text/plain", "not ENABLED"));

            CommandAnswer answer = submit(null);

            assertThat(answer.status()).isEqualTo(502);
            assertThat(ack(answer)).contains("not ENABLED");
            assertThat(log.of(Category.ACK).getFirst().payload().get("status").asInt())
                    .isEqualTo(502);
            assertThat(count("failed")).isEqualTo(1);
        }

        @Test
        void thatTheCommanderDoesNotAnswerEndsInTime() {
            CountDownLatch end = new CountDownLatch(1);
            fake.answer("/cmd/", exchange -> end.await());

            CommandAnswer answer = submit("wish");
            end.countDown();

            assertThat(answer.status()).isEqualTo(504);
            assertThat(log.of(Category.ACK).getFirst().payload().get("status").asInt())
                    .isEqualTo(504);
            // Whether it had its effect is not known, so nothing sends it again.
            assertThat(submit("wish").replayed()).isTrue();
            assertThat(fake.asked("/cmd/")).hasSize(1);
        }

        @Test
        void hasItsAcknowledgementMadeFitForTheArchive() {
            fake.json("/cmd/", 200, "{\"ack\": \"a\\u0000\\ud800" + "x".repeat(5000) + "\"}");

            CommandAnswer answer = submit(null);

            assertThat(ack(answer)).contains("a\\u0000\\ud800x").hasSizeGreaterThan(5000);
            assertThat(log.of(Category.ACK).getFirst().payload().get("ack").asText())
                    .startsWith("a\ufffd\ufffdx")
                    .hasSize(4000);
        }
    }

    @Nested
    class TheLog {

        @Test
        void thatRefusesACommandHasItNotSent() {
            log.answer(Category.COMMAND, CompletableFuture.failedFuture(new IllegalStateException("away")));

            CommandAnswer answer = submit("wish");

            assertThat(answer.status()).isEqualTo(503);
            assertThat(ack(answer)).isEqualTo("{\"ack\": \"The log did not take the command; nothing was sent.\"}");
            assertThat(fake.asked("/cmd/")).isEmpty();
            assertThat(count("not_logged")).isEqualTo(1);

            log.answer(Category.COMMAND, CompletableFuture.completedFuture(FakeLog.acknowledgement()));
            assertThat(submit("wish").status()).as("the wish was given back").isEqualTo(200);
        }

        @Test
        void thatIsTooSlowHasItNotSentAndIsToldSoWhenItTakesItYet() {
            CompletableFuture<Acknowledgement> late = new CompletableFuture<>();
            log.answer(Category.COMMAND, late);

            assertThat(submit(null).status()).isEqualTo(503);
            assertThat(log.of(Category.ACK)).isEmpty();

            late.complete(FakeLog.acknowledgement());
            await().untilAsserted(() -> assertThat(log.of(Category.ACK)).hasSize(1));
            assertThat(log.of(Category.ACK).getFirst().payload().get("status").asInt())
                    .isEqualTo(503);
            assertThat(fake.asked("/cmd/")).isEmpty();
        }

        @Test
        void thatLosesAnAcknowledgementDoesNotKeepTheAnswerFromTheClient() {
            log.answer(Category.ACK, CompletableFuture.failedFuture(new IllegalStateException("away")));

            assertThat(submit(null).status()).isEqualTo(200);
            assertThat(meters.get("firstlight.edge.commands.acks.lost")
                            .counter()
                            .count())
                    .isEqualTo(1);
        }
    }

    @Nested
    class AnIdempotencyKey {

        @Test
        void hasTheCommandExecutedOnceAndItsAnswerRepeated() {
            CommandAnswer first = submit("wish");
            CommandAnswer second = submit("wish");

            assertThat(first.replayed()).isFalse();
            assertThat(second.replayed()).isTrue();
            assertThat(second.status()).isEqualTo(200);
            assertThat(second.body()).isEqualTo(first.body());
            assertThat(second.correlationId()).isEqualTo(first.correlationId());
            assertThat(fake.asked("/cmd/")).hasSize(1);
            assertThat(log.of(Category.COMMAND)).hasSize(1);
        }

        @Test
        void repeatsAFailureThatMayHaveHadItsEffect() {
            fake.answer("/cmd/", FakeCommander.text(500, "text/plain", "no"));
            submit("wish");
            fake.json("/cmd/", 200, "{\"ack\": \"Done\"}");

            CommandAnswer second = submit("wish");

            assertThat(second.status()).isEqualTo(502);
            assertThat(second.replayed()).isTrue();
        }

        @Test
        void mayBeTriedAgainAfterACommanderThatCouldNotBeReached() throws IOException {
            int port = fake.port();
            fake.close();
            assertThat(submit("wish").status()).isEqualTo(502);

            try (FakeCommander back = new FakeCommander(port)) {
                back.json("/cmd/", 200, "{\"ack\": \"Done\"}");
                CommandAnswer second = submit("wish");

                assertThat(second.status()).isEqualTo(200);
                assertThat(second.replayed()).isFalse();
            }
        }

        @Test
        void isNotForAnotherCommand() {
            submit("wish");

            CommandAnswer other = submit("wish", BODY.replace("1.0", "2.0"));

            assertThat(other.status()).isEqualTo(422);
            assertThat(fake.asked("/cmd/")).hasSize(1);
        }

        @Test
        void isNotExecutedAgainWhenItsOwnerIsGone() {
            Claims.Wish wish = new Claims.Wish("bob", "wish");
            UUID id = UUID.randomUUID();
            claims.claim(wish, order("wish", BODY).bodyHash(), id, Duration.ofSeconds(1));
            claims.abandon(wish);

            CommandAnswer answer = submit("wish");

            assertThat(answer.status()).isEqualTo(409);
            assertThat(ack(answer)).contains("unknown");
            assertThat(answer.correlationId()).isEqualTo(id);
            assertThat(fake.asked("/cmd/")).isEmpty();
        }

        @Test
        void thatCannotBeClaimedHasTheCommandNotSent() {
            HikariDataSource away = DatabaseConfig.of("jdbc:postgresql://127.0.0.1:1/none", "a", "b")
                    .openPool("no-database");
            away.close();
            desk.close();
            desk = desk(commander, fake.url(), Map.of(), new ClaimTable(away));

            CommandAnswer answer = submit("wish");

            assertThat(answer.status()).isEqualTo(503);
            assertThat(ack(answer)).isEqualTo("{\"ack\": \"The database does not answer; nothing was sent.\"}");
            assertThat(submit(null).status())
                    .as("without a key the database is not needed")
                    .isEqualTo(200);
            assertThat(fake.asked("/cmd/")).hasSize(1);
        }

        @Test
        void makesARepeatWaitForTheAnswerOfTheFirst() throws InterruptedException {
            CountDownLatch arrived = new CountDownLatch(1);
            CountDownLatch end = new CountDownLatch(1);
            fake.answer("/cmd/", exchange -> {
                arrived.countDown();
                end.await();
                FakeCommander.text(200, "application/json", "{\"ack\": \"Done\"}")
                        .give(exchange);
            });
            CompletableFuture<CommandAnswer> first = desk.submit(order("wish", BODY));
            assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
            CompletableFuture<CommandAnswer> second = desk.submit(order("wish", BODY));
            await().untilAsserted(() -> assertThat(meters.get("firstlight.edge.commands.in.flight")
                            .gauge()
                            .value())
                    .isEqualTo(2));
            assertThat(second).isNotDone();
            end.countDown();

            assertThat(first.join().status()).isEqualTo(200);
            assertThat(second.join().replayed()).isTrue();
            assertThat(fake.asked("/cmd/")).hasSize(1);
        }

        @Test
        void tellsARepeatThatTheFirstIsStillUnderWay() {
            claims.claim(
                    new Claims.Wish("bob", "wish"),
                    order("wish", BODY).bodyHash(),
                    UUID.randomUUID(),
                    Duration.ofDays(1));

            CommandAnswer answer = submit("wish");

            assertThat(answer.status()).isEqualTo(409);
            assertThat(ack(answer)).contains("still under way");
        }
    }

    @Test
    void refusesACommandBeyondThoseThatMayBeUnderWay() throws InterruptedException {
        desk.close();
        desk = desk(commander, fake.url(), Map.of("FIRSTLIGHT_COMMANDS_IN_FLIGHT", "1"));
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        fake.answer("/cmd/", exchange -> {
            arrived.countDown();
            end.await();
            FakeCommander.text(200, "application/json", "{\"ack\": \"Done\"}").give(exchange);
        });
        CompletableFuture<CommandAnswer> first = desk.submit(order(null, BODY));
        assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();

        CommandAnswer second = submit(null);
        end.countDown();

        assertThat(second.status()).isEqualTo(503);
        assertThat(ack(second)).contains("1 commands are under way; nothing was sent");
        assertThat(first.join().status()).isEqualTo(200);
        assertThat(log.of(Category.COMMAND)).hasSize(1);
    }

    @Test
    void answersAndLogsNothingWithoutACommander() {
        try (Commander none = new Commander(null);
                CommandDesk without = desk(none, null, Map.of())) {
            CommandAnswer answer = without.submit(order(null, BODY)).join();

            assertThat(answer.status()).isEqualTo(503);
            assertThat(ack(answer)).isEqualTo("{\"ack\": \"No commander is configured; nothing was sent.\"}");
            assertThat(log.of(Category.COMMAND)).isEmpty();
        }
    }

    @Test
    void thatIsClosedLeavesACommandUnderWayUnansweredAndTakesNoMore() throws InterruptedException {
        desk.close();
        desk = desk(commander, fake.url(), Map.of("FIRSTLIGHT_COMMAND_TIMEOUT", "PT1M"));
        CountDownLatch arrived = new CountDownLatch(1);
        fake.answer("/cmd/", exchange -> {
            arrived.countDown();
            new CountDownLatch(1).await();
        });
        CompletableFuture<CommandAnswer> first = desk.submit(order("wish", BODY));
        assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();

        desk.close();

        CommandAnswer answer = first.orTimeout(10, TimeUnit.SECONDS).join();
        assertThat(answer.status()).isEqualTo(503);
        assertThat(ack(answer)).contains("not known");
        assertThat(log.of(Category.ACK)).isEmpty();
        assertThat(submit(null).status()).isEqualTo(503);
    }

    @Test
    void commandsOfOneUserAreNotThoseOfAnother() {
        submit("wish");
        JsonNode before = log.of(Category.COMMAND).getFirst().payload();
        CommandOrder mine = order("wish", BODY);

        CommandAnswer other = desk.submit(new CommandOrder(mine.request(), "eve", mine.client(), "wish", mine.body()))
                .join();

        assertThat(other.replayed()).isFalse();
        assertThat(log.of(Category.COMMAND)).hasSize(2);
        assertThat(log.of(Category.COMMAND).getFirst().payload()).isEqualTo(before);
    }
}
