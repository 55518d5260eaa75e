package io.firstlight.bench.session;

import java.nio.charset.StandardCharsets;

/** What stands at the end of an edge's frames, where our own keys are: found without reading the frame. Stateless. */
public final class FrameEnd {

    private static final byte[] SNAPSHOT = "\"snapshot\": true}".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] POSITION = "\"position\": \"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] MERGED = "\"merged\": {".getBytes(StandardCharsets.US_ASCII);

    private FrameEnd() {}

    /** Whether the frame is one of a snapshot. */
    public static boolean isSnapshot(byte[] frame, int from, int to) {
        return to - from > SNAPSHOT.length && stands(SNAPSHOT, frame, to - SNAPSHOT.length);
    }

    /** Where the frame's position begins, which ends two bytes before the frame; -1 if it has none. */
    static int position(byte[] frame, int from, int to) {
        int at = to - 3;
        if (at < from || frame[to - 1] != '}' || frame[to - 2] != '"') {
            return -1;
        }
        while (at > from && frame[at] != '"') {
            at--;
        }
        int key = at + 1 - POSITION.length;
        return key >= from && stands(POSITION, frame, key) ? at + 1 : -1;
    }

    /** Whether the frame stands for several records. */
    static boolean isMerged(byte[] frame, int from, int to) {
        for (int at = to - MERGED.length; at >= from; at--) {
            if (frame[at] == '"' && stands(MERGED, frame, at)) {
                return true;
            }
        }
        return false;
    }

    private static boolean stands(byte[] words, byte[] frame, int at) {
        for (int i = 0; i < words.length; i++) {
            if (frame[at + i] != words[i]) {
                return false;
            }
        }
        return true;
    }
}
