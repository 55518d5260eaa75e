package io.firstlight.webedge.hub;

import io.firstlight.webedge.log.Frontier;
import io.firstlight.webedge.state.AddressValue;
import io.firstlight.webedge.target.Target;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The latest values of a target at one place in the log, shared by all who join at about the same time: it is exact for each of them,
 * because each goes on from that place. Frames are encoded when first asked for. Owned by the hub's thread.
 */
final class Snapshot {

    /** Up to so many frames are kept for the next who asks; more would be a copy of the state. */
    private static final int MOST_KEPT_FRAMES = 20_000;

    private final WireShape shape;
    private final Target target;
    private final Frontier at;
    private final List<AddressValue> values;
    private final byte[][] frames;

    /** Values that stood at the frontier, none of them deleted. */
    Snapshot(WireShape shape, Target target, Frontier at, List<AddressValue> values) {
        this.shape = shape;
        this.target = target;
        this.at = at;
        this.values = values;
        this.frames = new byte[values.size() <= MOST_KEPT_FRAMES ? values.size() : 0][];
    }

    /** Where in the log it was taken. */
    Frontier at() {
        return at;
    }

    int size() {
        return values.size();
    }

    /** Its frames, one per address. */
    Iterator<byte[]> frames() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < values.size();
            }

            @Override
            public byte[] next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return frame(next++);
            }
        };
    }

    private byte[] frame(int i) {
        if (frames.length == 0) {
            return Frames.of(shape, target, values.get(i));
        }
        byte[] kept = frames[i];
        if (kept == null) {
            kept = Frames.of(shape, target, values.get(i));
            frames[i] = kept;
        }
        return kept;
    }
}
