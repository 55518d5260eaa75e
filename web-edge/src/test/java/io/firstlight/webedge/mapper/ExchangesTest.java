package io.firstlight.webedge.mapper;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class ExchangesTest {

    private static final Endpoint ASK = endpoint("/ask", Mode.REQUEST_RESPONSE);
    private static final Endpoint TELL = endpoint("/tell", Mode.FIRE_AND_FORGET);

    private final List<Alarm> alarms = new ArrayList<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Exchanges exchanges = new Exchanges("edge-1", List.of(ASK, TELL), this::after, Runnable::run, meters);

    /** A deadline that the test lets pass itself. */
    private static final class Alarm {
        private final long delayMs;
        private final Runnable task;
        private boolean cancelled;

        Alarm(long delayMs, Runnable task) {
            this.delayMs = delayMs;
            this.task = task;
        }
    }

    private Runnable after(long delayMs, Runnable task) {
        Alarm alarm = new Alarm(delayMs, task);
        alarms.add(alarm);
        return () -> alarm.cancelled = true;
    }

    private static Endpoint endpoint(String path, Mode mode) {
        return new Endpoint(
                "GET",
                path,
                mode,
                "t" + path.replace('/', '.'),
                1,
                Duration.ofMinutes(1),
                null,
                null,
                Duration.ofMillis(500),
                2,
                100,
                null);
    }

    private Exchange opened(Endpoint endpoint) {
        return ((Exchanges.Opening.Opened) exchanges.open(endpoint)).exchange();
    }

    private static String body(Exchange exchange) {
        return new String(exchange.answer().join().body(), StandardCharsets.UTF_8);
    }

    private double ended(Endpoint endpoint, String outcome) {
        return meters.get("firstlight.edge.mapper.requests")
                .tags("endpoint", endpoint.name(), "outcome", outcome)
                .counter()
                .count();
    }

    private double late() {
        return meters.get("firstlight.edge.mapper.answers.late").counter().count();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void anAnswerGoesToWhoAskedAndCancelsTheDeadline() {
        Exchange one = opened(ASK);
        Exchange two = opened(ASK);

        exchanges.answer(two.correlationId(), utf8("2"));
        exchanges.answer(one.correlationId(), utf8("1"));

        assertThat(body(one)).isEqualTo("1");
        assertThat(body(two)).isEqualTo("2");
        assertThat(alarms).allMatch(alarm -> alarm.cancelled && alarm.delayMs == 500);
        assertThat(ended(ASK, "answered")).isEqualTo(2);
        assertThat(late()).isZero();
    }

    @Test
    void theFirstOfAnswerAndDeadlineCounts() {
        Exchange late = opened(ASK);
        alarms.getFirst().task.run();
        exchanges.answer(late.correlationId(), utf8("1"));
        assertThat(late.answer().join().status()).isEqualTo(504);

        Exchange inTime = opened(ASK);
        exchanges.answer(inTime.correlationId(), utf8("1"));
        exchanges.answer(inTime.correlationId(), utf8("2"));
        alarms.getLast().task.run();
        assertThat(body(inTime)).isEqualTo("1");
        assertThat(ended(ASK, "timed_out")).isEqualTo(1);
        assertThat(ended(ASK, "answered")).isEqualTo(1);
        assertThat(late()).isEqualTo(2);
    }

    @Test
    void anAnswerForAnotherEdgeIsNotLate() {
        exchanges.answer("edge-2-" + opened(ASK).correlationId(), utf8("1"));

        assertThat(late()).isZero();
        assertThat(ended(ASK, "answered")).isZero();
    }

    @Test
    void aPlaceIsKeptUntilTheAnswerIsTaken() {
        Exchange one = opened(ASK);
        Exchange two = opened(ASK);
        exchanges.answer(one.correlationId(), utf8("1"));

        assertThat(exchanges.open(ASK)).isInstanceOf(Exchanges.Opening.Refused.class);
        assertThat(exchanges.open(TELL)).isInstanceOf(Exchanges.Opening.Opened.class);
        one.leave();
        one.leave();
        assertThat(exchanges.inFlight(ASK)).isEqualTo(1);
        assertThat(exchanges.open(ASK)).isInstanceOf(Exchanges.Opening.Opened.class);
        assertThat(two.answer()).isNotDone();
        assertThat(ended(ASK, "busy")).isEqualTo(1);
    }

    @Test
    void whoLeavesIsWaitedForNoLonger() {
        Exchange gone = opened(ASK);

        gone.leave();
        exchanges.answer(gone.correlationId(), utf8("1"));

        assertThat(exchanges.inFlight(ASK)).isZero();
        assertThat(ended(ASK, "gone")).isEqualTo(1);
        assertThat(late()).isEqualTo(1);
    }

    @Test
    void anErrorIsPassedOnWithItsStatusAndWhatIsNoJsonIsNot() {
        Exchange refused = opened(ASK);
        exchanges.answer(refused.correlationId(), utf8("{\"error\": {\"code\": 404, \"description\": \"none\"}}"));
        assertThat(refused.answer().join().status()).isEqualTo(404);
        refused.leave();
        Exchange broken = opened(ASK);
        exchanges.answer(broken.correlationId(), utf8("{"));
        assertThat(broken.answer().join().status()).isEqualTo(502);
        Exchange empty = opened(ASK);
        exchanges.answer(empty.correlationId(), null);
        assertThat(empty.answer().join().status()).isEqualTo(502);
    }

    @Test
    void aLogThatDoesNotAnswerIsNoWorkerThatDoesNot() {
        Exchange told = opened(TELL);
        alarms.getFirst().task.run();

        assertThat(told.answer().join().status()).isEqualTo(503);
        assertThat(body(told)).contains("may or may not be stored");
        assertThat(ended(TELL, "not_logged")).isEqualTo(1);
    }

    @Test
    void closingAnswersAllWhoWaitAndLetsNobodyIn() throws InterruptedException {
        Exchange waiting = opened(ASK);
        Exchange answered = opened(ASK);
        exchanges.answer(answered.correlationId(), utf8("1"));

        exchanges.close();
        exchanges.close();

        assertThat(waiting.answer().join().status()).isEqualTo(503);
        assertThat(body(answered)).isEqualTo("1");
        assertThat(((Exchanges.Opening.Refused) exchanges.open(TELL)).answer().status())
                .isEqualTo(503);
        waiting.leave();
        answered.leave();
        exchanges.awaitLeft(Duration.ofHours(1));
        assertThat(ended(ASK, "stopped")).isEqualTo(1);
    }
}
