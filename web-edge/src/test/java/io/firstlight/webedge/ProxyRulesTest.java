package io.firstlight.webedge;

import io.firstlight.embedded.testkit.proxy.EdgeProxy;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** What the deployed nginx passes on, says of the client, and tries again, seen by stand-ins for edges. */
@Timeout(60)
class ProxyRulesTest {

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    @BeforeEach
    void needsNginx() {
        Assumptions.assumeTrue(EdgeProxy.isInstalled(), EdgeProxy.ABSENT);
    }

    private EdgeProxy before(FakeEdge one, FakeEdge two) throws Exception {
        return EdgeProxy.start(directory, List.of(one.port(), two.port()));
    }

    private int status(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void aPostThatAnEdgeHadIsNotSentToAnother() throws Exception {
        try (FakeEdge one = FakeEdge.answering(FakeEdge.HANGS_UP);
                FakeEdge two = FakeEdge.answering(FakeEdge.HANGS_UP);
                EdgeProxy nginx = before(one, two)) {
            assertThat(status(HttpRequest.newBuilder(nginx.uri("/api/v1/messages/"))
                            .POST(BodyPublishers.ofString("{}"))))
                    .isEqualTo(502);
            assertThat(one.asked().size() + two.asked().size()).isEqualTo(1);
        }
    }

    @Test
    void aGetThatAnEdgeDidNotAnswerIsTriedOnTheOther() throws Exception {
        try (FakeEdge one = FakeEdge.answering(FakeEdge.HANGS_UP);
                FakeEdge two = FakeEdge.answering(200);
                EdgeProxy nginx = before(one, two)) {
            for (int i = 0; i < 4; i++) {
                assertThat(status(HttpRequest.newBuilder(nginx.uri("/api/v1/state"))))
                        .isEqualTo(200);
            }
            assertThat(one.asked()).isNotEmpty();
        }
    }

    @Test
    void aSocketOrStreamIsPassedOverFromAnEdgeThatIsNotReadyAsOftenAsItTakes() throws Exception {
        try (FakeEdge starting = FakeEdge.answering(503);
                FakeEdge ready = FakeEdge.answering(200);
                EdgeProxy nginx = before(starting, ready)) {
            for (int i = 0; i < 5; i++) {
                assertThat(status(HttpRequest.newBuilder(nginx.uri("/ws/v1/")))).isEqualTo(200);
                assertThat(status(HttpRequest.newBuilder(nginx.uri("/manager/ws/subscription/"))))
                        .isEqualTo(200);
                assertThat(status(HttpRequest.newBuilder(nginx.uri("/websocket/"))))
                        .isEqualTo(200);
                assertThat(status(HttpRequest.newBuilder(nginx.uri("/api/v1/stream"))))
                        .isEqualTo(200);
            }
            assertThat(starting.asked()).isNotEmpty();
        }
    }

    @Test
    void a503IsPassedOnAndPutsNoEdgeOutOfUse() throws Exception {
        try (FakeEdge one = FakeEdge.answering(503);
                FakeEdge two = FakeEdge.answering(503);
                EdgeProxy nginx = before(one, two)) {
            for (int i = 0; i < 10; i++) {
                assertThat(status(HttpRequest.newBuilder(nginx.uri("/manager/api/cmd/"))))
                        .isEqualTo(503);
                assertThat(status(HttpRequest.newBuilder(nginx.uri("/ws/v1/")))).isEqualTo(503);
            }
            // Each request once, each handshake on both.
            assertThat(one.asked().size() + two.asked().size()).isEqualTo(30);
        }
    }

    @Test
    void whoTheClientIsIsSaidByTheProxyAlone() throws Exception {
        try (FakeEdge one = FakeEdge.answering(200);
                FakeEdge two = FakeEdge.answering(200);
                EdgeProxy nginx = before(one, two)) {
            status(HttpRequest.newBuilder(nginx.uri("/manager/api/cmd/?x=%20y"))
                    .header("X-Real-IP", "192.0.2.1")
                    .header("X-Forwarded-For", "192.0.2.1")
                    .header("X-Forwarded-Proto", "https")
                    .header("X-Forwarded-Host", "elsewhere.example"));

            FakeEdge.Asked asked =
                    one.asked().isEmpty() ? two.asked().getFirst() : one.asked().getFirst();
            assertThat(asked.target()).isEqualTo("/manager/api/cmd/?x=%20y");
            assertThat(asked.headers().get("X-Real-IP")).containsExactly("127.0.0.1");
            assertThat(asked.headers().get("X-Forwarded-For")).containsExactly("127.0.0.1");
            assertThat(asked.headers().get("X-Forwarded-Proto")).containsExactly("http");
            assertThat(asked.headers().get("Host")).containsExactly("127.0.0.1:" + nginx.port());
            assertThat(asked.headers().get("X-Forwarded-Host")).containsExactly("127.0.0.1:" + nginx.port());
        }
    }

    @Test
    void noOtherProtocolThanAWebSocketIsUpgradedTo() throws Exception {
        try (FakeEdge one = FakeEdge.answering(200);
                FakeEdge two = FakeEdge.answering(200);
                EdgeProxy nginx = before(one, two)) {
            assertThat(raw(
                            nginx,
                            "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 ");
            assertThat(raw(
                            nginx,
                            "GET /ws/v1/ HTTP/1.1\r\nHost: a\r\nUpgrade: WebSocket\r\nConnection: Upgrade\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 ");

            List<FakeEdge.Asked> all = new ArrayList<>(one.asked());
            all.addAll(two.asked());
            assertThat(all).hasSize(2).allSatisfy(asked -> {
                if (asked.target().equals("/")) {
                    assertThat(asked.headers().containsKey("Upgrade")).isFalse();
                    assertThat(asked.headers().containsKey("Connection")).isFalse();
                } else {
                    assertThat(asked.headers().get("Upgrade")).containsExactly("websocket");
                    assertThat(asked.headers().get("Connection")).containsExactly("upgrade");
                }
            });
        }
    }

    @Test
    void whatCannotBeReadIsRefusedInJson() throws Exception {
        try (FakeEdge one = FakeEdge.answering(200);
                FakeEdge two = FakeEdge.answering(200);
                EdgeProxy nginx = before(one, two)) {
            assertThat(raw(nginx, "\1\2\3 no request\r\n\r\n"))
                    .startsWith("HTTP/1.1 400 ")
                    .contains("\"name\": \"bad_parameter\"");
            assertThat(raw(nginx, "GET /" + "a".repeat(40_000) + " HTTP/1.1\r\nHost: a\r\n\r\n"))
                    .startsWith("HTTP/1.1 414 ")
                    .contains("\"name\": \"too_large\"");
            assertThat(raw(nginx, "GET / HTTP/1.1\r\nHost: a\r\nX: " + "a".repeat(40_000) + "\r\n\r\n"))
                    .startsWith("HTTP/1.1 400 ")
                    .contains("\"name\": \"bad_parameter\"");
            assertThat(one.asked()).isEmpty();
            assertThat(two.asked()).isEmpty();
        }
    }

    /** What comes back for those bytes: the first piece of it, which holds an answer's head and a short body. */
    private static String raw(EdgeProxy nginx, String request) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), nginx.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            byte[] piece = new byte[1 << 13];
            int length = Math.max(0, socket.getInputStream().read(piece));
            return new String(piece, 0, length, StandardCharsets.ISO_8859_1);
        }
    }
}
