package io.firstlight.ingest.component.watcher;

import io.firstlight.ingest.component.ComponentProducer;
import io.firstlight.ingest.component.Interest;
import io.firstlight.ingest.component.LastState;
import io.firstlight.ingest.component.Sample;
import io.firstlight.ingest.component.relay.CscProducer;
import io.firstlight.ingest.component.relay.Outlet;
import io.firstlight.ingest.component.relay.Outlets;
import io.firstlight.ingest.component.relay.Recovery;
import io.firstlight.ingest.component.relay.TopicRelay;
import io.firstlight.schemas.address.Address;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.record.InitialStateRequest;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The producer of the Watcher: a CSC, and the dictionary of all alarms as event {@code stream}. LOVE sends that only when it is asked; here it
 * also follows changes, at most once in a while, so that what late joiners are given from the platform's own state is not old.
 *
 * <p>SAL keeps only the last sample of the topic of all alarms. So what the topic still has is merged with the dictionary that was sent before;
 * of each alarm the newer sample counts. Alarms of that dictionary that were told more than thirty days ago are left out: that is how those end
 * that the Watcher does not have any more.
 */
public final class WatcherProducer implements ComponentProducer {

    private static final Component WATCHER = new Component("Watcher", 0);
    private static final String ALARM = "alarm";
    private static final String STREAM = "stream";
    private static final Duration TAKEN_BACK = Duration.ofDays(30);

    private final CscProducer csc;
    private final Alarms alarms = new Alarms();
    private final Outlet outlet;
    private final Recovery recovery;
    private final LongSupplier nanoTime;
    private final long everyNs;
    private boolean caughtUp;
    private boolean told;
    private boolean changed;
    private long toldAtNs;

    /**
     * A producer around that of the Watcher's topics.
     *
     * @param csc the producer of its topics
     * @param every the dictionary follows changes at most so often
     */
    public WatcherProducer(
            CscProducer csc,
            Duration every,
            Outlets outlets,
            LastState lastState,
            InstantSource clock,
            LongSupplier nanoTime) {
        this.csc = csc;
        this.nanoTime = nanoTime;
        this.everyNs = every.toNanos();
        Address address = new Address(Category.EVENT, csc.component(), STREAM);
        this.outlet = outlets.open(address);
        this.recovery = new Recovery(
                lastState,
                address,
                nanoTime,
                payload -> alarms.takeBack(
                        payload, (double) clock.instant().minus(TAKEN_BACK).getEpochSecond()));
    }

    /** Who the Watcher is. */
    public static Component watcher() {
        return WATCHER;
    }

    @Override
    public Component component() {
        return csc.component();
    }

    @Override
    public List<Interest> interests() {
        List<Interest> interests = new ArrayList<>(List.of(csc.interest(Interest.Past.ALL)));
        if (interests.getFirst().topics() != null) {
            // The dictionary does not depend on which topics are passed on.
            interests.add(
                    new Interest(component().csc(), component().salindex(), Set.of("evt_" + ALARM), Interest.Past.ALL));
        }
        return interests;
    }

    @Override
    public Set<String> answersFor() {
        return Set.of(component().csc());
    }

    @Override
    public void sample(Sample sample) {
        if (sample.category() == Category.EVENT && sample.stream().equals(ALARM)) {
            String name = sample.fields().text("name", "");
            changed |= !name.isEmpty()
                    && alarms.take(name, sample.sentTai(), sample.fields().toJson());
        }
        csc.sample(sample);
    }

    @Override
    public void caughtUp() {
        caughtUp = true;
        csc.caughtUp();
        tellIfDue();
    }

    @Override
    public void tick() {
        csc.tick();
        tellIfDue();
    }

    private void tellIfDue() {
        if (!caughtUp || !recovery.isOver()) {
            return;
        }
        long now = nanoTime.getAsLong();
        if (!told || (changed && now - toldAtNs >= everyNs)) {
            tell(now);
        }
    }

    private void tell(long now) {
        told = true;
        changed = false;
        toldAtNs = now;
        outlet.send(TopicRelay.data(STREAM, alarms.payload(), false));
    }

    @Override
    public void asked(InitialStateRequest request) {
        csc.asked(request);
        Integer salindex = request.salindex();
        boolean means = request.csc().equals(component().csc())
                && (salindex == null || salindex == component().salindex())
                && (request.event().equals(STREAM) || request.event().equals(InitialStateRequest.ALL));
        if (!means || !told) {
            return;
        }
        if (changed) {
            // Who asks gets what is true now, and everybody else with him.
            tell(nanoTime.getAsLong());
        } else {
            outlet.answer();
        }
    }
}
