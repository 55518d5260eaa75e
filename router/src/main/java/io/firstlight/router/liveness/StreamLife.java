package io.firstlight.router.liveness;

import io.firstlight.router.liveness.Sign.Beat;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** What is known of one stream of a component. Owned by one task. */
final class StreamLife {

    /** Faster records of these categories are a burst, whatever their regularity; of telemetry they are its rate. */
    private static final long LEAST_GAP_OF_OTHERS_MS = 500;

    private static final String TELEMETRY = "telemetry:";

    private final boolean isTelemetry;
    private final Cadence cadence;
    private long timeMs;
    private long stamp;
    private String producer;
    private boolean silent;
    /** By the listening clock; not kept, for after a restart nobody has been quiet yet. */
    private long heardAt;

    /** A stream that has not been heard yet. */
    StreamLife(String name) {
        this(name, new Cadence(), -1, Beat.NO_STAMP, "", false);
    }

    private StreamLife(String name, Cadence cadence, long timeMs, long stamp, String producer, boolean silent) {
        this.isTelemetry = name.startsWith(TELEMETRY);
        this.cadence = cadence;
        this.timeMs = timeMs;
        this.stamp = stamp;
        this.producer = producer;
        this.silent = silent;
    }

    /** Whether this beat is a sign of life: not the same payload again. */
    boolean isNew(Beat beat) {
        return beat.stamp() == Beat.NO_STAMP || beat.stamp() != stamp;
    }

    /**
     * Takes a beat that is new.
     *
     * @param recordTimeMs the time stamp of its record; may lie before the last one, by another clock
     * @param producerName empty if the record names none
     * @param listenedAt what the listening clock shows
     */
    void beat(Beat beat, long recordTimeMs, String producerName, long listenedAt, LivenessConfig config) {
        if (timeMs >= 0 && recordTimeMs > timeMs) {
            long gapMs = recordTimeMs - timeMs;
            if (isTelemetry || gapMs >= LEAST_GAP_OF_OTHERS_MS) {
                cadence.gap(gapMs, config);
            } else if (!cadence.isRegular()) {
                cadence.beginAnew();
            }
        }
        timeMs = recordTimeMs;
        stamp = beat.stamp();
        producer = producerName;
        heardAt = listenedAt;
    }

    boolean isRegular() {
        return cadence.isRegular();
    }

    /** The usual gap of a regular stream. */
    double usualGapMs() {
        return cadence.meanMs();
    }

    long limitMs(LivenessConfig config) {
        return cadence.limitMs(config);
    }

    /** The time stamp of its last new record; negative if there was none. */
    long timeMs() {
        return timeMs;
    }

    /** Who sent its last new record; empty if that named nobody. */
    String producer() {
        return producer;
    }

    long heardAt() {
        return heardAt;
    }

    boolean isSilent() {
        return silent;
    }

    void setSilent(boolean is) {
        silent = is;
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(timeMs);
        out.writeLong(stamp);
        out.writeUTF(producer);
        out.writeBoolean(silent);
        cadence.write(out);
    }

    static StreamLife read(String name, DataInput in) throws IOException {
        long timeMs = in.readLong();
        long stamp = in.readLong();
        String producer = in.readUTF();
        boolean silent = in.readBoolean();
        return new StreamLife(name, Cadence.read(in), timeMs, stamp, producer, silent);
    }
}
