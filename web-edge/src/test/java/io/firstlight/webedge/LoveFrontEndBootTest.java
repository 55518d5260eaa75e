package io.firstlight.webedge;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.schemas.json.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** What LOVE's front end does from the first page to the last, call by call, with the answers that it cannot do without. */
class LoveFrontEndBootTest {

    private static final List<String> FRAME_GROUPS = List.of(
            "heartbeat-manager-0-stream",
            "event-Watcher-0-alarm",
            "event-Watcher-0-stream",
            "event-Scheduler-1-observingMode",
            "telemetry-Scheduler-1-observatoryState",
            "event-MTPtg-0-currentTarget",
            "event-Scheduler-2-observingMode",
            "telemetry-Scheduler-2-observatoryState",
            "event-ATPtg-0-currentTarget");

    @TempDir
    private static Path directory;

    private static RunningEdge edge;

    @BeforeAll
    static void start() throws Exception {
        edge = new RunningEdge(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        edge.close();
    }

    private static JsonNode get(String path, String token, int status) throws Exception {
        HttpResponse<String> answer = edge.get("/manager/" + path, "Authorization", "Token " + token);
        assertThat(answer.statusCode()).as(path).isEqualTo(status);
        return Json.mapper().readTree(answer.body());
    }

    private static HttpResponse<String> send(String method, String path, String token, String body) throws Exception {
        return edge.send(HttpRequest.newBuilder(edge.uri("/manager/" + path))
                .header("Authorization", "Token " + token)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    /** The front end subscribes with the index as text, and splits names at the hyphens. */
    private static SocketClient page(String token) throws Exception {
        SocketClient page = edge.socket("/manager/ws/subscription?token=" + token);
        for (String group : FRAME_GROUPS) {
            String[] parts = group.split("-", -1);
            page.subscribe(parts[0], parts[1], parts[2], parts[3]);
        }
        int confirmed = 0;
        boolean beats = false;
        while (confirmed < FRAME_GROUPS.size() || !beats) {
            JsonNode frame = page.nextJson();
            if (frame.has("category")) {
                assertThat(frame.get("category").asText()).isEqualTo("heartbeat");
                assertThat(frame.at("/data/0/csc").asText()).isEqualTo("Manager");
                beats = true;
            } else {
                assertThat(frame.get("data").asText())
                        .isEqualTo("Successfully subscribed to " + FRAME_GROUPS.get(confirmed));
                confirmed++;
            }
        }
        return page;
    }

    private static JsonNode time(SocketClient page) throws Exception {
        page.send("{\"action\":\"get_time_data\",\"request_time\":1795218153.398}");
        JsonNode frame = page.nextJson();
        while (!frame.has("time_data")) {
            frame = page.nextJson();
        }
        return frame;
    }

    @Test
    void logsInShowsTheHomePageReloadsSwapsTheUserAndLogsOut() throws Exception {
        // The first page, without a token: an answer that can be read is all that it needs.
        HttpResponse<String> stranger = edge.get("/manager/ui_framework/views/summary/");
        assertThat(stranger.statusCode()).isEqualTo(401);
        assertThat(Json.mapper().readTree(stranger.body()).has("detail")).isTrue();

        // Log in.
        HttpResponse<String> wrong =
                edge.post("/manager/api/get-token/", "{\"username\":\"cmd_user\",\"password\":\"no\"}");
        assertThat(wrong.statusCode()).isEqualTo(400);
        JsonNode login = Json.mapper()
                .readTree(edge.post("/manager/api/get-token/", "{\"username\":\"cmd_user\",\"password\":\"cmd_user\"}")
                        .body());
        String token = login.get("token").asText();
        assertThat(login.at("/user/username").asText()).isEqualTo("cmd_user");
        assertThat(login.at("/permissions/execute_commands").asBoolean()).isTrue();
        assertThat(login.at("/time_data/tai_to_utc").asDouble()).isEqualTo(-37.0);
        assertThat(login.at("/config/content/alarms").isObject()).isTrue();

        try (SocketClient page = page(token)) {
            JsonNode views = get("ui_framework/views/summary/", token, 200);
            assertThat(views.isArray()).isTrue();
            assertThat(views).isNotEmpty();
            for (JsonNode view : views) {
                assertThat(view.fieldNames())
                        .toIterable()
                        .containsExactlyInAnyOrder("id", "name", "thumbnail", "screen");
                if (view.get("thumbnail").isTextual()) {
                    assertThat(edge.get(view.get("thumbnail").asText()).statusCode())
                            .isIn(200, 404);
                }
            }
            assertThat(get("api/validate-token/no_config/", token, 200)
                            .get("config")
                            .isNull())
                    .isTrue();
            assertThat(get("api/controllocation/?selected", token, 200).isArray())
                    .isTrue();
            assertThat(time(page).get("request_time").asDouble()).isEqualTo(1795218153.398);

            // A reload with the stored token, on the page of a view.
            assertThat(get("api/validate-token/", token, 200).get("config").isObject())
                    .isTrue();
            int id = views.get(0).get("id").asInt();
            assertThat(get("ui_framework/views/" + id + "/", token, 200)
                            .get("data")
                            .isObject())
                    .isTrue();
            assertThat(edge.get(
                                    "/manager/api/salinfo/topic-data?categories=event-telemetry",
                                    "Authorization",
                                    "Token " + token)
                            .statusCode())
                    .isIn(200, 503);

            // What people click on.
            assertThat(get("api/emergencycontact", token, 200).isArray()).isTrue();
            int config = get("api/configfile/", token, 200).get(0).get("id").asInt();
            assertThat(get("api/configfile/" + config + "/content", token, 200)
                            .get("content")
                            .isObject())
                    .isTrue();
            assertThat(send("POST", "api/config-set", token, "{\"config_id\":" + config + "}")
                            .statusCode())
                    .isEqualTo(200);

            // Another user at the same desk: the old socket is closed for good before the answer comes.
            HttpResponse<String> swapped =
                    send("POST", "api/swap-user/", token, "{\"username\":\"user\",\"password\":\"user\"}");
            assertThat(swapped.statusCode()).isEqualTo(200);
            assertThat(page.closeCode()).isEqualTo(1000);
            String second = Json.mapper().readTree(swapped.body()).get("token").asText();
            assertThat(get("api/validate-token/", token, 401).get("detail").asText())
                    .isEqualTo("Invalid Token");

            try (SocketClient next = page(second)) {
                HttpResponse<String> out = send("DELETE", "api/logout/", second, "");
                assertThat(out.statusCode()).isEqualTo(204);
                assertThat(out.body()).isEmpty();
                assertThat(next.closeCode()).isEqualTo(1000);
            }
        }
    }
}
