package io.firstlight.ingest.component;

import io.firstlight.ingest.producer.NotAcknowledged;
import io.firstlight.ingest.producer.NotAcknowledged.Reason;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** What becomes of values that the platform did not take. */
final class LossTest {

    private final Bench bench = new Bench();

    @BeforeEach
    void start() {
        bench.startNow("ATDome");
    }

    private static String state(int value) {
        return "event ATDome:0 {\"summaryState\": [{\"x\": {\"value\": " + value
                + ", \"dataType\": \"Int\", \"units\": \"unitless\"}}]}";
    }

    private static NotAcknowledged failure(Reason reason) {
        return new NotAcknowledged(reason, "test", new IllegalStateException("as the test wants it"));
    }

    @Test
    void theNewestValueOfEachAddressIsSentAgainAsSoonAsMessagesArriveAgain() {
        bench.client.fail(failure(Reason.BUFFER_FULL));
        bench.event("ATDome", "summaryState", "x", 1);
        bench.event("ATDome", "summaryState", "x", 2);
        bench.event("ATDome", "logLevel", "x", 3);
        bench.advance(5);
        assertThat(bench.registry
                        .counter("firstlight.component.lost", "reason", "buffer_full")
                        .count())
                .isGreaterThanOrEqualTo(3);

        bench.client.fail(null);
        bench.advance(5);

        assertThat(bench.sent().stream().filter(line -> !line.contains("Heartbeat")))
                .as("each once, the older state not at all")
                .containsExactlyInAnyOrder(state(2), state(3).replace("summaryState", "logLevel"));
        bench.advance(20);
        assertThat(bench.sentOf("ATDome:0")).isEmpty();
    }

    @Test
    void aValueThatWasOvertakenIsNotSentAgain() {
        bench.client.letWait(true);
        bench.event("ATDome", "summaryState", "x", 1);
        bench.client.letWait(false);
        bench.event("ATDome", "summaryState", "x", 2);
        bench.client.complete(failure(Reason.TIMED_OUT));
        assertThat(bench.sent()).containsExactly(state(1), state(2));

        bench.advance(5);
        assertThat(bench.sentOf("ATDome:0")).isEmpty();
        assertThat(bench.count("lost")).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"TOO_LARGE", "WRONG"})
    void whatIsTooLargeOrWrongIsNotTriedAgain(Reason reason) {
        bench.client.fail(failure(reason));
        bench.event("ATDome", "summaryState", "x", 1);
        bench.client.fail(null);
        bench.advance(10);

        assertThat(bench.sentOf("ATDome:0")).isEmpty();
        assertThat(bench.count("repaired")).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"TOO_LARGE", "WRONG", "OVERTAKEN"})
    void whatIsTheMatterWithOneMessageDoesNotKeepTheOthers(Reason reason) {
        Bench every = new Bench(Map.of(ComponentConfig.TELEMETRY, "every"), LastState.NONE);
        every.startNow("ATDome");
        every.client.fail(failure(reason));
        every.event("ATDome", "summaryState", "x", 1);
        every.client.fail(null);

        every.telemetry("ATDome", "position", "x", 1);
        every.telemetry("ATDome", "position", "x", 2);

        assertThat(every.sentOf("ATDome:0")).hasSize(2);
    }

    @Test
    void onlyOneMessageASecondTriesWhileNoneArrives() {
        for (String topic : List.of("a", "b", "c", "d", "e")) {
            bench.telemetry("ATDome", topic, "x", 1);
            bench.event("ATDome", topic, "x", 1);
        }
        bench.sent();
        bench.client.fail(new IllegalStateException("away"));
        bench.advance(2.1);
        bench.client.attempts();

        bench.advance(20);
        assertThat(bench.client.attempts()).isBetween(5, 22);

        bench.client.fail(null);
        bench.advance(4);
        assertThat(bench.sentOf("ATDome:0")).hasSizeGreaterThanOrEqualTo(5);
    }

    @Test
    void aSenderThatThrowsIsAFailureLikeAnyOther() {
        Bench throwing = new Bench();
        throwing.startNow("ATDome");
        throwing.client.fail(new IllegalArgumentException("odd"));
        throwing.event("ATDome", "summaryState", "x", 1);
        throwing.client.fail(null);
        throwing.advance(3);

        assertThat(throwing.sentOf("ATDome:0")).containsExactly(state(1));
        assertThat(throwing.count("failures")).isZero();
    }

    @Test
    void telemetryOfEveryRateIsPeriodicWhileMessagesDoNotArrive() {
        Bench every = new Bench(Map.of(ComponentConfig.TELEMETRY, "every"), LastState.NONE);
        every.startNow("ATDome");
        every.client.fail(new IllegalStateException("away"));
        for (int i = 0; i < 50; i++) {
            every.telemetry("ATDome", "position", "x", i);
        }
        assertThat(every.client.attempts()).isEqualTo(1);
        assertThat(every.registry
                        .counter("firstlight.component.lost", "reason", "blocked")
                        .count())
                .as("all but the first, which was tried, and the last, which waits")
                .isEqualTo(48);

        every.client.fail(null);
        every.advance(4);
        assertThat(every.sentOf("ATDome:0").getLast()).contains("{\"value\": 49,");
        every.telemetry("ATDome", "position", "x", 50);
        assertThat(every.sentOf("ATDome:0")).hasSize(1);
        assertThat(every.registry
                        .counter("firstlight.component.lost", "reason", "blocked")
                        .count())
                .as("nothing more")
                .isEqualTo(48);
    }
}
