package io.firstlight.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports on 127.0.0.1. The check binds the port for a moment, so another process may still take it before the server
 * does: the servers translate that late failure as well. Stateless.
 */
public final class LoopbackPort {

    /** The only address that embedded servers listen on. */
    public static final String HOST = "127.0.0.1";

    private static final int LOWEST = 20_000;
    /** Linux begins there, others later. */
    private static final int LOWEST_OUTGOING = 32_768;

    private static final int ATTEMPTS = 100;

    private LoopbackPort() {}

    /**
     * A port that was free a moment ago. It lies below those that systems give to outgoing connections: one of these would take it now and then
     * before its server does, even one that tries to reach that server.
     */
    public static int free() {
        for (int attempt = 1; ; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, LOWEST_OUTGOING);
            try (ServerSocket socket = new ServerSocket(port, 1, address())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw new UncheckedIOException("no free port on " + HOST, e);
                }
            }
        }
    }

    /**
     * The wanted port, or a free one if 0 is wanted.
     *
     * @throws StartupFailure {@code PORT_TAKEN} when somebody listens there
     */
    public static int claim(int wanted, String server) {
        if (wanted == 0) {
            return free();
        }
        try (ServerSocket socket = new ServerSocket()) {
            // As the servers do: a connection in TIME_WAIT from the last run is no reason to refuse.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address(), wanted), 1);
            return wanted;
        } catch (IOException e) {
            throw StartupFailure.portTaken(wanted, server, e);
        }
    }

    private static InetAddress address() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }

    /** Checks the range of a port that may be 0. */
    public static int requireValid(int port, String name) {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException(name + " must be 0..65535 but is " + port);
        }
        return port;
    }
}
