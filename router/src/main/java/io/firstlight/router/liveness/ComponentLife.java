package io.firstlight.router.liveness;

import io.firstlight.router.liveness.LivenessEvent.State;
import io.firstlight.router.liveness.Sign.Beat;
import io.firstlight.schemas.address.Component;
import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What is known of one component, and the judgement of it. Owned by one task.
 *
 * <p>It is silent when no sign came for as long as the quickest of its regular streams allows. A stream that is overdue while others go on
 * is silent by itself, and does not count in that any more until it is heard again; so a component that lost its quick telemetry is
 * judged by the slow one. If none of its regular streams goes on, but it still says something now and then, {@link #LULL_MS} without a word
 * is silence. Without any regular stream it is not judged.
 */
final class ComponentLife {

    /** See the class. */
    static final long LULL_MS = 600_000;

    /** Bounds of what is remembered; the largest component of the observatory that LOVE serves has about 500 streams. */
    static final int MOST_STREAMS = 1_024;

    static final int MOST_PRODUCERS = 16;

    private static final int VERSION = 1;

    private final Component component;
    private final Map<String, StreamLife> streams = new HashMap<>();
    /** By name, with the time stamp of its last record; the one heard longest ago first. */
    private final LinkedHashMap<String, Long> producers = new LinkedHashMap<>(16, 0.75f, true);

    /** Null until a cadence is known. */
    private @Nullable State state;

    private long sinceMs;
    /** By the wall clock. */
    private long heardAtMs;
    /** By the records' time stamps. */
    private long lastSeenMs;

    private long records;
    /** Whether the last event does not say it all. */
    private boolean unsaid;
    /** By the listening clock; not kept, see {@link StreamLife}. */
    private long heardAt;

    private boolean stateIsUnsaid;

    ComponentLife(Component component) {
        this.component = component;
    }

    Component component() {
        return component;
    }

    /** When it was last heard, by the wall clock. */
    long heardAtMs() {
        return heardAtMs;
    }

    boolean isSilent() {
        return state == State.SILENT;
    }

    /** Whether there is something to say. */
    boolean isUnsaid() {
        return unsaid;
    }

    /** Whether it is that the component has fallen silent, or is alive. */
    boolean stateIsUnsaid() {
        return unsaid && stateIsUnsaid;
    }

    /** Takes a sign; false if it is none, because everything in it was only repeated. */
    boolean hear(Sign sign, long nowMs, long listenedAt, LivenessConfig config) {
        String producer = sign.producer() == null ? "" : sign.producer();
        boolean alive = sign.beats().isEmpty();
        for (Beat beat : sign.beats()) {
            alive |= hear(beat, sign.timeMs(), producer, listenedAt, config);
        }
        if (!alive) {
            return false;
        }
        records++;
        heardAtMs = nowMs;
        lastSeenMs = Math.min(sign.timeMs(), nowMs);
        heardAt = listenedAt;
        if (!producer.isEmpty()) {
            producers.put(producer, lastSeenMs);
            if (producers.size() > MOST_PRODUCERS) {
                producers.pollFirstEntry();
            }
        }
        if (state == State.SILENT) {
            enter(State.ALIVE, nowMs);
        }
        return true;
    }

    private boolean hear(Beat beat, long timeMs, String producer, long listenedAt, LivenessConfig config) {
        StreamLife stream = streams.get(beat.stream());
        if (stream == null) {
            if (streams.size() >= MOST_STREAMS) {
                // Whether it is a repetition cannot be known, so only what has no stamp counts.
                return beat.stamp() == Beat.NO_STAMP;
            }
            stream = new StreamLife(beat.stream());
            streams.put(beat.stream(), stream);
        } else if (!stream.isNew(beat)) {
            return false;
        }
        stream.beat(beat, timeMs, producer, listenedAt, config);
        if (stream.isSilent()) {
            stream.setSilent(false);
            unsaid = true;
        }
        return true;
    }

    /** Judges what was not heard. */
    void judge(ListeningClock clock, long nowMs, LivenessConfig config) {
        long forgetMs = config.forget().toMillis();
        streams.values().removeIf(stream -> nowMs - stream.timeMs() > forgetMs);
        producers.values().removeIf(heardMs -> nowMs - heardMs > forgetMs);
        streams.values().stream()
                .filter(stream -> stream.isSilent() && !stream.isRegular())
                .forEach(stream -> {
                    stream.setSilent(false);
                    unsaid = true;
                });
        if (regular().findAny().isEmpty()) {
            return;
        }
        if (state == null) {
            enter(State.ALIVE, nowMs);
        }
        if (state != State.ALIVE) {
            return;
        }
        if (clock.quiet(heardAt) > limitMs(config)) {
            enter(State.SILENT, heardAtMs);
            regular().forEach(stream -> stream.setSilent(true));
            return;
        }
        goingOn()
                .filter(stream -> clock.quiet(stream.heardAt()) > stream.limitMs(config))
                .forEach(stream -> {
                    stream.setSilent(true);
                    unsaid = true;
                });
    }

    private long limitMs(LivenessConfig config) {
        OptionalLong quickest =
                goingOn().mapToLong(stream -> stream.limitMs(config)).min();
        return quickest.orElse(Math.max(LULL_MS, config.least().toMillis()));
    }

    private Stream<StreamLife> regular() {
        return streams.values().stream().filter(StreamLife::isRegular);
    }

    private Stream<StreamLife> goingOn() {
        return regular().filter(stream -> !stream.isSilent());
    }

    private void enter(State next, long atMs) {
        state = next;
        sinceMs = atMs;
        unsaid = true;
        stateIsUnsaid = true;
    }

    /** What is to be said now, which counts as said. */
    LivenessEvent say() {
        if (state == null) {
            throw new IllegalStateException("nothing is known of " + component);
        }
        unsaid = false;
        stateIsUnsaid = false;
        return new LivenessEvent(
                component,
                state,
                sinceMs,
                lastSeenMs,
                usualGapMs(),
                records,
                producers.keySet().stream().sorted().toList(),
                producers.keySet().stream().filter(this::isSilent).sorted().toList(),
                streams.entrySet().stream()
                        .filter(stream -> stream.getValue().isSilent())
                        .map(Map.Entry::getKey)
                        .sorted()
                        .toList());
    }

    /** The usual gap of the quickest stream that goes on, else of the quickest. */
    private double usualGapMs() {
        return goingOn()
                .mapToDouble(StreamLife::usualGapMs)
                .min()
                .orElseGet(() ->
                        regular().mapToDouble(StreamLife::usualGapMs).min().orElse(0));
    }

    /** A producer is silent if it last sent some of the regular streams, and all those are silent. */
    private boolean isSilent(String producer) {
        Predicate<StreamLife> itsOwn = stream -> stream.producer().equals(producer);
        List<StreamLife> own = regular().filter(itsOwn).toList();
        return !own.isEmpty() && own.stream().allMatch(StreamLife::isSilent);
    }

    /** For the store. */
    byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128 + 128 * streams.size());
        try {
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeByte(VERSION);
            out.writeUTF(component.csc());
            out.writeInt(component.salindex());
            out.writeByte(state == null ? 0 : state == State.ALIVE ? 1 : 2);
            out.writeLong(sinceMs);
            out.writeLong(heardAtMs);
            out.writeLong(lastSeenMs);
            out.writeLong(records);
            out.writeBoolean(unsaid);
            out.writeBoolean(stateIsUnsaid);
            out.writeInt(producers.size());
            for (Map.Entry<String, Long> producer : producers.entrySet()) {
                out.writeUTF(producer.getKey());
                out.writeLong(producer.getValue());
            }
            out.writeInt(streams.size());
            for (Map.Entry<String, StreamLife> stream : streams.entrySet()) {
                out.writeUTF(stream.getKey());
                stream.getValue().write(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // Not from an array.
        }
        return bytes.toByteArray();
    }

    /** The inverse; empty if the bytes are of another version. */
    static Optional<ComponentLife> of(byte[] kept) {
        try {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(kept));
            if (in.readByte() != VERSION) {
                return Optional.empty();
            }
            ComponentLife life = new ComponentLife(new Component(in.readUTF(), in.readInt()));
            life.state = switch (in.readByte()) {
                case 1 -> State.ALIVE;
                case 2 -> State.SILENT;
                default -> null;
            };
            life.sinceMs = in.readLong();
            life.heardAtMs = in.readLong();
            life.lastSeenMs = in.readLong();
            life.records = in.readLong();
            life.unsaid = in.readBoolean();
            life.stateIsUnsaid = in.readBoolean();
            for (int count = in.readInt(); count > 0; count--) {
                String name = in.readUTF();
                life.producers.put(name, in.readLong());
            }
            for (int count = in.readInt(); count > 0; count--) {
                String name = in.readUTF();
                life.streams.put(name, StreamLife.read(name, in));
            }
            return Optional.of(life);
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
