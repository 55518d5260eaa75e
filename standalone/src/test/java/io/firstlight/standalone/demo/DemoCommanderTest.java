package io.firstlight.standalone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.ingest.producer.Acknowledgement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** The demo's commander over HTTP, in the words of LOVE's. */
final class DemoCommanderTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static DemoObservatory observatory;
    private static DemoCommander commander;

    @BeforeAll
    static void start() throws IOException {
        observatory = new DemoObservatory(InstantSource.system(), new Random(1), "1.2", 1);
        observatory.start(message -> CompletableFuture.completedFuture(new Acknowledgement("t", null, 0, 0)));
        commander = DemoCommander.start(observatory, "1.2", InstantSource.system());
    }

    @AfterAll
    static void stop() {
        commander.close();
        observatory.close();
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(commander.url().resolve(path)).build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(String path, String body) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(commander.url().resolve(path))
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static String command(String csc, String command, String params) {
        return "{\"csc\": \"" + csc + "\", \"salindex\": 0, \"cmd\": \"" + command + "\", \"params\": " + params
                + ", \"identity\": \"ada@test\"}";
    }

    @Test
    void listensOnLoopbackOnly() throws Exception {
        assertThat(InetAddress.getByName(commander.url().getHost()).isLoopbackAddress())
                .isTrue();
    }

    @Test
    void aCommandThatIsAcceptedIsDone() throws Exception {
        HttpResponse<String> answer = post("/cmd/", command("ATDome", "cmd_moveAzimuth", "{\"azimuth\": 12}"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"ack\": \"Done\"}");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json; charset=utf-8");
    }

    @Test
    void aCommandWithoutTheLastSlashIsSentOn() throws Exception {
        HttpResponse<String> answer = post("/cmd", command("ATDome", "cmd_homeAzimuth", "{}"));
        assertThat(answer.statusCode()).isEqualTo(308);
        assertThat(answer.headers().firstValue("Location")).hasValue("/cmd/");

        assertThat(get("/heartbeat").statusCode()).isEqualTo(308);
        HttpClient follows = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        assertThat(follows.send(
                                HttpRequest.newBuilder(commander.url().resolve("/cmd"))
                                        .POST(BodyPublishers.ofString(command("ATDome", "cmd_homeAzimuth", "{}")))
                                        .build(),
                                BodyHandlers.ofString())
                        .body())
                .isEqualTo("{\"ack\": \"Done\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            ATDome  | cmd_moveAzimuth | {}                 | moveAzimuth needs parameter azimuth
            ATDome  | cmd_moveAzimuth | {"azimuth": 400}   | azimuth 400.0 is not from 0 to 360 deg
            ATDome  | cmd_moveAzimuth | {"azimuth": "far"} | parameter azimuth of moveAzimuth must be a finite number
            ATDome  | cmd_moveAzimuth | {"speed": 1}       | moveAzimuth has no parameter speed
            ATDome  | cmd_fly         | {}                 | ATDome has no command cmd_fly
            ATDome  | homeAzimuth     | {}                 | ATDome has no command homeAzimuth
            MTDome  | cmd_fly         | {}                 | there is no component MTDome:0
            'a b'   | cmd_fly         | {}                 | there is no component a b
            ATDome  | cmd_homeAzimuth | []                 | csc and cmd must be texts, salindex a whole number, params an object
            """)
    void whatIsRefusedIsAnErrorWithTheReasonAsText(String csc, String command, String params, String reason)
            throws Exception {
        HttpResponse<String> answer = post("/cmd/", command(csc, command, params));

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain; charset=utf-8");
        assertThat(answer.body()).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            {"csc":"ATDome","salindex":0} | {"csc": "ATDome", "salindex": 0}
            []                            | []
            {                             | {}
            ''                            | {}
            """)
    void missingKeysAreToldInTheWordsOfLovesCommander(String body, String received) throws Exception {
        HttpResponse<String> answer = post("/cmd/", body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(SteppedObservatory.json(answer.body()).path("ack").textValue())
                .isEqualTo("Request must have JSON data with the following keys: csc, salindex, cmd_name, params,"
                        + " identity. Received " + received);
    }

    @Test
    void theHeartbeatIsTheTime() throws Exception {
        HttpResponse<String> answer = get("/heartbeat/");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(SteppedObservatory.json(answer.body()).path("timestamp").doubleValue())
                .isCloseTo(System.currentTimeMillis() / 1000.0, within(60.0));
    }

    @Test
    void topicNamesAreThoseOfTheDeclarationsByCategory() throws Exception {
        JsonNode dome =
                SteppedObservatory.json(get("/salinfo/topic-names").body()).path("ATDome");
        assertThat(dome.fieldNames()).toIterable().containsExactly("event_names", "telemetry_names", "command_names");
        assertThat(dome.path("command_names").toString()).contains("\"cmd_moveAzimuth\"", "\"cmd_enable\"");
        assertThat(dome.path("event_names").toString()).contains("\"azimuthState\"", "\"summaryState\"");

        JsonNode some = SteppedObservatory.json(get("/salinfo/topic-names?categories=telemetry-nonsense")
                        .body())
                .path("ATDome");
        assertThat(some.toString()).isEqualTo("{\"telemetry_names\":[\"position\"]}");
    }

    @Test
    void topicDataHasTheUnitsOfEveryField() throws Exception {
        JsonNode all = SteppedObservatory.json(
                get("/salinfo/topic-data?categories=event-telemetry").body());

        assertThat(all.path("ATDome").fieldNames()).toIterable().containsExactly("event_data", "telemetry_data");
        assertThat(all.path("ATDome")
                        .path("telemetry_data")
                        .path("position")
                        .path("azimuthPosition")
                        .toString())
                .isEqualTo("{\"name\":\"azimuthPosition\",\"description\":\"Azimuth, 0 to 360\",\"units\":\"deg\","
                        + "\"type_name\":\"double\",\"count\":1}");
        assertThat(all.toString()).doesNotContain("private_");
    }

    @Test
    void metadataIsOfEveryComponent() throws Exception {
        assertThat(SteppedObservatory.json(get("/salinfo/metadata").body())
                        .path("ESS")
                        .toString())
                .isEqualTo("{\"sal_version\":\"1.2\",\"xml_version\":\"demo\"}");
    }

    @Test
    void theObservingLogIsWritten() throws Exception {
        HttpResponse<String> answer =
                post("/lovecsc/observinglog", "{\"user\": \"ada\", \"message\": \"seeing is good\"}");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"ack\": \"Added new observing log to SAL\"}");

        HttpResponse<String> wrong = post("/lovecsc/observinglog", "{\"user\": \"ada\"}");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body())
                .isEqualTo("{\"ack\": \"Request must have JSON data with the following keys: user, message. Received"
                        + " {\\\"user\\\": \\\"ada\\\"}\"}");
    }

    @Test
    void thereIsNoEfd() throws Exception {
        assertThat(get("/efd/efd_clients").body()).isEqualTo("{\"instances\": []}");
    }

    @Test
    void otherPathsAndMethodsAreRefused() throws Exception {
        assertThat(get("/tcs/aux").statusCode()).isEqualTo(404);
        assertThat(get("/cmd/").statusCode()).isEqualTo(405);
        assertThat(post("/heartbeat/", "").statusCode()).isEqualTo(405);
        assertThat(post("/cmd/", "x".repeat((1 << 20) + 1)).statusCode()).isEqualTo(413);
    }
}
