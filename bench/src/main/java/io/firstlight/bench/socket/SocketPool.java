package io.firstlight.bench.socket;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Many WebSocket clients. Opens them, at most {@value #WINDOW} at a time, as it is polled. Owned by the thread that polls; a connection that
 * ends is not opened again, but another may be asked for.
 */
public final class SocketPool implements AutoCloseable {

    /** Handshakes under way at once: fewer than a server's queue of accepted connections has room for. */
    private static final int WINDOW = 40;

    /** Also the largest frame that can be received. */
    private static final int BUFFER_BYTES = 1 << 20;

    private static final int NONCE_BYTES = 16;

    private final SocketEvents events;
    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private final Deque<Wanted> wanted = new ArrayDeque<>();
    private final Set<ClientSocket> sockets = new HashSet<>();
    private int asked;
    private int opening;

    private record Wanted(int index, URI uri, Map<String, String> headers) {}

    /**
     * A pool that opens its connections as soon as it is polled.
     *
     * @param uri of scheme {@code ws}
     * @param size how many connections
     */
    public SocketPool(URI uri, int size, SocketEvents events) throws IOException {
        this(events);
        for (int i = 0; i < size; i++) {
            open(uri);
        }
    }

    /** A pool without any connection yet. */
    public SocketPool(SocketEvents events) throws IOException {
        this.events = events;
        this.selector = Selector.open();
    }

    /**
     * Has one more connection opened as the pool is polled.
     *
     * @param uri of scheme {@code ws}
     * @return its number
     */
    public int open(URI uri) {
        return open(uri, Map.of());
    }

    /** The same, with headers in its handshake beside those that each has. */
    public int open(URI uri, Map<String, String> headers) {
        wanted.add(new Wanted(asked, uri, headers));
        return asked++;
    }

    /** Waits for something to happen, at most so long, and handles it; the events are told meanwhile. */
    public void poll(long timeoutMs) throws IOException {
        // What fails at once may ask for another at once: not more than a window of them in one call.
        for (int i = 0; i < WINDOW && opening < WINDOW && !wanted.isEmpty(); i++) {
            connect(wanted.remove());
        }
        int ready = timeoutMs == 0 ? selector.selectNow() : selector.select(timeoutMs);
        if (ready > 0) {
            for (SelectionKey key : selector.selectedKeys()) {
                handle(key, (ClientSocket) key.attachment());
            }
            selector.selectedKeys().clear();
        }
    }

    /** Ends a wait in {@link #poll}; may be called by any thread. */
    public void wakeUp() {
        selector.wakeup();
    }

    private void connect(Wanted next) throws IOException {
        URI uri = next.uri();
        byte[] nonce = new byte[NONCE_BYTES];
        ThreadLocalRandom.current().nextBytes(nonce);
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
        ClientSocket socket = new ClientSocket(next.index(), channel, key, new Handshake(uri, next.headers(), nonce));
        key.attach(socket);
        sockets.add(socket);
        opening++;
        try {
            int port = uri.getPort() < 0 ? 80 : uri.getPort();
            if (channel.connect(new InetSocketAddress(uri.getHost(), port))) {
                socket.connected();
            }
        } catch (IOException e) {
            end(socket, String.valueOf(e.getMessage()));
        }
    }

    private void handle(SelectionKey key, ClientSocket socket) throws IOException {
        try {
            if (key.isConnectable() && socket.channel().finishConnect()) {
                socket.connected();
            }
            if (key.isValid() && key.isWritable()) {
                socket.writeOut();
            }
            if (key.isValid() && key.isReadable()) {
                read(socket);
            }
        } catch (IOException | SocketFailure e) {
            end(socket, String.valueOf(e.getMessage()));
        }
    }

    private void read(ClientSocket socket) throws IOException {
        int to = socket.readInto(buffer);
        long readNanos = System.nanoTime();
        byte[] bytes = buffer.array();
        int from = 0;
        if (to < 0) {
            throw new SocketFailure("the server closed the connection");
        }
        if (!socket.isOpen()) {
            from = Math.max(0, socket.answered(bytes, to));
            if (!socket.isOpen()) {
                socket.keep(bytes, 0, to);
                return;
            }
            opening--;
            events.opened(socket);
        }
        int end = Frames.read(bytes, from, to, (opCode, frame, begin, finish) -> {
            switch (opCode) {
                case Frames.TEXT, Frames.BINARY -> {
                    if (sockets.contains(socket)) {
                        events.message(socket, frame, begin, finish, readNanos);
                    }
                }
                case Frames.PING -> pong(socket, frame, begin, finish);
                case Frames.CLOSE -> throw new SocketFailure("the server said: " + closeReason(frame, begin, finish));
                default -> {
                    // A pong nobody asked for is legal.
                }
            }
        });
        if (end == 0 && to == bytes.length) {
            throw new SocketFailure("the server sent a frame of more than " + BUFFER_BYTES + " bytes");
        }
        socket.keep(bytes, end, to);
    }

    private static void pong(ClientSocket socket, byte[] frame, int from, int to) {
        try {
            socket.pong(frame, from, to);
        } catch (IOException e) {
            throw new SocketFailure(String.valueOf(e.getMessage()));
        }
    }

    private static String closeReason(byte[] frame, int from, int to) {
        return to - from < 2
                ? "close"
                : "close " + (((frame[from] & 0xff) << 8) | (frame[from + 1] & 0xff)) + " "
                        + new String(frame, from + 2, to - from - 2, StandardCharsets.UTF_8);
    }

    private void end(ClientSocket socket, String reason) throws IOException {
        if (close(socket)) {
            events.ended(socket, reason);
        }
    }

    /** Closes one connection, without WebSocket's goodbye, as a client that vanishes; false if it had ended before. */
    public boolean close(ClientSocket socket) throws IOException {
        if (!sockets.remove(socket)) {
            return false;
        }
        if (!socket.isOpen()) {
            opening--;
        }
        socket.close();
        return true;
    }

    /** Closes every connection, without WebSocket's goodbye. */
    @Override
    public void close() throws IOException {
        for (ClientSocket socket : sockets) {
            socket.close();
        }
        selector.close();
    }
}
