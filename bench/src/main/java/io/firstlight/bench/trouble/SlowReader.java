package io.firstlight.bench.trouble;

import io.firstlight.bench.run.StopFlag;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A client that joins and then reads a few bytes a second. {@link #run} belongs to one thread, the rest to any. */
final class SlowReader implements Runnable {

    private static final int RECEIVE_BYTES = 4096;
    private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final URI origin;
    private final String socketPath;
    private final int bytesPerSecond;
    private final StopFlag end;
    private final AtomicLong read = new AtomicLong();
    private volatile String state = "not joined";

    SlowReader(URI origin, String socketPath, int bytesPerSecond, StopFlag end) {
        this.origin = origin;
        this.socketPath = socketPath;
        this.bytesPerSecond = bytesPerSecond;
        this.end = end;
    }

    @Override
    public void run() {
        try (RawSocket socket = RawSocket.open(origin, RECEIVE_BYTES)) {
            int status = socket.handshake(socketPath);
            state = status == 101 ? "connected to the end" : "refused with " + status;
            while (status == 101 && !end.awaitUntil(System.nanoTime() + EVERY_NANOS)) {
                int taken = socket.read(bytesPerSecond);
                if (taken < 0) {
                    state = "cut off by the server";
                    break;
                }
                read.addAndGet(taken);
            }
        } catch (IOException e) {
            state = "ended: " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Bytes that it has read. */
    long read() {
        return read.get();
    }

    /** What became of it. */
    String state() {
        return state;
    }
}
