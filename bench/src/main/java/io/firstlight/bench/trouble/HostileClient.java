package io.firstlight.bench.trouble;

import io.firstlight.bench.measure.Pace;
import io.firstlight.bench.run.StopFlag;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Sends what no client should, one act after another, each on a connection of its own that ends in a reset: bytes that are no request, requests
 * that are refused, half requests that are never finished, frames that break the protocol, frames larger than allowed, and floods of small
 * ones. What it sends is the same for the same seed. {@link #run} belongs to one thread, the rest to any.
 */
final class HostileClient implements Runnable {

    /** Half requests that are open at once. */
    private static final int MOST_UNFINISHED = 200;

    private static final int LARGE_EVERY = 50;
    private static final int LARGE_BYTES = (16 << 20) + 1;
    private static final int BODY_BYTES = (1 << 20) + 1;
    private static final int GARBAGE_BYTES = 2048;
    private static final int FLOOD = 1000;
    private static final int TEXT = 0x81;
    private static final int BINARY = 0x82;
    private static final int RESERVED_OP_CODE = 0x83;
    private static final int RESERVED_BITS = 0xf1;
    private static final int CONTINUATION = 0x80;

    private final URI origin;
    private final String socketPath;
    private final String postPath;
    private final Pace pace;
    private final StopFlag end;
    private final Random random;
    private final Deque<RawSocket> unfinished = new ArrayDeque<>();
    private final AtomicLongArray statuses = new AtomicLongArray(6);
    private final List<Act> acts = List.of(
            this::garbage,
            this::notJson,
            this::vanish,
            this::badPage,
            this::unmasked,
            this::tooLargeBody,
            this::endlessFrame,
            this::notJson,
            this::reservedFrame,
            this::unknownPath,
            this::flood,
            this::half);
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();

    /** One thing to do to a server. */
    @FunctionalInterface
    private interface Act {
        void on(RawSocket socket) throws IOException;
    }

    HostileClient(URI origin, String socketPath, String postPath, Pace pace, long seed, StopFlag end) {
        this.origin = origin;
        this.socketPath = socketPath;
        this.postPath = postPath;
        this.pace = pace;
        this.random = new Random(seed);
        this.end = end;
    }

    @Override
    public void run() {
        try {
            for (long i = 0; !end.awaitUntil(pace.dueNanos(i)); i++) {
                Act act = i % LARGE_EVERY == LARGE_EVERY - 1 ? this::largeFrame : acts.get((int) (i % acts.size()));
                act(act);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            unfinished.forEach(RawSocket::close);
        }
    }

    private void act(Act act) {
        RawSocket socket;
        try {
            socket = RawSocket.open(origin, 0);
        } catch (IOException e) {
            failed.incrementAndGet();
            return;
        }
        try {
            act.on(socket);
        } catch (IOException e) {
            // Cut off in the middle of it, as it deserves.
            statuses.incrementAndGet(0);
        } finally {
            if (!unfinished.contains(socket)) {
                socket.close();
            }
        }
        done.incrementAndGet();
    }

    private void answered(int status) {
        statuses.incrementAndGet(status / 100);
    }

    private void garbage(RawSocket socket) throws IOException {
        byte[] bytes = new byte[GARBAGE_BYTES];
        random.nextBytes(bytes);
        socket.send(bytes);
        socket.send("\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        answered(socket.status());
    }

    private void notJson(RawSocket socket) throws IOException {
        answered(socket.request("POST", postPath, "{\"never\": ".getBytes(StandardCharsets.US_ASCII)));
    }

    private void badPage(RawSocket socket) throws IOException {
        answered(socket.request("GET", postPath + "?offset=-1&limit=nothing&x=%ff", new byte[0]));
    }

    private void unknownPath(RawSocket socket) throws IOException {
        answered(socket.request("DELETE", "/" + "%2e%2e/".repeat(50), new byte[0]));
    }

    private void tooLargeBody(RawSocket socket) throws IOException {
        answered(socket.request("POST", postPath, new byte[BODY_BYTES]));
    }

    /** A request that is never finished; the oldest of them goes when there are too many. */
    private void half(RawSocket socket) throws IOException {
        socket.send(("POST " + postPath + " HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n{\"")
                .getBytes(StandardCharsets.US_ASCII));
        unfinished.add(socket);
        if (unfinished.size() > MOST_UNFINISHED) {
            unfinished.remove().close();
        }
    }

    private void vanish(RawSocket socket) throws IOException {
        answered(socket.handshake(socketPath));
    }

    private void unmasked(RawSocket socket) throws IOException {
        answered(socket.handshake(socketPath));
        socket.sendFrameHead(TEXT, false, 5);
        socket.send("hello".getBytes(StandardCharsets.US_ASCII));
    }

    private void endlessFrame(RawSocket socket) throws IOException {
        answered(socket.handshake(socketPath));
        socket.sendFrameHead(BINARY, true, Long.MAX_VALUE);
        socket.send(new byte[GARBAGE_BYTES]);
    }

    private void reservedFrame(RawSocket socket) throws IOException {
        answered(socket.handshake(socketPath));
        socket.sendFrameHead(random.nextBoolean() ? RESERVED_OP_CODE : RESERVED_BITS, true, 1);
        socket.send(new byte[1]);
        socket.sendFrameHead(CONTINUATION, true, 1);
        socket.send(new byte[1]);
    }

    private void largeFrame(RawSocket socket) throws IOException {
        answered(socket.handshake(socketPath));
        socket.sendFrameHead(TEXT, true, LARGE_BYTES);
        byte[] piece = new byte[1 << 16];
        for (int sent = 0; sent < LARGE_BYTES; sent += piece.length) {
            socket.send(piece);
        }
    }

    private void flood(RawSocket socket) throws IOException {
        answered(socket.handshake(socketPath));
        ByteBuffer frames = ByteBuffer.allocate(FLOOD * 8);
        for (int i = 0; i < FLOOD; i++) {
            // Ping and text in turn, masked with zeros.
            frames.put((byte) (i % 2 == 0 ? 0x89 : TEXT))
                    .put((byte) 0x82)
                    .putInt(0)
                    .put((byte) '{')
                    .put((byte) '"');
        }
        socket.send(frames.array());
    }

    /** How many acts it has done. */
    long done() {
        return done.get();
    }

    /** How often it could not even connect. */
    long failed() {
        return failed.get();
    }

    /** How many answers began with that digit: 1 a socket opened, 4 and 5 refused; 0 for connections that ended without an answer. */
    long answers(int hundreds) {
        return statuses.get(hundreds);
    }
}
