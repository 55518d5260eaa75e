package io.firstlight.bench.trouble;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A blocking TCP connection that keeps to no protocol. Not thread-safe, but for {@link #reset}. */
final class RawSocket implements AutoCloseable {

    private static final int PATIENCE_MS = 5000;
    private static final int MOST_HEAD_BYTES = 1 << 14;
    private static final int MASKED = 0x80;
    private static final int EIGHT_BYTES = 127;
    private static final byte[] HEAD_END = {'\r', '\n', '\r', '\n'};

    private final Socket socket;
    private final String authority;

    private RawSocket(Socket socket, String authority) {
        this.socket = socket;
        this.authority = authority;
    }

    /**
     * Connects.
     *
     * @param receiveBytes what the kernel is asked to keep of what is not read yet; 0 for its own choice
     */
    static RawSocket open(URI origin, int receiveBytes) throws IOException {
        Socket socket = new Socket();
        try {
            if (receiveBytes > 0) {
                socket.setReceiveBufferSize(receiveBytes);
            }
            socket.setSoTimeout(PATIENCE_MS);
            int port = origin.getPort() < 0 ? 80 : origin.getPort();
            socket.connect(new InetSocketAddress(origin.getHost(), port), PATIENCE_MS);
            return new RawSocket(socket, origin.getRawAuthority());
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Asks for a WebSocket at that path; the status that is answered. */
    int handshake(String path) throws IOException {
        send(("GET " + path + " HTTP/1.1\r\nHost: " + authority + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        return status();
    }

    /** Sends a request; the status that is answered. */
    int request(String method, String path, byte[] body) throws IOException {
        send((method + " " + path + " HTTP/1.1\r\nHost: " + authority + "\r\nConnection: close\r\nContent-Length: "
                        + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        send(body);
        return status();
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Sends the head of a client's frame alone: its first byte as it is, and the length that it claims. */
    void sendFrameHead(int firstByte, boolean masked, long claimedBytes) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(14);
        head.put((byte) firstByte)
                .put((byte) ((masked ? MASKED : 0) | EIGHT_BYTES))
                .putLong(claimedBytes);
        if (masked) {
            head.putInt(0);
        }
        byte[] bytes = new byte[head.flip().remaining()];
        head.get(bytes);
        send(bytes);
    }

    /** Reads the head of an answer and returns its status; 0 if the other side ended, or said no status. */
    int status() throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        int matched = 0;
        while (matched < HEAD_END.length && head.length() < MOST_HEAD_BYTES) {
            int next = in.read();
            if (next < 0) {
                return 0;
            }
            head.append((char) next);
            matched = next == HEAD_END[matched] ? matched + 1 : next == HEAD_END[0] ? 1 : 0;
        }
        String line = head.toString();
        return line.matches("(?s)HTTP/1\\.1 [1-5][0-9][0-9] .*") ? Integer.parseInt(line.substring(9, 12)) : 0;
    }

    /** Reads at most so many bytes; how many, 0 if none came for a while, or -1 at the end. */
    int read(int most) throws IOException {
        try {
            return socket.getInputStream().read(new byte[most]);
        } catch (SocketTimeoutException e) {
            // Nothing was sent: not the end.
            return 0;
        }
    }

    /** Ends it with a reset, without a goodbye; whoever reads or writes here finds out. Idempotent. */
    void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // It has ended already.
            return;
        }
    }

    @Override
    public void close() {
        reset();
    }
}
