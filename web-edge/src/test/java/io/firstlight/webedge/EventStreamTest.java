package io.firstlight.webedge;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.schemas.json.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** The event stream on a real edge: snapshot, records of several categories under one position, resume by Last-Event-ID. */
@Timeout(60)
class EventStreamTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static RunningEdge edge;
    private static String token;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        edge = new RunningEdge(directory, Map.of());
        token = edge.token("user", "user");
    }

    @AfterAll
    static void stop() throws Exception {
        edge.close();
    }

    private static EventStreamClient open(String query, String... headers) throws Exception {
        return EventStreamClient.open(HTTP, edge.uri("/api/v1/stream?" + query + "&token=" + token), headers);
    }

    private static JsonNode data(EventStreamClient.Event event) throws Exception {
        return Json.mapper().readTree(event.data());
    }

    private static void publish(SocketClient producer, String category, String csc, String data) {
        producer.send("{\"category\":\"" + category + "\",\"data\":[{\"csc\":\"" + csc + "\",\"salindex\":0,\"data\":"
                + data + "}]}");
    }

    @Test
    void resumesAfterTheLastEventIdAcrossCategoriesWithoutLossOrRepeat() throws Exception {
        String query = "address=event-Mount-0-all&address=telemetry-Mount-all-azimuth";
        String last;
        try (SocketClient producer = edge.producer();
                EventStreamClient stream = open(query)) {
            assertThat(stream.next("subscribed").data()).isEqualTo("{\"snapshot\": 0}");
            publish(producer, "event", "Mount", "{\"state\":[1],\"mode\":[1]}");
            EventStreamClient.Event event = stream.next("message");
            assertThat(data(event).at("/data").toString()).isEqualTo("{\"state\":[1],\"mode\":[1]}");
            publish(producer, "telemetry", "Mount", "{\"elevation\":{\"value\":1},\"azimuth\":{\"value\":1.5}}");
            EventStreamClient.Event telemetry = stream.next("message");
            assertThat(data(telemetry).at("/data").toString()).isEqualTo("{\"azimuth\":{\"value\":1.5}}");
            assertThat(data(telemetry).at("/category").asText()).isEqualTo("telemetry");
            last = telemetry.id();
            publish(producer, "event", "Mount", "{\"state\":[2]}");
            publish(producer, "telemetry", "Mount", "{\"azimuth\":{\"value\":2.5}}");
            assertThat(stream.next("message").id()).isNotEqualTo(last);
            stream.next("message");
        }
        try (EventStreamClient resumed = open(query, "Last-Event-ID", last)) {
            assertThat(resumed.next("subscribed").data()).isEqualTo("{\"recovered\": true}");
            // Between topics there is no order, only within a component's records of one.
            assertThat(List.of(
                            data(resumed.next("message")).at("/data").toString(),
                            data(resumed.next("message")).at("/data").toString()))
                    .containsExactlyInAnyOrder("{\"state\":[2]}", "{\"azimuth\":{\"value\":2.5}}");
        }
        edge.restartEdge();
        try (EventStreamClient late = open(query)) {
            assertThat(late.next("subscribed").data()).isEqualTo("{\"snapshot\": 3}");
            for (int i = 0; i < 3; i++) {
                EventStreamClient.Event value = late.next();
                assertThat(value.id()).isEmpty();
                assertThat(data(value).get("snapshot").asBoolean()).isTrue();
            }
            EventStreamClient.Event position = late.next();
            assertThat(position.name()).isEqualTo("position");
            assertThat(position.id()).isNotEmpty();
        }
    }

    @Test
    void keepsAnEventOnOneLineWhateverSpacesThePayloadHas() throws Exception {
        try (SocketClient producer = edge.producer();
                EventStreamClient stream = open("address=event-Lines-0-all&snapshot=false")) {
            stream.next("subscribed");
            publish(producer, "event", "Lines", "{\"text\":[\n\"a\\nb\"\r\n]}");
            assertThat(data(stream.next("message")).at("/data/text/0").asText()).isEqualTo("a\nb");
        }
    }

    @Test
    void refusesWhatItCannotServeInTheOneShape() throws Exception {
        assertThat(edge.get("/api/v1/stream?token=" + token).statusCode()).isEqualTo(400);
        assertThat(edge.get("/api/v1/stream?address=nonsense&token=" + token).body())
                .contains("bad_parameter");
        assertThat(edge.get("/api/v1/stream?address=event-A-0-all").statusCode())
                .isEqualTo(401);
        assertThat(edge.get("/api/v1/stream?address=event-A-0-all&token=x").statusCode())
                .isEqualTo(401);
        assertThat(edge.get("/api/v1/stream?address=event-A-0-all&sanpshot=true&token=" + token)
                        .statusCode())
                .isEqualTo(400);
    }
}
