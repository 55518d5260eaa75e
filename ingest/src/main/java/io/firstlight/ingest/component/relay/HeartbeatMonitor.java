package io.firstlight.ingest.component.relay;

import io.firstlight.ingest.component.Sample;
import io.firstlight.ingest.producer.Message;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.json.JsonOutput;

import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Says every two seconds whether a component's heart beats, as LOVE's producer does: how many windows in a row had no beat, and when the last
 * was. All components share the address {@code event:Heartbeat:0:stream}, so none of this is kept or sent again.
 */
final class HeartbeatMonitor {

    /** The topic of SAL. */
    static final String TOPIC = "heartbeat";

    private static final Component HEARTBEAT = new Component("Heartbeat", 0);
    private static final int MAX_LOST = 5;
    private static final long WINDOW_NS = TimeUnit.SECONDS.toNanos(2);

    private final Component component;
    private final Outlets outlets;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private boolean begun;
    private long windowAtNs;
    private boolean heard;
    private int lost;
    private double lastUtc = -1;

    HeartbeatMonitor(Component component, Outlets outlets, InstantSource clock, LongSupplier nanoTime) {
        this.component = component;
        this.outlets = outlets;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** A beat. One of the past tells only when it was. */
    void beat(Sample sample) {
        double utc = Beats.utc(sample, clock);
        if (!Double.isNaN(utc)) {
            lastUtc = utc;
        }
        heard |= !sample.past();
    }

    /** The first window begins. */
    void begin() {
        begun = true;
        windowAtNs = nanoTime.getAsLong();
    }

    void tick() {
        long now = nanoTime.getAsLong();
        if (!begun || now - windowAtNs < WINDOW_NS) {
            return;
        }
        // A thread that was held up has not listened meanwhile: that is one window, not several.
        windowAtNs = now - windowAtNs < 2 * WINDOW_NS ? windowAtNs + WINDOW_NS : now;
        lost = heard ? 0 : lost + 1;
        heard = false;
        JsonOutput out = new JsonOutput(160)
                .literal("{\"stream\": {\"csc\": \"")
                .literal(component.csc())
                .literal("\", \"salindex\": ")
                .number(component.salindex())
                .literal(", \"lost\": ")
                .number(lost)
                .literal(", \"last_heartbeat_timestamp\": ");
        // The number of "never" is a whole one in Python, and written so.
        (lastUtc < 0 ? out.number(-1) : out.decimal(lastUtc))
                .literal(", \"max_lost_heartbeats\": ")
                .number(MAX_LOST)
                .literal("}}");
        outlets.pass(new Message(Category.EVENT, HEARTBEAT, out.toByteArray()));
    }
}
