package io.firstlight.ingest.component.relay;

import io.firstlight.ingest.component.ComponentProducer;
import io.firstlight.ingest.component.Interest;
import io.firstlight.ingest.component.Sample;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.record.InitialStateRequest;

import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The producer of a component of which no more is known than its topics. LOVE's registers such a one and sends nothing for it. */
public final class PlainProducer implements ComponentProducer {

    private final Component component;
    private final TopicRelay relay;

    /** A producer that passes on what that relay does. */
    public PlainProducer(Component component, TopicRelay relay) {
        this.component = Objects.requireNonNull(component, "component");
        this.relay = relay;
    }

    @Override
    public Component component() {
        return component;
    }

    @Override
    public List<Interest> interests() {
        return List.of(new Interest(
                component.csc(), component.salindex(), relay.choice().names(), Interest.Past.LAST));
    }

    @Override
    public Set<String> answersFor() {
        return Set.of(component.csc());
    }

    @Override
    public void sample(Sample sample) {
        relay.sample(sample);
    }

    @Override
    public void caughtUp() {
        relay.caughtUp();
    }

    @Override
    public void tick() {
        relay.tick();
    }

    @Override
    public void asked(InitialStateRequest request) {
        if (means(request, component)) {
            relay.answer(request.event());
        }
    }

    /** Whether the request is for that component: by its name, and its index or any. */
    static boolean means(InitialStateRequest request, Component component) {
        Integer salindex = request.salindex();
        return request.csc().equals(component.csc()) && (salindex == null || salindex == component.salindex());
    }
}
