package io.firstlight.ingest.component.queue;

import io.firstlight.ingest.component.ComponentProducer;
import io.firstlight.ingest.component.Interest;
import io.firstlight.ingest.component.LastState;
import io.firstlight.ingest.component.Sample;
import io.firstlight.ingest.component.relay.Beats;
import io.firstlight.ingest.component.relay.CscProducer;
import io.firstlight.ingest.component.relay.Outlet;
import io.firstlight.ingest.component.relay.Outlets;
import io.firstlight.ingest.component.relay.Recovery;
import io.firstlight.ingest.component.relay.TopicRelay;
import io.firstlight.ingest.producer.Message;
import io.firstlight.schemas.address.Address;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.record.InitialStateRequest;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The producer of a script queue: a CSC, and what LOVE derives of it and its scripts.
 *
 * <ul>
 *   <li>{@code ScriptQueueState}: {@code stateStream} on each event {@code queue}; {@code scriptsStream} on each event {@code queue} and {@code
 *       script} and each event of a known script that shows; {@code availableScriptsStream} on {@code availableScripts} and {@code configSchema}.
 *   <li>{@code ScriptHeartbeats}: every two seconds for each script that runs or waits.
 *   <li>{@code Script}: log messages of those scripts, as they come; the last twenty of the one that runs for whoever asks.
 * </ul>
 *
 * <p>Of the past nothing is sent but its outcome: the three streams, once the feed has caught up. What SAL's topics do not keep (of the event
 * {@code script} they keep one for the whole queue) is taken back from the streams that were sent before.
 */
public final class ScriptQueueProducer implements ComponentProducer {

    /** The component of all scripts; their instances are the scripts' numbers. */
    public static final String SCRIPT = "Script";

    private static final String LOG_MESSAGE = "logMessage";
    private static final String HEARTBEAT = "heartbeat";
    private static final Set<String> QUEUE_TOPICS =
            Set.of("evt_queue", "evt_script", "evt_availableScripts", "evt_configSchema");
    private static final Set<String> SCRIPT_TOPICS = Set.of(
            "evt_state",
            "evt_metadata",
            "evt_description",
            "evt_checkpoints",
            "evt_logLevel",
            "evt_logMessage",
            "evt_heartbeat");

    private static final long HEARTBEATS_EVERY_NS = TimeUnit.SECONDS.toNanos(2);
    /** Scripts beat every five seconds; a beat may be as late as a CSC's. */
    private static final double BEAT_SECONDS = 7;

    private static final long REPLAY_EVERY_NS = TimeUnit.SECONDS.toNanos(1);

    private final CscProducer csc;
    private final QueueState queue;
    private final Outlets outlets;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final String stateName;
    private final Component heartbeats;
    private final Derived stateStream;
    private final Derived scriptsStream;
    private final Derived availableStream;
    private final List<Recovery> recoveries;
    private boolean caughtUp;
    private boolean ready;
    private long heartbeatsAtNs;
    private long logged;
    private long replayed = -1;
    private long replayedAtNs;

    /** A stream of our own. */
    private record Derived(String name, Outlet outlet) {

        void send(byte[] payload) {
            outlet.send(TopicRelay.data(name, payload, false));
        }
    }

    /**
     * A producer around that of the queue's topics.
     *
     * @param csc the producer of its topics
     * @param mostFinished so many finished scripts are shown
     */
    public ScriptQueueProducer(
            CscProducer csc,
            int mostFinished,
            Outlets outlets,
            LastState lastState,
            InstantSource clock,
            LongSupplier nanoTime) {
        this.csc = csc;
        this.queue = new QueueState(mostFinished);
        this.outlets = outlets;
        this.clock = clock;
        this.nanoTime = nanoTime;
        Component state = new Component("ScriptQueueState", csc.component().salindex());
        this.stateName = state.csc();
        this.heartbeats = new Component("ScriptHeartbeats", csc.component().salindex());
        this.stateStream = derived(state, "stateStream");
        this.scriptsStream = derived(state, "scriptsStream");
        this.availableStream = derived(state, "availableScriptsStream");
        this.recoveries = List.of(
                new Recovery(lastState, address(state, scriptsStream), nanoTime, queue::takeBackScripts),
                new Recovery(lastState, address(state, availableStream), nanoTime, queue::takeBackSchemas));
    }

    private Derived derived(Component component, String name) {
        return new Derived(name, outlets.open(new Address(Category.EVENT, component, name)));
    }

    private static Address address(Component component, Derived stream) {
        return new Address(Category.EVENT, component, stream.name());
    }

    @Override
    public Component component() {
        return csc.component();
    }

    @Override
    public List<Interest> interests() {
        List<Interest> interests = new ArrayList<>(List.of(csc.interest(Interest.Past.ALL)));
        if (interests.getFirst().topics() != null) {
            // The derived streams do not depend on which topics are passed on.
            interests.add(new Interest(component().csc(), component().salindex(), QUEUE_TOPICS, Interest.Past.ALL));
        }
        interests.add(new Interest(SCRIPT, null, SCRIPT_TOPICS, Interest.Past.ALL));
        return interests;
    }

    @Override
    public Set<String> answersFor() {
        return Set.of(component().csc(), stateName, SCRIPT);
    }

    @Override
    public void sample(Sample sample) {
        if (sample.component().csc().equals(SCRIPT)) {
            if (sample.category() == Category.EVENT) {
                script(sample);
            }
            return;
        }
        csc.sample(sample);
        if (sample.category() == Category.EVENT) {
            derive(sample);
        }
    }

    private void derive(Sample sample) {
        switch (sample.stream()) {
            case "queue" -> {
                queue.queue(sample.fields());
                tellState();
                tellScripts();
            }
            case "script" -> {
                int index = (int) sample.fields().integer("scriptSalIndex", 0);
                ScriptDetails details = queue.details(index);
                details.heard(sample.sentTai());
                details.script(sample.fields(), sample.sentTai());
                tellScripts();
            }
            case "availableScripts" -> {
                queue.availableScripts(sample.fields());
                tellAvailable();
            }
            case "configSchema" -> {
                queue.configSchema(sample.fields());
                tellAvailable();
            }
            default -> {
                // Nothing is derived of the others.
            }
        }
    }

    private void script(Sample sample) {
        int index = sample.component().salindex();
        ScriptDetails details = queue.details(index);
        details.heard(sample.sentTai());
        if (sample.stream().equals(HEARTBEAT)) {
            details.beat(Beats.utc(sample, clock));
        } else if (sample.stream().equals(LOG_MESSAGE)) {
            byte[] data = TopicRelay.data(LOG_MESSAGE, sample.fields().toJson(), true);
            details.log(data);
            logged++;
            if (!sample.past() && queue.isActive(index)) {
                outlets.send(new Message(Category.EVENT, sample.component(), data));
            }
        } else if (details.event(sample.stream(), sample.fields(), sample.sentTai()) && queue.isKnown(index)) {
            tellScripts();
        }
    }

    private void tellState() {
        if (ready && queue.hasLists()) {
            stateStream.send(queue.state());
        }
    }

    private void tellScripts() {
        if (ready && queue.hasLists()) {
            scriptsStream.send(queue.scripts());
        }
    }

    private void tellAvailable() {
        if (ready && queue.hasOffer()) {
            availableStream.send(queue.availableScripts());
        }
    }

    @Override
    public void caughtUp() {
        caughtUp = true;
        csc.caughtUp();
        heartbeatsAtNs = nanoTime.getAsLong();
        getReady();
    }

    private void getReady() {
        boolean over = true;
        for (Recovery recovery : recoveries) {
            over &= recovery.isOver();
        }
        if (over) {
            ready = true;
            tellState();
            tellScripts();
            tellAvailable();
        }
    }

    @Override
    public void tick() {
        csc.tick();
        if (!caughtUp) {
            return;
        }
        if (!ready) {
            getReady();
        }
        long now = nanoTime.getAsLong();
        if (now - heartbeatsAtNs >= HEARTBEATS_EVERY_NS) {
            heartbeatsAtNs =
                    now - heartbeatsAtNs < 2 * HEARTBEATS_EVERY_NS ? heartbeatsAtNs + HEARTBEATS_EVERY_NS : now;
            double sinceUtc = clock.millis() / 1e3 - BEAT_SECONDS;
            for (ScriptDetails script : queue.active()) {
                outlets.pass(new Message(
                        Category.EVENT, heartbeats, TopicRelay.data("stream", script.heartbeat(sinceUtc), false)));
            }
        }
    }

    @Override
    public void asked(InitialStateRequest request) {
        boolean all = request.event().equals(InitialStateRequest.ALL);
        if (request.csc().equals(SCRIPT)) {
            if (all || request.event().equals(LOG_MESSAGE)) {
                replayLog();
            }
            return;
        }
        Integer salindex = request.salindex();
        if (salindex != null && salindex != component().salindex()) {
            return;
        }
        boolean ofState = request.csc().equals(stateName);
        if (ofState || request.csc().equals(component().csc())) {
            for (Derived stream : List.of(stateStream, scriptsStream, availableStream)) {
                // LOVE takes both names for both; all of one are all of that one.
                if ((all && ofState) || request.event().equals(stream.name())) {
                    stream.outlet().answer();
                }
            }
            if (!all || !ofState) {
                csc.asked(new InitialStateRequest(request.to(), component().csc(), salindex, request.event()));
            }
        }
    }

    private void replayLog() {
        long now = nanoTime.getAsLong();
        if (replayed == logged && now - replayedAtNs < REPLAY_EVERY_NS) {
            return;
        }
        replayed = logged;
        replayedAtNs = now;
        for (ScriptDetails script : queue.current()) {
            for (byte[] data : script.log()) {
                outlets.pass(new Message(Category.EVENT, new Component(SCRIPT, script.index()), data));
            }
        }
    }
}
