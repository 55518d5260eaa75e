package io.firstlight.ingest.component.relay;

import io.firstlight.ingest.component.ComponentProducer;
import io.firstlight.ingest.component.Interest;
import io.firstlight.ingest.component.Sample;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.record.InitialStateRequest;

import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/** The producer of a CSC: its topics, and what its heartbeats say. The heartbeats themselves are not passed on. */
public final class CscProducer implements ComponentProducer {

    private final Component component;
    private final TopicRelay relay;
    private final HeartbeatMonitor monitor;

    /** A producer that passes on what that relay does. */
    public CscProducer(
            Component component, TopicRelay relay, Outlets outlets, InstantSource clock, LongSupplier nanoTime) {
        this.component = component;
        this.relay = relay;
        this.monitor = new HeartbeatMonitor(component, outlets, clock, nanoTime);
    }

    @Override
    public Component component() {
        return component;
    }

    @Override
    public List<Interest> interests() {
        return List.of(interest(Interest.Past.LAST));
    }

    /** The interest in the component, with that past. */
    public Interest interest(Interest.Past past) {
        return new Interest(
                component.csc(), component.salindex(), relay.choice().names(), past);
    }

    @Override
    public Set<String> answersFor() {
        return Set.of(component.csc());
    }

    @Override
    public void sample(Sample sample) {
        if (sample.category() == Category.EVENT && sample.stream().equals(HeartbeatMonitor.TOPIC)) {
            monitor.beat(sample);
        } else {
            relay.sample(sample);
        }
    }

    @Override
    public void caughtUp() {
        relay.caughtUp();
        if (relay.wantsHeartbeats()) {
            monitor.begin();
        }
    }

    @Override
    public void tick() {
        relay.tick();
        monitor.tick();
    }

    @Override
    public void asked(InitialStateRequest request) {
        if (PlainProducer.means(request, component)) {
            relay.answer(request.event());
        }
    }
}
