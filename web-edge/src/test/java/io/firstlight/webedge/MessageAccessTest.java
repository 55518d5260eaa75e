package io.firstlight.webedge;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
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
