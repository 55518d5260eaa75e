package io.firstlight.bench.socket;

import java.nio.ByteBuffer;

/** WebSocket frames as bytes (RFC 6455, section 5). Stateless. */
final class Frames {

    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int TWO_BYTES = 126;
    private static final int EIGHT_BYTES = 127;
    private static final int MASKED_HEADER_BYTES = 14;

    private Frames() {}

    /** Takes the frames of a stretch of bytes. */
    interface Sink {
        void frame(int opCode, byte[] bytes, int from, int to);
    }

    /** The most that a payload takes as a frame of a client. */
    static int maskedBytes(int payloadBytes) {
        return payloadBytes + MASKED_HEADER_BYTES;
    }

    /** Appends a client's frame: whole, and masked with that key. */
    static void putMasked(ByteBuffer out, int opCode, byte[] payload, int mask) {
        out.put((byte) (FINAL | opCode));
        if (payload.length < TWO_BYTES) {
            out.put((byte) (MASKED | payload.length));
        } else if (payload.length <= 0xffff) {
            out.put((byte) (MASKED | TWO_BYTES)).putShort((short) payload.length);
        } else {
            out.put((byte) (MASKED | EIGHT_BYTES)).putLong(payload.length);
        }
        out.putInt(mask);
        for (int i = 0; i < payload.length; i++) {
            out.put((byte) (payload[i] ^ (mask >>> (24 - 8 * (i & 3)))));
        }
    }

    /**
     * Hands out the server's frames that are whole, and returns where the first that is not begins.
     *
     * @throws SocketFailure for a frame that this client does not understand
     */
    static int read(byte[] bytes, int from, int to, Sink sink) {
        int at = from;
        while (to - at >= 2) {
            int length = bytes[at + 1] & 0x7f;
            int payload = at + 2;
            if (length == TWO_BYTES) {
                if (to - at < 4) {
                    return at;
                }
                length = ((bytes[at + 2] & 0xff) << 8) | (bytes[at + 3] & 0xff);
                payload = at + 4;
            } else if (length == EIGHT_BYTES) {
                if (to - at < 10) {
                    return at;
                }
                length = (int)
                        Math.min(Integer.MAX_VALUE / 2, ByteBuffer.wrap(bytes).getLong(at + 2));
                payload = at + 10;
            }
            if (to - payload < length) {
                return at;
            }
            if ((bytes[at] & FINAL) == 0 || (bytes[at + 1] & MASKED) != 0 || (bytes[at] & 0x70) != 0) {
                throw new SocketFailure("the server sent a frame that is a part, masked or extended");
            }
            sink.frame(bytes[at] & 0x0f, bytes, payload, payload + length);
            at = payload + length;
        }
        return at;
    }
}
