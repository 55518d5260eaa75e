package io.firstlight.bench.socket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** One connection of a pool. Owned by the thread that polls the pool. */
public final class ClientSocket {

    private static final byte[] NOTHING = {};

    private final int index;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final Handshake handshake;
    private final Deque<ByteBuffer> out = new ArrayDeque<>();
    private byte[] unread = NOTHING;
    private boolean open;
    private boolean reading = true;

    ClientSocket(int index, SocketChannel channel, SelectionKey key, Handshake handshake) {
        this.index = index;
        this.channel = channel;
        this.key = key;
        this.handshake = handshake;
    }

    /** Its number in the pool, from 0. */
    public int index() {
        return index;
    }

    /** Whether messages sent earlier still wait for the connection to take them. */
    public boolean isBacklogged() {
        return !out.isEmpty();
    }

    /**
     * Sends text messages, together. What the connection does not take at once waits here, without a bound: ask {@link #isBacklogged}
     * before sending more.
     */
    public void send(List<byte[]> messages) throws IOException {
        int bytes = 0;
        for (byte[] message : messages) {
            bytes += Frames.maskedBytes(message.length);
        }
        ByteBuffer frames = ByteBuffer.allocate(bytes);
        for (byte[] message : messages) {
            Frames.putMasked(frames, Frames.TEXT, message, mask());
        }
        write(frames.flip());
    }

    /** Stops to read what the server sends, or goes on; the server is not told. */
    public void reading(boolean now) {
        reading = now;
        interest();
    }

    private void interest() {
        key.interestOps((reading ? SelectionKey.OP_READ : 0) | (out.isEmpty() ? 0 : SelectionKey.OP_WRITE));
    }

    void pong(byte[] bytes, int from, int to) throws IOException {
        byte[] payload = Arrays.copyOfRange(bytes, from, to);
        ByteBuffer frame = ByteBuffer.allocate(Frames.maskedBytes(payload.length));
        Frames.putMasked(frame, Frames.PONG, payload, mask());
        write(frame.flip());
    }

    private static int mask() {
        return ThreadLocalRandom.current().nextInt();
    }

    void connected() throws IOException {
        write(ByteBuffer.wrap(handshake.request()));
    }

    private void write(ByteBuffer bytes) throws IOException {
        out.add(bytes);
        writeOut();
    }

    /** Writes what waits, as far as the connection takes it. */
    void writeOut() throws IOException {
        for (ByteBuffer next = out.peek(); next != null; next = out.peek()) {
            channel.write(next);
            if (next.hasRemaining()) {
                break;
            }
            out.remove();
        }
        interest();
    }

    /**
     * Reads what came into the buffer, after what an earlier read left over; returns where it ends, or -1 at the connection's end.
     *
     * @param buffer an array's, shared by the pool
     */
    int readInto(ByteBuffer buffer) throws IOException {
        buffer.clear().put(unread);
        unread = NOTHING;
        return channel.read(buffer) < 0 ? -1 : buffer.position();
    }

    /** Keeps what is not a whole frame yet. */
    void keep(byte[] bytes, int from, int to) {
        if (from < to) {
            unread = Arrays.copyOfRange(bytes, from, to);
        }
    }

    boolean isOpen() {
        return open;
    }

    /** Reads the handshake's answer; returns where it ends, or -1 while it is not whole. */
    int answered(byte[] bytes, int to) {
        int end = handshake.endOfAnswer(bytes, 0, to);
        open = end >= 0;
        return end;
    }

    SocketChannel channel() {
        return channel;
    }

    void close() throws IOException {
        key.cancel();
        channel.close();
    }
}
