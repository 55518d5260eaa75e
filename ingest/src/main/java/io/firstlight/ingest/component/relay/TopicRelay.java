package io.firstlight.ingest.component.relay;

import io.firstlight.ingest.component.Fields;
import io.firstlight.ingest.component.Interest;
import io.firstlight.ingest.component.Sample;
import io.firstlight.schemas.address.Address;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.json.JsonOutput;
import io.firstlight.schemas.record.InitialStateRequest;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Passes the topics of one component on: asynchronous ones as they come, and kept for whoever asks; periodic ones at their rate. Payloads are a
 * list with one object for the former and an object for the latter, in the bytes that LOVE's producer would write.
 *
 * <p>Past samples are kept, and the last of each topic is sent when the feed has caught up; those that come later still are sent at once. A
 * periodic value is not sent while the one before is on its way, so that repeating does not fill a buffer that waits for the platform. While
 * messages do not arrive telemetry is periodic at every rate: each try may hold the thread up. At the rate {@link TelemetryRate#EVERY} what
 * is left out then counts as lost.
 */
public final class TopicRelay {

    private final Component component;
    private final TopicChoice choice;
    private final TelemetryRate rate;
    private final Outlets outlets;
    private final LongSupplier nanoTime;
    private final long periodNs;
    private final Map<String, Topic> topics = new LinkedHashMap<>();
    private long dueAtNs;
    private boolean caughtUp;

    /** A relay for that component, whose first period begins now. */
    public TopicRelay(
            Component component,
            TopicChoice choice,
            TelemetryRate rate,
            Duration period,
            Outlets outlets,
            LongSupplier nanoTime) {
        this.component = component;
        this.choice = choice;
        this.rate = rate;
        this.outlets = outlets;
        this.nanoTime = nanoTime;
        this.periodNs = period.toNanos();
        this.dueAtNs = nanoTime.getAsLong() + periodNs;
    }

    /** One topic that was seen. */
    private static final class Topic {
        private final TopicChoice.Treatment treatment;
        private final String stream;
        private final Outlet outlet;
        private @Nullable Fields latest;
        private boolean fresh;
        /** Whether the latest should have been sent at once. */
        private boolean heldBack;

        Topic(TopicChoice.Treatment treatment, String stream, Outlet outlet) {
            this.treatment = treatment;
            this.stream = stream;
            this.outlet = outlet;
        }
    }

    /** The topics that it passes on. */
    public TopicChoice choice() {
        return choice;
    }

    /** A sample of the component. */
    public void sample(Sample sample) {
        TopicChoice.Treatment treatment = choice.of(sample.category(), sample.stream());
        if (treatment == TopicChoice.Treatment.LEFT_OUT) {
            return;
        }
        Topic topic = topics.computeIfAbsent(
                Interest.name(sample.category(), sample.stream()),
                name -> new Topic(
                        treatment,
                        sample.stream(),
                        outlets.open(new Address(sample.category(), component, sample.stream()))));
        if (treatment == TopicChoice.Treatment.ASYNCHRONOUS) {
            byte[] data = data(topic.stream, sample.fields().toJson(), true);
            if (sample.past() && !caughtUp) {
                topic.outlet.put(data);
            } else {
                topic.outlet.send(data);
            }
        } else {
            periodic(topic, sample);
        }
    }

    private void periodic(Topic topic, Sample sample) {
        if (topic.heldBack) {
            outlets.meters().lost(Outlets.BLOCKED);
        }
        boolean atOnce = rate == TelemetryRate.EVERY && !sample.past();
        topic.heldBack = atOnce && !outlets.isOpen();
        if (atOnce && !topic.heldBack) {
            topic.fresh = false;
            topic.outlet.send(data(topic.stream, sample.fields().toJson(), false));
        } else {
            topic.latest = sample.fields();
            topic.fresh = true;
        }
    }

    /** Sends what was said last before the feed began. */
    public void caughtUp() {
        caughtUp = true;
        for (Topic topic : topics.values()) {
            if (topic.treatment == TopicChoice.Treatment.ASYNCHRONOUS) {
                topic.outlet.sendIfWaiting();
            }
        }
    }

    /** Sends what is periodic if a period is over. */
    public void tick() {
        long now = nanoTime.getAsLong();
        if (now - dueAtNs < 0) {
            return;
        }
        // Periods that were missed while the thread was held up are not made up for.
        dueAtNs += periodNs;
        if (now - dueAtNs >= 0) {
            dueAtNs = now + periodNs;
        }
        for (Topic topic : topics.values()) {
            Fields latest = topic.latest;
            if (latest != null && (topic.fresh || rate == TelemetryRate.REPEAT) && topic.outlet.isFree()) {
                topic.fresh = false;
                topic.heldBack = false;
                topic.outlet.send(data(topic.stream, latest.toJson(), false));
            }
        }
    }

    /** Says again what was said last of an asynchronous topic, or of all of them. */
    public void answer(String stream) {
        boolean all = stream.equals(InitialStateRequest.ALL);
        for (Topic topic : topics.values()) {
            if (topic.treatment == TopicChoice.Treatment.ASYNCHRONOUS && (all || topic.stream.equals(stream))) {
                topic.outlet.answer();
            }
        }
    }

    /** The data of a message: <code>{"stream": {..}}</code>, or <code>{"stream": [{..}]}</code>. */
    public static byte[] data(String stream, byte[] fields, boolean list) {
        return new JsonOutput(fields.length + stream.length() + 16)
                .literal("{\"")
                .literal(stream)
                .literal(list ? "\": [" : "\": ")
                .span(fields)
                .literal(list ? "]}" : "}")
                .toByteArray();
    }

    /** Whether samples of the component's heartbeat are wanted. */
    boolean wantsHeartbeats() {
        return choice.of(Category.EVENT, HeartbeatMonitor.TOPIC) != TopicChoice.Treatment.LEFT_OUT;
    }
}
