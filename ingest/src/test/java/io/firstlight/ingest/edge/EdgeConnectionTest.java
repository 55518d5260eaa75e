package io.firstlight.ingest.edge;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Edges that answer late. They are sockets of the test's own. */
class EdgeConnectionTest {

    private static final int LONG_MS = 20_000;

    private final HttpClient http = HttpClient.newHttpClient();
    private final EdgeConnection connection = new EdgeConnection(frame -> {});
    private ServerSocket edge;

    @BeforeEach
    void listen() throws IOException {
        edge = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        edge.setSoTimeout(LONG_MS);
    }

    @AfterEach
    void close() throws IOException {
        http.shutdownNow();
        edge.close();
    }

    private CompletableFuture<WebSocket> open(Duration patience) {
        return connection.open(http, URI.create("ws://127.0.0.1:" + edge.getLocalPort() + "/"), patience);
    }

    /** The next socket's request for a WebSocket, and the answer to it, which is to be sent. */
    private static String handshake(Socket accepted) throws Exception {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(accepted.getInputStream(), StandardCharsets.US_ASCII));
        String key = "";
        for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
            if (line.regionMatches(true, 0, "Sec-WebSocket-Key: ", 0, 19)) {
                key = line.substring(19);
            }
        }
        // RFC 6455, section 4.2.2.
        byte[] digest = MessageDigest.getInstance("SHA-1")
                .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
        return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                + Base64.getEncoder().encodeToString(digest) + "\r\n\r\n";
    }

    private static boolean isClosed(Socket accepted) throws IOException {
        accepted.setSoTimeout(LONG_MS);
        try {
            return accepted.getInputStream().read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }

    @Test
    void isClosedIfItOpensAfterItWasGivenUp() throws Exception {
        CompletableFuture<WebSocket> opening = open(Duration.ofMillis(LONG_MS));
        try (Socket accepted = edge.accept()) {
            String answer = handshake(accepted);
            connection.abort();
            accepted.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));

            opening.get(LONG_MS, TimeUnit.MILLISECONDS);
            assertThat(isClosed(accepted)).isTrue();
        }
    }

    @Test
    void isNotWaitedForForEver() throws Exception {
        CompletableFuture<WebSocket> opening = open(Duration.ofMillis(200));
        try (Socket accepted = edge.accept()) {
            handshake(accepted);

            assertThatThrownBy(() -> opening.get(LONG_MS, TimeUnit.MILLISECONDS))
                    .isInstanceOfSatisfying(
                            ExecutionException.class,
                            failure ->
                                    assertThat(EdgeConnection.reason(failure)).isEqualTo("no answer"));
            assertThat(isClosed(accepted)).isTrue();
        }
    }
}
