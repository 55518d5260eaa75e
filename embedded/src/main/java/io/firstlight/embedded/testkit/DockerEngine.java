package io.firstlight.embedded.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a Docker engine answers, asked without any of Testcontainers' classes: {@code GET /_ping} at {@code DOCKER_HOST}
 * ({@code unix://} or {@code tcp://} without TLS), else at {@code /var/run/docker.sock}. Source: Docker Engine API, SystemPing.
 */
final class DockerEngine {

    private static final long ANSWER_LIMIT_MS = 2_000;
    private static final String PING = "GET /_ping HTTP/1.0\r\nHost: docker\r\n\r\n";

    private DockerEngine() {}

    static boolean answers(Map<String, String> environment) {
        try {
            Optional<SocketAddress> address = address(environment.getOrDefault("DOCKER_HOST", ""));
            return address.isPresent() && ping(address.get());
        } catch (IOException | IllegalArgumentException e) {
            // No engine there: that is the answer.
            return false;
        }
    }

    private static Optional<SocketAddress> address(String dockerHost) throws IOException {
        if (dockerHost.startsWith("tcp://")) {
            URI uri = URI.create(dockerHost);
            InetAddress host = InetAddress.getAllByName(uri.getHost())[0];
            return Optional.of(new InetSocketAddress(host, uri.getPort()));
        }
        Path socket = Path.of(
                dockerHost.startsWith("unix://") ? dockerHost.substring("unix://".length()) : "/var/run/docker.sock");
        return Files.exists(socket) ? Optional.of(UnixDomainSocketAddress.of(socket)) : Optional.empty();
    }

    private static boolean ping(SocketAddress address) throws IOException {
        try (SocketChannel channel = SocketChannel.open(address);
                Selector selector = Selector.open()) {
            channel.write(ByteBuffer.wrap(PING.getBytes(StandardCharsets.US_ASCII)));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            if (selector.select(ANSWER_LIMIT_MS) == 0) {
                return false;
            }
            ByteBuffer answer = ByteBuffer.allocate(64);
            channel.read(answer);
            String status = StandardCharsets.US_ASCII.decode(answer.flip()).toString();
            return status.startsWith("HTTP/1.") && status.contains(" 200 ");
        }
    }
}
