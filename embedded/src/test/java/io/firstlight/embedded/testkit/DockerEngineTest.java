package io.firstlight.embedded.testkit;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

final class DockerEngineTest {

    @Test
    void findsAnEngineThatAnswersThePing() throws Exception {
        HttpServer engine = engineAnswering(200);
        try {
            assertThat(DockerEngine.answers(hostOf(engine))).isTrue();
        } finally {
            engine.stop(0);
        }
    }

    @Test
    void findsNoneWhenTheAnswerIsAnError() throws Exception {
        HttpServer engine = engineAnswering(500);
        try {
            assertThat(DockerEngine.answers(hostOf(engine))).isFalse();
        } finally {
            engine.stop(0);
        }
    }

    @Test
    void findsNoneWhereNobodyListens() {
        assertThat(DockerEngine.answers(Map.of("DOCKER_HOST", "unix:///nowhere/docker.sock")))
                .isFalse();
        assertThat(DockerEngine.answers(Map.of("DOCKER_HOST", "tcp://127.0.0.1:1")))
                .isFalse();
        assertThat(DockerEngine.answers(Map.of("DOCKER_HOST", "tcp://not a host")))
                .isFalse();
    }

    private static HttpServer engineAnswering(int status) throws Exception {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0);
        HttpServer server = HttpServer.create(address, 1);
        server.createContext("/_ping", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static Map<String, String> hostOf(HttpServer engine) {
        return Map.of("DOCKER_HOST", "tcp://127.0.0.1:" + engine.getAddress().getPort());
    }
}
