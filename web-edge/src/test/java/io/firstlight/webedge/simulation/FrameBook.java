package io.firstlight.webedge.simulation;

import java.util.ArrayList;
import java.util.List;

/** Every frame of a run: its bytes are its number, as long as a real frame of its content would be, about. */
final class FrameBook {

    private final List<Frame> frames = new ArrayList<>();

    byte[] write(Frame frame, int bytes) {
        int number = frames.size();
        frames.add(frame);
        byte[] written = new byte[Math.max(4, bytes)];
        for (int i = 0; i < 4; i++) {
            written[i] = (byte) (number >>> (8 * i));
        }
        return written;
    }

    Frame read(byte[] written) {
        int number = 0;
        for (int i = 0; i < 4; i++) {
            number |= (written[i] & 0xFF) << (8 * i);
        }
        return frames.get(number);
    }
}
