package io.firstlight.router.liveness;

import io.firstlight.schemas.address.Component;
import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one record says of one component's being alive. Immutable.
 *
 * @param component whose sign it is
 * @param producer who sent the record, if it says so
 * @param timeMs the record's time stamp, unix milliseconds UTC
 * @param beats the streams that it holds
 */
public record Sign(Component component, @Nullable String producer, long timeMs, List<Beat> beats) {

    private static final int VERSION = 1;

    /**
     * One stream in it.
     *
     * @param stream category and stream, as {@code telemetry:position}
     * @param stamp stands for the component's own stamp in the payload: if it is the same as the time before, the payload was only
     *     repeated. {@link #NO_STAMP} if there is none
     */
    public record Beat(String stream, long stamp) {

        /** For payloads without a stamp of the component. */
        public static final long NO_STAMP = 0;
    }

    public Sign {
        beats = List.copyOf(beats);
    }

    /** For the strays topic. */
    byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 + 32 * beats.size());
        try {
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeByte(VERSION);
            out.writeUTF(component.csc());
            out.writeInt(component.salindex());
            out.writeUTF(producer == null ? "" : producer);
            out.writeLong(timeMs);
            out.writeInt(beats.size());
            for (Beat beat : beats) {
                out.writeUTF(beat.stream());
                out.writeLong(beat.stamp());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // Not from an array.
        }
        return bytes.toByteArray();
    }

    /** The inverse; empty if the bytes are of another version, or none of ours. */
    static Optional<Sign> of(byte @Nullable [] value) {
        if (value == null) {
            return Optional.empty();
        }
        try {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(value));
            if (in.readByte() != VERSION) {
                return Optional.empty();
            }
            Component component = new Component(in.readUTF(), in.readInt());
            String producer = in.readUTF();
            long timeMs = in.readLong();
            int count = in.readInt();
            List<Beat> beats = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                beats.add(new Beat(in.readUTF(), in.readLong()));
            }
            return Optional.of(new Sign(component, producer.isEmpty() ? null : producer, timeMs, beats));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
