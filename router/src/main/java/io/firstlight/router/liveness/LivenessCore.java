package io.firstlight.router.liveness;

import io.firstlight.schemas.address.Component;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/**
 * Learns who speaks how often, and finds out who has fallen silent.
 *
 * <p>It has no clock and no thread, knows no Kafka Streams, and touches the outside through {@link Outlet} alone, within {@link #tick}. What
 * it knows survives in what it gave to {@link Outlet#keep}: a new core that is given all that by {@link #restore} goes on as if it had been
 * away, and judges nobody before a full cadence has passed again. Owned by one task. Nothing that a sign holds makes it throw.
 */
public final class LivenessCore {

    /** So many components are known at most; who comes later is not judged. */
    static final int MOST_COMPONENTS = 20_000;

    /** What was learned is kept that often; what was judged, at once. */
    private static final long KEEP_EVERY_MS = 30_000;

    /** Streams that come and go while the component lives are said no more often than that. */
    private static final long SAME_STATE_EVERY_MS = 10_000;

    private final LivenessConfig config;
    private final int mostComponents;
    private final ListeningClock clock = new ListeningClock();
    private final Map<Component, Known> known = new HashMap<>();
    private double mayBeSaid;
    private long tickedAtMs = Long.MIN_VALUE;

    /** A core that knows nobody. */
    public LivenessCore(LivenessConfig config) {
        this(config, MOST_COMPONENTS);
    }

    LivenessCore(LivenessConfig config, int mostComponents) {
        this.config = config;
        this.mostComponents = mostComponents;
    }

    /** Where the results go. */
    public interface Outlet {

        /**
         * An event about the component.
         *
         * @param value the record's value for the event topic
         */
        void say(Component component, byte[] value);

        /** What is to be remembered of it, in place of what was. */
        void keep(Component component, byte[] life);

        /** It is not to be remembered any more. */
        void forget(Component component);
    }

    /** One component, and what only this core needs to know of it. */
    private static final class Known {

        private final ComponentLife life;
        private boolean unkept;
        private long keptAtMs;
        private long saidAtMs = Long.MIN_VALUE;

        Known(ComponentLife life, long keptAtMs) {
            this.life = life;
            this.keptAtMs = keptAtMs;
        }
    }

    /** Takes back what {@link Outlet#keep} was given; false if it cannot be read, or the core is full. */
    public boolean restore(byte[] life) {
        Optional<ComponentLife> read = ComponentLife.of(life);
        if (read.isEmpty() || known.size() >= mostComponents) {
            return false;
        }
        ComponentLife kept = read.get();
        known.put(kept.component(), new Known(kept, kept.heardAtMs()));
        return true;
    }

    /**
     * Hears a sign; false if there is no room to remember its component.
     *
     * @param nowMs the wall clock, unix milliseconds UTC
     */
    public boolean hear(Sign sign, long nowMs) {
        Known of = known.get(sign.component());
        if (of == null) {
            if (known.size() >= mostComponents) {
                return false;
            }
            // The first look at many that are new at once is not the time to keep them all.
            of = new Known(new ComponentLife(sign.component()), nowMs);
            known.put(sign.component(), of);
        }
        if (of.life.hear(sign, nowMs, clock.at(nowMs), config)) {
            of.unkept = true;
        }
        return true;
    }

    /**
     * Judges; to be called every second.
     *
     * @param nowMs the wall clock
     * @param listening whether, since the call before, there was evidence that whoever spoke would have been heard
     */
    public void tick(long nowMs, boolean listening, Outlet outlet) {
        clock.tick(nowMs, listening);
        refill(nowMs);
        for (Iterator<Known> all = known.values().iterator(); all.hasNext(); ) {
            Known one = all.next();
            if (nowMs - one.life.heardAtMs() > config.forget().toMillis()) {
                all.remove();
                outlet.forget(one.life.component());
                continue;
            }
            one.life.judge(clock, nowMs, config);
            boolean said = mayBeSaid >= 1 && isDue(one, nowMs);
            if (said) {
                mayBeSaid--;
                one.saidAtMs = nowMs;
                outlet.say(one.life.component(), one.life.say().value(nowMs));
            }
            if (said || (one.unkept && nowMs - one.keptAtMs >= KEEP_EVERY_MS)) {
                one.unkept = false;
                one.keptAtMs = nowMs;
                outlet.keep(one.life.component(), one.life.toBytes());
            }
        }
    }

    private static boolean isDue(Known one, long nowMs) {
        return one.life.stateIsUnsaid()
                || (one.life.isUnsaid()
                        && (one.saidAtMs == Long.MIN_VALUE || nowMs - one.saidAtMs >= SAME_STATE_EVERY_MS));
    }

    private void refill(long nowMs) {
        double seconds = tickedAtMs == Long.MIN_VALUE ? 1 : Math.max(nowMs - tickedAtMs, 0) / 1_000.0;
        mayBeSaid = Math.min(mayBeSaid + seconds * config.eventsPerSecond(), config.eventsPerSecond());
        tickedAtMs = nowMs;
    }

    /** How many components it knows. */
    public int known() {
        return known.size();
    }

    /** How many of them are silent. */
    public int silent() {
        return (int) known.values().stream().filter(one -> one.life.isSilent()).count();
    }
}
