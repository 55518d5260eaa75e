package io.firstlight.ingest.component;

import io.firstlight.ingest.component.relay.TopicChoice;
import io.firstlight.schemas.address.Component;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** What a CSC's producer sends, answers and says of heartbeats. */
final class CscProducerTest {

    private static final String ONE = "{\"x\": {\"value\": 1, \"dataType\": \"Int\", \"units\": \"unitless\"}}";
    private static final String TWO = ONE.replace("1", "2");

    private static Bench bench(String... keysAndValues) {
        Map<String, String> map = new java.util.HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return new Bench(map, LastState.NONE);
    }

    @Nested
    final class Topics {

        @Test
        void sendsEventsAsTheyComeAsAListWithOneObject() {
            Bench bench = new Bench();
            bench.startNow("ATDome");

            bench.event("ATDome", "summaryState", "x", 1);
            bench.event("ATDome", "summaryState", "x", 2);

            assertThat(bench.sent())
                    .containsExactly(
                            "event ATDome:0 {\"summaryState\": [" + ONE + "]}",
                            "event ATDome:0 {\"summaryState\": [" + TWO + "]}");
        }

        @Test
        void repeatsTheLatestTelemetryEveryTwoSecondsAsAnObject() {
            Bench bench = new Bench();
            bench.startNow("ATDome");

            bench.telemetry("ATDome", "position", "x", 1);
            bench.telemetry("ATDome", "position", "x", 2);
            bench.advance(1.9);
            assertThat(bench.sentOf("ATDome:0")).isEmpty();
            bench.advance(4.2);

            assertThat(bench.sentOf("ATDome:0"))
                    .isEqualTo(List.of(
                            "telemetry ATDome:0 {\"position\": " + TWO + "}",
                            "telemetry ATDome:0 {\"position\": " + TWO + "}",
                            "telemetry ATDome:0 {\"position\": " + TWO + "}"));
        }

        @Test
        void sendsTheLatestOnlyIfThereIsANewOneWhenToldSo() {
            Bench bench = bench(ComponentConfig.TELEMETRY, "latest", ComponentConfig.PERIOD_MS, "500");
            bench.startNow("ATDome");

            bench.telemetry("ATDome", "position", "x", 1);
            bench.advance(1.4);
            assertThat(bench.sentOf("ATDome:0")).hasSize(1);
            bench.telemetry("ATDome", "position", "x", 2);
            bench.advance(1.4);

            assertThat(bench.sentOf("ATDome:0")).containsExactly("telemetry ATDome:0 {\"position\": " + TWO + "}");
        }

        @Test
        void sendsEverySampleOfTelemetryWhenToldSo() {
            Bench bench = bench(ComponentConfig.TELEMETRY, "every");
            bench.startNow("ATDome");

            bench.telemetry("ATDome", "position", "x", 1);
            bench.telemetry("ATDome", "position", "x", 2);
            assertThat(bench.sent())
                    .containsExactly(
                            "telemetry ATDome:0 {\"position\": " + ONE + "}",
                            "telemetry ATDome:0 {\"position\": " + TWO + "}");
            bench.advance(4);
            assertThat(bench.sentOf("ATDome:0")).isEmpty();
        }

        @Test
        void doesNotRepeatWhileTheOneBeforeIsOnItsWay() {
            Bench bench = new Bench();
            bench.startNow("ATDome");
            bench.telemetry("ATDome", "position", "x", 1);
            bench.client.letWait(true);
            bench.advance(10);
            assertThat(bench.sentOf("ATDome:0")).hasSize(1);

            bench.telemetry("ATDome", "position", "x", 2);
            bench.client.complete(null);
            bench.advance(2);

            assertThat(bench.sentOf("ATDome:0")).containsExactly("telemetry ATDome:0 {\"position\": " + TWO + "}");
        }

        @Test
        void sendsOfThePastTheLastOfEachEventOnceWhenTheFeedHasCaughtUp() {
            Bench bench = new Bench();
            bench.start("ATDome");

            bench.pastEvent("ATDome", "summaryState", FakeTime.tai(-9), "x", 1);
            bench.pastEvent("ATDome", "logLevel", FakeTime.tai(-8), "x", 1);
            bench.pastEvent("ATDome", "summaryState", FakeTime.tai(-7), "x", 2);
            bench.event("ATDome", "logLevel", "x", 2);
            assertThat(bench.sent()).containsExactly("event ATDome:0 {\"logLevel\": [" + TWO + "]}");
            bench.caughtUp();

            assertThat(bench.sent()).containsExactly("event ATDome:0 {\"summaryState\": [" + TWO + "]}");
        }

        @Test
        void sendsThePastOfATopicThatComesBackAfterTheFeedHasCaughtUp() {
            Bench bench = new Bench();
            bench.startNow("ATDome");

            bench.pastEvent("ATDome", "summaryState", FakeTime.tai(-9), "x", 1);

            assertThat(bench.sent()).containsExactly("event ATDome:0 {\"summaryState\": [" + ONE + "]}");
            bench.advance(5);
            assertThat(bench.sentOf("ATDome:0")).isEmpty();
        }

        @Test
        void leavesOtherInstancesAlone() {
            Bench bench = new Bench();
            bench.startNow("MTHexapod:1");

            bench.event("MTHexapod:2", "summaryState", "x", 1);
            bench.event("ATDome", "summaryState", "x", 1);

            assertThat(bench.sent()).isEmpty();
            assertThat(bench.feed.interests()).containsExactly(new Interest("MTHexapod", 1, null, Interest.Past.LAST));
            assertThat(bench.client.registered()).containsExactly("MTHexapod");
        }
    }

    @Nested
    final class Lists {

        @Test
        void replaceAllTopicsByThoseThatTheyName() {
            Bench bench = bench(
                    ComponentConfig.PERIODIC_DATA, "tel_position, evt_mode",
                    ComponentConfig.ASYNCHRONOUS_DATA, "evt_summaryState,tel_wind");
            bench.startNow("ATDome");

            bench.event("ATDome", "summaryState", "x", 1);
            bench.event("ATDome", "logLevel", "x", 1);
            bench.event("ATDome", "mode", "x", 1);
            bench.telemetry("ATDome", "wind", "x", 1);
            bench.telemetry("ATDome", "position", "x", 1);
            bench.telemetry("ATDome", "current", "x", 1);
            assertThat(bench.sent())
                    .containsExactly(
                            "event ATDome:0 {\"summaryState\": [" + ONE + "]}",
                            "telemetry ATDome:0 {\"wind\": [" + ONE + "]}");
            bench.advance(2);

            assertThat(bench.sent())
                    .as("an event that is sent periodically is an object, and no heartbeats are watched")
                    .containsExactly(
                            "event ATDome:0 {\"mode\": " + ONE + "}", "telemetry ATDome:0 {\"position\": " + ONE + "}");
            assertThat(bench.feed.interests())
                    .containsExactly(new Interest(
                            "ATDome",
                            0,
                            Set.of("tel_position", "evt_mode", "evt_summaryState", "tel_wind"),
                            Interest.Past.LAST));
        }

        @Test
        void haveHeartbeatsWatchedIfTheyNameThem() {
            Bench bench = bench(ComponentConfig.ASYNCHRONOUS_DATA, "evt_heartbeat");
            bench.startNow("ATDome");

            bench.event("ATDome", "heartbeat", "x", 1);
            bench.advance(2);

            assertThat(bench.sent()).singleElement().asString().startsWith("event Heartbeat:0 ");
        }

        @Test
        void letSeveralProducersShareOneComponent() {
            Bench bench = new Bench();
            Component mirror = new Component("MTM1M3", 0);
            ProducerSet set = ProducerSet.of(
                    bench.factory,
                    List.of(
                            bench.factory.make(
                                    ProducerFactory.Kind.CSC,
                                    mirror,
                                    new TopicChoice(Set.of("tel_appliedForces"), null)),
                            bench.factory.make(
                                    ProducerFactory.Kind.CSC,
                                    mirror,
                                    new TopicChoice(null, Set.of("evt_summaryState")))));
            set.start();
            bench.caughtUp();

            bench.event("MTM1M3", "summaryState", "x", 1);
            bench.telemetry("MTM1M3", "appliedForces", "x", 1);
            bench.advance(2);
            bench.ask("MTM1M3", 0, "summaryState");
            bench.advance(0.1);

            assertThat(bench.sent())
                    .containsExactly(
                            "event MTM1M3:0 {\"summaryState\": [" + ONE + "]}",
                            "telemetry MTM1M3:0 {\"appliedForces\": " + ONE + "}",
                            "event MTM1M3:0 {\"summaryState\": [" + ONE + "]}");
        }
    }

    @Nested
    final class Answers {

        private final Bench bench = new Bench();

        private void know() {
            bench.startNow("ATDome", "MTHexapod:1");
            bench.event("ATDome", "summaryState", "x", 1);
            bench.event("ATDome", "logLevel", "x", 2);
            bench.event("MTHexapod:1", "summaryState", "x", 1);
            bench.telemetry("ATDome", "position", "x", 1);
            bench.sent();
        }

        @Test
        void areWhatWasSaidLast() {
            know();
            bench.ask("ATDome", 0, "summaryState");
            bench.advance(0.1);

            assertThat(bench.sent()).containsExactly("event ATDome:0 {\"summaryState\": [" + ONE + "]}");
            assertThat(bench.count("answers")).isEqualTo(1);
        }

        @Test
        void areNotGivenForOtherInstancesUnknownEventsTelemetryOrEverybody() {
            know();
            bench.ask("ATDome", 1, "summaryState");
            bench.ask("ATDome", 0, "errorCode");
            bench.ask("ATDome", 0, "position");
            bench.ask("all", null, "all");
            bench.ask("all", 0, "summaryState");
            bench.advance(0.1);

            assertThat(bench.sent()).isEmpty();
        }

        @Test
        void areGivenForAllEventsAndAllInstancesOfAComponent() {
            know();
            bench.ask("ATDome", 0, "all");
            bench.ask("MTHexapod", null, "summaryState");
            bench.advance(0.1);

            assertThat(bench.sent())
                    .containsExactly(
                            "event ATDome:0 {\"summaryState\": [" + ONE + "]}",
                            "event ATDome:0 {\"logLevel\": [" + TWO + "]}",
                            "event MTHexapod:1 {\"summaryState\": [" + ONE + "]}");
        }

        @Test
        void areGivenOnceASecondHoweverManyAskUnlessThereIsSomethingNewer() {
            know();
            for (int i = 0; i < 9; i++) {
                bench.ask("ATDome", 0, "summaryState");
                bench.advance(0.1);
            }
            assertThat(bench.sentOf("ATDome:0")).hasSize(1);

            bench.event("ATDome", "summaryState", "x", 2);
            bench.ask("ATDome", 0, "summaryState");
            bench.advance(0.1);
            assertThat(bench.sentOf("ATDome:0"))
                    .as("the event and the answer")
                    .containsOnly("event ATDome:0 {\"summaryState\": [" + TWO + "]}")
                    .hasSize(2);

            bench.advance(1);
            bench.ask("ATDome", 0, "summaryState");
            bench.advance(0.1);
            assertThat(bench.sentOf("ATDome:0")).contains("event ATDome:0 {\"summaryState\": [" + TWO + "]}");
        }

        @Test
        void waitUntilTheFeedHasCaughtUp() {
            bench.start("ATDome");
            bench.pastEvent("ATDome", "summaryState", FakeTime.tai(-9), "x", 1);
            bench.ask("ATDome", 0, "summaryState");
            bench.advance(1);
            bench.pastEvent("ATDome", "summaryState", FakeTime.tai(-8), "x", 2);
            assertThat(bench.sent()).isEmpty();

            bench.caughtUp();
            assertThat(bench.sent())
                    .containsExactly(
                            "event ATDome:0 {\"summaryState\": [" + TWO + "]}",
                            "event ATDome:0 {\"summaryState\": [" + TWO + "]}");
        }

        @Test
        void areEventsAlsoOfTelemetryThatIsListedAsAsynchronous() {
            Bench listed = bench(ComponentConfig.ASYNCHRONOUS_DATA, "tel_wind");
            listed.startNow("ATDome");
            listed.telemetry("ATDome", "wind", "x", 1);
            listed.sent();
            listed.ask("ATDome", 0, "wind");
            listed.advance(0.1);

            assertThat(listed.sent()).containsExactly("event ATDome:0 {\"wind\": [" + ONE + "]}");
        }
    }

    @Nested
    final class Heartbeats {

        private final Bench bench = new Bench();

        private String heartbeat(int lost, String at) {
            return "event Heartbeat:0 {\"stream\": {\"csc\": \"ATDome\", \"salindex\": 0, \"lost\": " + lost
                    + ", \"last_heartbeat_timestamp\": " + at + ", \"max_lost_heartbeats\": 5}}";
        }

        @Test
        void areReportedEveryTwoSecondsAndNotPassedOn() {
            bench.startNow("ATDome");
            for (int i = 0; i < 4; i++) {
                bench.advance(1);
                bench.event("ATDome", "heartbeat", "x", 1);
            }

            assertThat(bench.sent()).containsExactly(heartbeat(0, "1690852641.5"), heartbeat(0, "1690852643.5"));
        }

        @Test
        void areCountedAsLostAndFoundAgain() {
            bench.startNow("ATDome");
            bench.advance(4);
            assertThat(bench.sent()).containsExactly(heartbeat(1, "-1"), heartbeat(2, "-1"));

            bench.event("ATDome", "heartbeat", "x", 1);
            bench.advance(2);
            assertThat(bench.sent()).containsExactly(heartbeat(0, "1690852644.5"));

            bench.advance(4);
            assertThat(bench.sent()).containsExactly(heartbeat(1, "1690852644.5"), heartbeat(2, "1690852644.5"));
        }

        @Test
        void ofThePastTellOnlyWhenTheyWere() {
            bench.start("ATDome");
            bench.pastEvent("ATDome", "heartbeat", 1690852600.25 + 37, "x", 1);
            bench.caughtUp();
            bench.advance(2);

            assertThat(bench.sent()).containsExactly(heartbeat(1, "1690852600.25"));
        }

        @Test
        void countOnceHoweverLongTheThreadWasHeldUp() {
            bench.startNow("ATDome");
            bench.event("ATDome", "heartbeat", "x", 1);
            bench.advance(2);
            bench.sent();

            bench.time.advance(java.time.Duration.ofSeconds(31));
            bench.feed.listener().tick();
            bench.feed.listener().tick();

            assertThat(bench.sent()).containsExactly(heartbeat(1, "1690852640.5"));
        }

        @Test
        void areNeverAnswers() {
            bench.startNow("ATDome");
            bench.advance(2);
            bench.sent();
            bench.ask("Heartbeat", 0, "stream");
            bench.ask("ATDome", 0, "heartbeat");
            bench.advance(0.1);

            assertThat(bench.sent()).isEmpty();
        }

        @Test
        void areOrdinaryEventsOfAPlainComponent() {
            Bench plain = bench(ComponentConfig.PLAIN, "ATDome");
            plain.startNow("ATDome");
            plain.event("ATDome", "heartbeat", "x", 1);
            plain.advance(4);

            assertThat(plain.sent()).containsExactly("event ATDome:0 {\"heartbeat\": [" + ONE + "]}");
        }
    }
}
