package io.firstlight.webedge;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** Messages on an edge that everybody on the network can reach. */
class MessageAccessTest {

    @TempDir
    private static Path directory;

    private static RunningEdge edge;

    @BeforeAll
    static void start() throws Exception {
        edge = new RunningEdge(directory, Map.of("FIRSTLIGHT_MESSAGE_ACCESS", "token"));
    }

    @AfterAll
    static void stop() throws Exception {
        edge.close();
    }

    @Test
    void nobodyPostsOrReadsWithoutAToken() throws Exception {
        HttpResponse<String> post = edge.post("/api/v1/messages/", "{}");

        assertThat(post.statusCode()).isEqualTo(401);
        assertThat(post.body())
                .isEqualTo(
                        "{\"error\": {\"code\": 401, \"description\": \"Authentication credentials were not provided.\"}}");
        assertThat(edge.get("/api/v1/messages/?offset=0&limit=1").statusCode()).isEqualTo(401);
        assertThat(edge.refusal("/ws/v1/")).isEqualTo(403);
    }

    @Test
    void whoAsksTooOftenIsRefusedAndOthersAreNot() throws Exception {
        WebEdge strict = edge.anotherEdge(Map.of("FIRSTLIGHT_MESSAGE_RATE", "2", "FIRSTLIGHT_MESSAGE_ACCESS", "open"));
        URI list = URI.create("http://127.0.0.1:" + strict.port() + "/api/v1/messages/?offset=0&limit=1");
        List<HttpResponse<String>> answers = new ArrayList<>();
        do {
            answers.add(edge.send(HttpRequest.newBuilder(list)));
        } while (answers.getLast().statusCode() != 429 && answers.size() < 200);

        HttpResponse<String> last = answers.getLast();
        assertThat(answers).hasSizeGreaterThan(2);
        assertThat(last.headers().firstValue("Retry-After")).contains("1");
        assertThat(last.body()).startsWith("{\"error\": {\"code\": 429, \"description\": \"More than 2 requests");
        assertThat(edge.send(HttpRequest.newBuilder(list).header("X-Real-IP", "192.0.2.7"))
                        .statusCode())
                .isNotEqualTo(429);
    }

    @Test
    void aTokenGivesWhatItsUserHasTheRightTo() throws Exception {
        String reader = "Token " + edge.token("user", "user");
        String writer = "Token " + edge.token("admin", "test");

        assertThat(post(reader).statusCode()).isEqualTo(403);
        assertThat(edge.get("/api/v1/messages/?offset=0&limit=1", "Authorization", reader)
                        .statusCode())
                .isNotEqualTo(401)
                .isNotEqualTo(403);
        try (SocketClient feed = edge.socket("/ws/v1/?token=" + edge.token("user", "user"))) {
            assertThat(post(writer).statusCode()).isEqualTo(200);
            assertThat(feed.next()).isEqualTo("{\"n\": 1}");
        }
    }

    private static HttpResponse<String> post(String authorization) throws Exception {
        return edge.send(HttpRequest.newBuilder(edge.uri("/api/v1/messages/"))
                .header("Authorization", authorization)
                .POST(HttpRequest.BodyPublishers.ofString("{\"n\": 1}")));
    }
}
