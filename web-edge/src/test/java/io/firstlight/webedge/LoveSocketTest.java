package io.firstlight.webedge;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** LOVE's socket to the byte, over real sockets and a real broker: what its front end and its producers see. */
class LoveSocketTest {

    private static final String TIME = "{\"action\":\"get_time_data\",\"request_time\":1}";

    @TempDir
    private static Path directory;

    private static RunningEdge edge;
    private static String token;

    @BeforeAll
    static void start() throws Exception {
        edge = new RunningEdge(directory);
        token = edge.token("admin", "test");
    }

    @AfterAll
    static void stop() throws Exception {
        edge.close();
    }

    private static SocketClient frontend() {
        return edge.socket("/manager/ws/subscription?token=" + token);
    }

    private static String message(String category, String elements) {
        return "{\"category\":\"" + category + "\",\"producer_snd\":1690852640.123,\"data\":[" + elements + "]}";
    }

    private static String element(String csc, String salindex, String data) {
        return "{\"csc\":\"" + csc + "\",\"salindex\":" + salindex + ",\"data\":" + data + "}";
    }

    private static String request(String csc, String salindex, String event) {
        return "{\"category\": \"initial_state\", \"data\": [{\"csc\": \"" + csc + "\", \"salindex\": " + salindex
                + ", \"data\": {\"event_name\": \"" + event + "\"}}], \"subscription\": \"initial_state-all-all-all\"}";
    }

    /** Asserts that nothing is on its way but the answer to a question that is asked now. */
    private static void assertSilent(SocketClient client) throws InterruptedException {
        assertThat(client.send(TIME).next()).startsWith("{\"time_data\": ");
    }

    @Nested
    class Handshake {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/manager/ws/subscription",
                    "/manager/ws/subscription/",
                    "/manager/producers/ws/subscription",
                    "/manager/m1m3/ws/subscription/",
                    "/managerX/ws/subscription/"
                })
        void acceptsEveryFormOfThePath(String path) throws Exception {
            try (SocketClient client = edge.socket(path + "?token=" + token)) {
                assertSilent(client);
            }
        }

        @Test
        void refusesASubPathThatIsNotConfigured() {
            assertThat(edge.refusal("/love/manager/ws/subscription?token=" + token))
                    .isNotEqualTo(101);
        }

        @ParameterizedTest
        @CsvSource({
            "?token=%s, 101",
            "?token=%s&x=1, 101",
            "?token=%s&token=bad, 101",
            "?token=bad&token=%s, 403",
            "?token=bad&password=PASS, 101",
            "?password=bad&token=%s, 101",
            "?password=PASS, 101",
            "?password=bad, 403",
            "?password=, 403",
            "?token=bad, 403",
            "'', 403"
        })
        void looksAtTokenThenPasswordAndTheFirstValueOfEach(String query, int status) {
            String asked = String.format(query, token).replace("PASS", RunningEdge.PROCESS_PASSWORD);

            assertThat(edge.refusal("/manager/ws/subscription" + asked)).isEqualTo(status);
        }
    }

    @Nested
    class Subscribing {

        @Test
        void isConfirmedEachTimeAndDeliversOneCopy() throws Exception {
            try (SocketClient client = frontend();
                    SocketClient producer = edge.producer()) {
                String confirmed = "{\"data\": \"Successfully subscribed to telemetry-Again-1-s\"}";
                assertThat(client.subscribe("telemetry", "Again", "1", "s").next())
                        .isEqualTo(confirmed);
                assertThat(client.subscribe("telemetry", "Again", "1", "s").next())
                        .isEqualTo(confirmed);

                producer.send(message("telemetry", element("Again", "1", "{\"s\":{\"v\":1}}")));
                producer.send(message("telemetry", element("Again", "1", "{\"s\":{\"v\":2}}")));

                assertThat(client.next()).contains("{\"v\":1}");
                assertThat(client.next()).contains("{\"v\":2}");
            }
        }

        @Test
        void takesTheIndexAsTextOrNumberAndIgnoresOtherKeys() throws Exception {
            try (SocketClient client = frontend()) {
                client.send("{\"option\": \"subscribe\", \"category\": \"telemetry\", \"csc\": \"A\", \"salindex\": 1, "
                        + "\"stream\": \"s\", \"producer_snd\": 1795216000.1}");
                assertThat(client.next()).isEqualTo("{\"data\": \"Successfully subscribed to telemetry-A-1-s\"}");
                client.subscribe("telemetry", "A", "1", "s");
                assertThat(client.next()).isEqualTo("{\"data\": \"Successfully subscribed to telemetry-A-1-s\"}");
            }
        }

        @Test
        void confirmsAnUnsubscribeOfWhatWasNeverSubscribed() throws Exception {
            try (SocketClient client = frontend()) {
                client.send(
                        "{\"option\":\"unsubscribe\",\"category\":\"event\",\"csc\":\"A\",\"salindex\":1,\"stream\":\"s\"}");

                assertThat(client.next()).isEqualTo("{\"data\": \"Successfully unsubscribed to event-A-1-s\"}");
            }
        }

        @Test
        void ignoresAnotherOptionAndAnotherAction() throws Exception {
            try (SocketClient client = frontend()) {
                client.send("{\"option\":\"other\",\"category\":\"event\"}");
                client.send("{\"action\":\"other\"}");

                assertSilent(client);
            }
        }

        @Test
        void takesAMessageWithOptionAndActionForASubscription() throws Exception {
            try (SocketClient client = frontend()) {
                client.send(
                        "{\"action\":\"get_time_data\",\"request_time\":1,\"option\":\"subscribe\",\"category\":\"telemetry\","
                                + "\"csc\":\"A\",\"salindex\":1,\"stream\":\"s\"}");

                assertThat(client.next()).isEqualTo("{\"data\": \"Successfully subscribed to telemetry-A-1-s\"}");
                assertSilent(client);
            }
        }

        @Test
        void answersInTheOrderOfTheRequests() throws Exception {
            try (SocketClient client = frontend()) {
                for (int i = 0; i < 100; i++) {
                    client.subscribe("telemetry", "Order", "" + i, "s").send(TIME);
                }
                for (int i = 0; i < 100; i++) {
                    assertThat(client.next())
                            .isEqualTo("{\"data\": \"Successfully subscribed to telemetry-Order-" + i + "-s\"}");
                    assertThat(client.next()).startsWith("{\"time_data\"");
                }
            }
        }
    }

    @Nested
    class Dispatch {

        @Test
        void sendsStreamsInOrderThenTheComponentNestedThenTheCategory() throws Exception {
            try (SocketClient client = frontend();
                    SocketClient producer = edge.producer()) {
                client.subscribe("ack", "all", "all", "all").next();
                client.subscribe("ack", "Disp", "1", "all").next();
                client.subscribe("ack", "Disp", "1", "s2").next();
                client.subscribe("ack", "Disp", "1", "s1").next();

                producer.send(message("ack", element("Disp", "1", "{\"s1\":[{\"a\":1}],\"s2\":{\"b\":2}}")));

                String open = "{\"category\": \"ack\", \"data\": [{\"csc\": \"Disp\", \"salindex\": 1, \"data\": ";
                assertThat(client.next())
                        .isEqualTo(open + "{\"s1\": [{\"a\":1}]}}], \"subscription\": \"ack-Disp-1-s1\"}");
                assertThat(client.next())
                        .isEqualTo(open + "{\"s2\": {\"b\":2}}}], \"subscription\": \"ack-Disp-1-s2\"}");
                assertThat(client.next())
                        .isEqualTo(open + "{\"Disp\": {\"s1\":[{\"a\":1}],\"s2\":{\"b\":2}}}}], "
                                + "\"subscription\": \"ack-Disp-1-all\"}");
                assertThat(client.next())
                        .isEqualTo(open
                                + "{\"s1\":[{\"a\":1}],\"s2\":{\"b\":2}}}], \"subscription\": \"ack-all-all-all\"}");
            }
        }

        @Test
        void splitsAMessageOfSeveralElementsAndKeepsTheTypeOfTheIndex() throws Exception {
            try (SocketClient client = frontend();
                    SocketClient producer = edge.producer()) {
                client.subscribe("love_csc", "all", "all", "all").next();

                producer.send(message(
                        "love_csc",
                        element("Multi", "1", "{\"x\":1}") + "," + element("Multi", "\"1\"", "{\"y\":{}}")));

                assertThat(client.next())
                        .isEqualTo("{\"category\": \"love_csc\", \"data\": [{\"csc\": \"Multi\", \"salindex\": 1, "
                                + "\"data\": {\"x\":1}}], \"subscription\": \"love_csc-all-all-all\"}");
                assertThat(client.next())
                        .isEqualTo("{\"category\": \"love_csc\", \"data\": [{\"csc\": \"Multi\", \"salindex\": \"1\", "
                                + "\"data\": {\"y\":{}}}], \"subscription\": \"love_csc-all-all-all\"}");
            }
        }

        @Test
        void passesAnElementWithoutStreamsToTheComponentsGroup() throws Exception {
            try (SocketClient client = frontend();
                    SocketClient producer = edge.producer()) {
                client.subscribe("ack", "Empty", "1", "all").next();

                producer.send(message("ack", element("Empty", "1", "{}")));

                assertThat(client.next())
                        .isEqualTo("{\"category\": \"ack\", \"data\": [{\"csc\": \"Empty\", \"salindex\": 1, "
                                + "\"data\": {\"Empty\": {}}}], \"subscription\": \"ack-Empty-1-all\"}");
            }
        }

        @Test
        void givesTheSenderItsOwnMessageAndOneCopyForEachGroup() throws Exception {
            try (SocketClient client = frontend()) {
                client.subscribe("cmd", "Self", "1", "s").next();
                client.subscribe("cmd", "Self", "1", "all").next();

                client.send(message("cmd", element("Self", "1", "{\"s\":{\"cmd\":\"x\"}}")));

                assertThat(client.next()).endsWith("\"subscription\": \"cmd-Self-1-s\"}");
                assertThat(client.next()).endsWith("\"subscription\": \"cmd-Self-1-all\"}");
            }
        }

        @Test
        void neverSendsAnythingToOtherUsesOfAll() throws Exception {
            try (SocketClient client = frontend();
                    SocketClient producer = edge.producer()) {
                client.subscribe("ack", "Wild", "all", "s").next();
                client.subscribe("ack", "Wild", "all", "all").next();
                client.subscribe("ack", "all", "1", "s").next();
                client.subscribe("ack", "all", "all", "s").next();
                client.subscribe("ack", "Wild", "1", "last").next();

                producer.send(message("ack", element("Wild", "1", "{\"s\":1}")));
                producer.send(message("ack", element("Wild", "1", "{\"last\":1}")));

                assertThat(client.next()).endsWith("\"subscription\": \"ack-Wild-1-last\"}");
            }
        }

        @Test
        void takesFramesOfManyMegabytes() throws Exception {
            try (SocketClient client = frontend();
                    SocketClient producer = edge.producer()) {
                client.subscribe("ack", "Big", "1", "s").next();
                String schemas = "x".repeat(15 << 20);

                producer.send(message("ack", element("Big", "1", "{\"s\":\"" + schemas + "\"}")));

                assertThat(client.next()).contains(schemas);
            }
        }
    }

    @Nested
    class InitialState {

        private SocketClient registered(String csc) throws InterruptedException {
            SocketClient producer = edge.producer();
            for (String to : new String[] {"all", csc}) {
                producer.send("{\"option\":\"subscribe\",\"category\":\"initial_state\",\"csc\":\"" + to
                        + "\",\"salindex\":\"all\",\"stream\":\"all\",\"producer_snd\":1690852640.123}");
                assertThat(producer.next())
                        .isEqualTo("{\"data\": \"Successfully subscribed to initial_state-" + to + "-all-all\"}");
            }
            return producer;
        }

        @Test
        void isAskedOfTheComponentsProducersAtEachSubscribeAndTheAnswerGoesToAll() throws Exception {
            try (SocketClient producer = registered("Ask");
                    SocketClient first = frontend();
                    SocketClient second = frontend()) {
                first.subscribe("event", "Ask", "3", "s").next();
                assertThat(producer.next()).isEqualTo(request("Ask", "3", "s"));
                second.subscribe("event", "Ask", "3", "s").next();
                assertThat(producer.next()).isEqualTo(request("Ask", "3", "s"));
                second.subscribe("event", "Ask", "3", "s").next();
                assertThat(producer.next()).isEqualTo(request("Ask", "3", "s"));

                producer.send(message("event", element("Ask", "3", "{\"s\":[{\"v\":7}]}")));

                String answer = "{\"category\": \"event\", \"data\": [{\"csc\": \"Ask\", \"salindex\": 3, \"data\": "
                        + "{\"s\": [{\"v\":7}]}}], \"subscription\": \"event-Ask-3-s\"}";
                assertThat(first.next()).isEqualTo(answer);
                assertThat(second.next()).isEqualTo(answer);
            }
        }

        @Test
        void comesAtOnceFromOurOwnStateAfterTheConfirmation() throws Exception {
            try (SocketClient producer = registered("Have");
                    SocketClient first = frontend();
                    SocketClient second = frontend()) {
                first.subscribe("event", "Have", "1", "s").next();
                producer.send(message("event", element("Have", "1", "{\"s\":[{\"v\":1}]}")));
                String frame = first.next();

                assertThat(second.subscribe("event", "Have", "1", "s").next())
                        .isEqualTo("{\"data\": \"Successfully subscribed to event-Have-1-s\"}");
                assertThat(second.next()).isEqualTo(frame);
                assertSilent(first);
            }
        }

        @Test
        void isAskedForAllInstancesAndForWholeComponentsButNotForTelemetry() throws Exception {
            try (SocketClient producer = registered("Whole");
                    SocketClient client = frontend()) {
                client.subscribe("telemetry", "Whole", "1", "s").next();
                client.subscribe("event", "Whole", "1", "all").next();
                client.subscribe("event", "Whole", "all", "all").next();

                assertThat(producer.next()).isEqualTo(request("Whole", "1", "all"));
                assertThat(producer.next()).isEqualTo(request("Whole", "\"all\"", "all"));
            }
        }

        @Test
        void ofAWholeCategoryIsAskedOfThoseWhoRegisteredForAll() throws Exception {
            try (SocketClient producer = registered("Other");
                    SocketClient client = frontend()) {
                client.subscribe("event", "all", "all", "all").next();

                assertThat(producer.next()).isEqualTo(request("all", "\"all\"", "all"));
            }
        }

        @Test
        void reachesProducersOnAnotherEdge() throws Exception {
            WebEdge other = edge.anotherEdge();
            try (SocketClient producer = registered("Far");
                    SocketClient client = edge.socket(other, "/manager/ws/subscription?token=" + token)) {
                client.subscribe("event", "Far", "0", "s").next();

                assertThat(producer.next()).isEqualTo(request("Far", "0", "s"));
            }
        }

        @Test
        void asAMessageOfAClientIsFannedOutLikeAnyOther() throws Exception {
            try (SocketClient producer = registered("Legacy");
                    SocketClient client = frontend()) {
                client.subscribe("initial_state", "Legacy", "0", "s").next();
                client.send(message("initial_state", element("Legacy", "0", "{\"s\":{\"currentTarget\":true}}")));

                assertThat(client.next()).endsWith("\"subscription\": \"initial_state-Legacy-0-s\"}");
                assertThat(producer.next()).endsWith("\"subscription\": \"initial_state-all-all-all\"}");
            }
        }

        @Test
        void isNotAskedOfProducersForClientsThatUseOurOptions() throws Exception {
            try (SocketClient producer = registered("Ours");
                    SocketClient client = frontend()) {
                client.send(
                        "{\"option\":\"subscribe\",\"category\":\"event\",\"csc\":\"Ours\",\"salindex\":1,\"stream\":\"s\","
                                + "\"snapshot\":true}");
                client.next();
                client.subscribe("event", "Ours", "2", "s").next();

                assertThat(producer.next()).isEqualTo(request("Ours", "2", "s"));
            }
        }
    }

    @Nested
    class Heartbeat {

        @Test
        void comesAtOnceOnSubscribingAndThenAgainAndAgain() throws Exception {
            try (SocketClient client = frontend()) {
                assertThat(client.subscribe("heartbeat", "manager", "0", "stream")
                                .next())
                        .isEqualTo("{\"data\": \"Successfully subscribed to heartbeat-manager-0-stream\"}");

                double before = Instant.now().toEpochMilli() / 1000.0;
                double last = 0;
                for (int i = 0; i < 3; i++) {
                    String frame = client.next();
                    assertThat(frame)
                            .matches(
                                    "\\{\"category\": \"heartbeat\", \"data\": \\[\\{\"csc\": \"Manager\", \"salindex\": 0, "
                                            + "\"data\": \\{\"timestamp\": \\d+\\.\\d+}}], \"subscription\": \"heartbeat\"}");
                    double time =
                            RunningEdge.json(frame, "/data/0/data/timestamp").asDouble();
                    assertThat(time).isGreaterThan(last).isCloseTo(before + i, within(2.0));
                    last = time;
                }
            }
        }

        @Test
        void endsWithTheConfirmationOfAnUnsubscribe() throws Exception {
            try (SocketClient client = frontend();
                    SocketClient other = frontend()) {
                client.subscribe("heartbeat", "manager", "0", "stream");
                client.next();
                client.next();
                client.send(
                        "{\"option\":\"unsubscribe\",\"category\":\"heartbeat\",\"csc\":\"manager\",\"salindex\":\"0\","
                                + "\"stream\":\"stream\"}");
                String frame = client.next();
                while (frame.startsWith("{\"category\"")) {
                    frame = client.next();
                }
                assertThat(frame).isEqualTo("{\"data\": \"Successfully unsubscribed to heartbeat-manager-0-stream\"}");

                // Two beats to the other pass after that.
                other.subscribe("heartbeat", "manager", "0", "stream");
                other.next();
                other.next();
                other.next();
                assertSilent(client);
            }
        }

        @Test
        void ofComponentsAndScriptsPassesAsEvents() throws Exception {
            try (SocketClient client = frontend();
                    SocketClient producer = edge.producer()) {
                client.subscribe("event", "Heartbeat", "0", "stream").next();
                client.subscribe("event", "ScriptHeartbeats", "1", "stream").next();
                String beat = "{\"csc\":\"ATDome\",\"salindex\":0,\"lost\":0,\"last_heartbeat_timestamp\":1690852639.9,"
                        + "\"max_lost_heartbeats\":5}";
                String script =
                        "{\"script_heartbeat\":{\"salindex\":100001,\"lost\":0,\"last_heartbeat_timestamp\":1690852639.9}}";

                producer.send(message("event", element("Heartbeat", "0", "{\"stream\":" + beat + "}")));
                assertThat(client.next())
                        .isEqualTo(
                                "{\"category\": \"event\", \"data\": [{\"csc\": \"Heartbeat\", \"salindex\": 0, \"data\": "
                                        + "{\"stream\": " + beat
                                        + "}}], \"subscription\": \"event-Heartbeat-0-stream\"}");
                producer.send(message("event", element("ScriptHeartbeats", "1", "{\"stream\":" + script + "}")));
                assertThat(client.next())
                        .isEqualTo(
                                "{\"category\": \"event\", \"data\": [{\"csc\": \"ScriptHeartbeats\", \"salindex\": 1, "
                                        + "\"data\": {\"stream\": " + script + "}}], "
                                        + "\"subscription\": \"event-ScriptHeartbeats-1-stream\"}");
            }
        }
    }

    @Nested
    class Time {

        @Test
        void isToldInEverySystemAndTheRequestsOwnComesBackUntouched() throws Exception {
            try (SocketClient client = frontend()) {
                for (String own : new String[] {"1795218153.398", "\"text\"", "null", "[1, {\"a\": 2}]"}) {
                    String frame = client.send("{\"action\": \"get_time_data\", \"request_time\": " + own + "}")
                            .next();

                    assertThat(frame)
                            .matches(
                                    "\\{\"time_data\": \\{\"utc\": \\d+\\.\\d+, \"tai\": \\d+\\.\\d+, \"mjd\": \\d+\\.\\d+, "
                                            + "\"observing_day\": \"\\d{8}\", \"sidereal_summit\": \\d+\\.\\d+, "
                                            + "\"sidereal_greenwich\": \\d+\\.\\d+, \"tai_to_utc\": -37\\.0}, \"request_time\": .*}")
                            .endsWith(", \"request_time\": " + own + "}");
                    JsonNode time = RunningEdge.json(frame, "/time_data");
                    assertThat(time.get("tai").asDouble() - time.get("utc").asDouble())
                            .isCloseTo(37, within(1e-3));
                }
            }
        }
    }

    @Nested
    class BadInput {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "no json | malformed_json",
                    "[1] | malformed_json",
                    "{} {} | malformed_json",
                    "{} | missing_field",
                    "{\"option\":\"subscribe\",\"csc\":\"A\",\"salindex\":1,\"stream\":\"s\"} | missing_field",
                    "{\"option\":\"subscribe\",\"category\":\"event\",\"salindex\":1,\"stream\":\"s\"} | missing_field",
                    "{\"option\":\"subscribe\",\"category\":\"event\",\"csc\":\"A\",\"stream\":\"s\"} | missing_field",
                    "{\"option\":\"subscribe\",\"category\":\"event\",\"csc\":\"A\",\"salindex\":1} | missing_field",
                    "{\"option\":\"subscribe\",\"category\":\"event\",\"csc\":\"A B\",\"salindex\":1,\"stream\":\"s\"} | illegal_name",
                    "{\"option\":\"subscribe\",\"category\":\"event\",\"csc\":\"A\",\"salindex\":\"abc\",\"stream\":\"s\"} | illegal_name",
                    "{\"option\":\"subscribe\",\"category\":\"event\",\"csc\":\"A\",\"salindex\":null,\"stream\":\"s\"} | illegal_name",
                    "{\"action\":\"get_time_data\"} | missing_field",
                    "{\"category\":\"event\"} | missing_field",
                    "{\"category\":\"event\",\"data\":{}} | missing_field",
                    "{\"category\":\"event\",\"data\":[{\"salindex\":1,\"data\":{}}]} | missing_field",
                    "{\"category\":\"event\",\"data\":[{\"csc\":\"A\",\"data\":{}}]} | missing_field",
                    "{\"category\":\"event\",\"data\":[{\"csc\":\"A\",\"salindex\":1}]} | missing_field",
                    "{\"category\":\"weather\",\"data\":[]} | unknown_category"
                })
        void isAnsweredWithAnErrorFrameAndChangesNothing(String frame, String name) throws Exception {
            try (SocketClient client = frontend()) {
                client.subscribe("ack", "Kept", "1", "s").next();

                assertThat(client.send(frame).nextJson().at("/error/name").asText())
                        .isEqualTo(name);

                client.send(message("ack", element("Kept", "1", "{\"s\":1}")));
                assertThat(client.next()).endsWith("\"subscription\": \"ack-Kept-1-s\"}");
            }
        }

        @Test
        void asABinaryFrameOrATooLongNameIsAnsweredTheSameWay() throws Exception {
            try (SocketClient client = frontend()) {
                client.sendBinary("{}".getBytes(StandardCharsets.UTF_8));
                assertThat(client.nextJson().at("/error/name").asText()).isEqualTo("not_text");

                client.subscribe("telemetry", "A".repeat(90), "1", "s");
                assertThat(client.nextJson().at("/error/name").asText()).isEqualTo("illegal_name");
                assertSilent(client);
            }
        }

        @Test
        void largerThanTheLimitEndsTheConnectionWithACodeThatSaysSo() throws Exception {
            try (SocketClient client = frontend()) {
                client.send(" ".repeat((16 << 20) + 1));

                assertThat(client.closeCode()).isEqualTo(1009);
            }
        }

        @Test
        void fromOneWhoMayNotPublishIsRefused() throws Exception {
            try (SocketClient client = edge.client("user", "user")) {
                client.send(message("event", element("A", "1", "{\"s\":1}")));

                assertThat(client.nextJson().at("/error/name").asText()).isEqualTo("not_allowed");
            }
        }
    }

    /** What only a configuration of LOVE's own brings. */
    @Nested
    class Configured {

        private static final Map<String, String> SETTINGS = Map.of(
                "FIRSTLIGHT_URL_SUBPATH", "/love",
                "FIRSTLIGHT_LOVE_TRACING", "true",
                "FIRSTLIGHT_LOVE_HEARTBEATS", "false",
                "FIRSTLIGHT_LOVE_PRODUCER_LEGACY", "1",
                "FIRSTLIGHT_OPEN_PUBLISH", "true");

        @Test
        void tracesServesASubPathIsWithoutHeartbeatsAsksAllProducersAndLetsEverybodyPublish() throws Exception {
            WebEdge other = edge.anotherEdge(SETTINGS);
            try (SocketClient client =
                            edge.socket(other, "/love/manager/ws/subscription?token=" + edge.token("user", "user"));
                    SocketClient producer = edge.socket(
                            other,
                            "/love/manager/producers/ws/subscription/?password=" + RunningEdge.PROCESS_PASSWORD)) {
                producer.subscribe("initial_state", "all", "all", "all").next();
                client.subscribe("heartbeat", "manager", "0", "stream").next();
                client.subscribe("event", "Traced", "1", "s").next();
                String request = producer.next();
                assertThat(request).startsWith(request("Traced", "1", "s").replaceFirst("}$", ", \"tracing\": {"));
                assertThat(keys(RunningEdge.json(request, "/tracing")))
                        .containsExactlyInAnyOrder("manager_rcv_from_group", "manager_snd_to_client");

                client.send(message("event", element("Traced", "1", "{\"s\":[]}")));

                String frame = client.next();
                assertThat(frame)
                        .startsWith(
                                "{\"category\": \"event\", \"data\": [{\"csc\": \"Traced\", \"salindex\": 1, \"data\": "
                                        + "{\"s\": []}}], \"subscription\": \"event-Traced-1-s\", "
                                        + "\"tracing\": {\"producer_snd\": 1690852640.123, \"manager_rcv_from_producer\": ");
                JsonNode tracing = RunningEdge.json(frame, "/tracing");
                double tai = Instant.now().toEpochMilli() / 1000.0 + 37;
                for (String stamp : new String[] {
                    "manager_rcv_from_producer",
                    "manager_snd_to_group",
                    "manager_rcv_from_group",
                    "manager_snd_to_client"
                }) {
                    assertThat(tracing.get(stamp).asDouble()).isCloseTo(tai, within(20.0));
                }
                client.send(
                        "{\"category\":\"event\",\"data\":[{\"csc\":\"Traced\",\"salindex\":1,\"data\":{\"s\":[1]}}]}");
                assertThat(client.next()).contains("\"tracing\": {\"producer_snd\": null, ");
                assertSilent(client);
            }
        }

        private static Set<String> keys(JsonNode node) {
            Set<String> keys = new HashSet<>();
            node.fieldNames().forEachRemaining(keys::add);
            return keys;
        }
    }
}
