package io.firstlight.ingest.component;

import io.firstlight.ingest.component.queue.ScriptQueueProducer;
import io.firstlight.ingest.component.relay.Outlets;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.record.InitialStateRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * Many producers of components over one feed and one client.
 *
 * <p>One thread, the feed's, walks in all producers; none of them has a lock. Questions come on the client's thread and wait, within a bound,
 * until the feed calls the next time; those that come before the feed has caught up wait for that, because half of the past is no answer.
 * A producer that throws is counted and logged, and goes on with the next call, as do the others.
 *
 * <p>{@link #start} and {@link #close} may be called from any thread.
 */
public final class ProducerSet implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ProducerSet.class);

    /** Most producers that are made for components as they appear. */
    static final int MOST = 10_000;

    /** SAL gives the scripts of queue n the numbers from n times this. */
    private static final int SCRIPTS_OF_A_QUEUE = 100_000;

    private static final String SCRIPT_QUEUE = "ScriptQueue";
    private static final long COMPLAIN_EVERY_NS = TimeUnit.SECONDS.toNanos(10);

    private final ProducerFactory factory;
    private final Feed feed;
    private final ProducerClient client;
    private final Outlets outlets;
    private final ComponentMeters meters;
    private final LongSupplier nanoTime;
    private final boolean takesAll;
    private final Questions questions = new Questions();
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();

    // The feed's own from the start on.
    private final List<ComponentProducer> producers = new ArrayList<>();
    private final Map<String, List<Route>> routes = new HashMap<>();
    private final Map<String, List<ComponentProducer>> answering = new HashMap<>();
    private final Set<Component> known = new HashSet<>();
    private boolean caughtUp;
    private boolean complained;
    private long complainedAtNs;

    /** One wish of one producer. */
    private record Route(Interest interest, ComponentProducer producer) {
        boolean takes(Sample sample) {
            return interest.wants(sample.component().salindex())
                    && interest.wants(sample.component().csc(), sample.category(), sample.stream());
        }
    }

    private ProducerSet(ProducerFactory factory, Collection<ComponentProducer> producers, boolean takesAll) {
        this.factory = factory;
        this.feed = factory.surroundings().feed();
        this.client = factory.surroundings().client();
        this.outlets = factory.outlets();
        this.meters = factory.meters();
        this.nanoTime = factory.surroundings().nanoTime();
        this.takesAll = takesAll;
        producers.forEach(this::add);
    }

    /**
     * A set of some producers, which the factory has made.
     *
     * @throws IllegalArgumentException if there are none
     */
    public static ProducerSet of(ProducerFactory factory, Collection<ComponentProducer> producers) {
        if (producers.isEmpty()) {
            throw new IllegalArgumentException("no component is named");
        }
        return new ProducerSet(factory, producers, false);
    }

    /** A set that makes a producer for each component that appears in the feed. */
    public static ProducerSet ofAll(ProducerFactory factory) {
        return new ProducerSet(factory, List.of(), true);
    }

    private void add(ComponentProducer producer) {
        known.add(producer.component());
        producers.add(producer);
        meters.producers(producers.size());
        for (Interest interest : producer.interests()) {
            String csc = interest.csc();
            if (csc == null) {
                throw new IllegalArgumentException("the producer of " + producer.component() + " names no component");
            }
            routes.computeIfAbsent(csc, name -> new ArrayList<>()).add(new Route(interest, producer));
        }
        producer.answersFor()
                .forEach(csc -> answering
                        .computeIfAbsent(csc, name -> new ArrayList<>())
                        .add(producer));
    }

    /** Begins: first the client, then the feed. Returns at once. Called once. */
    public void start() {
        if (!started.compareAndSet(false, true)) {
            throw new IllegalStateException("the producers were started before");
        }
        client.start(this::ask);
        answering.keySet().forEach(client::register);
        feed.start(interests(), new Listener());
    }

    private List<Interest> interests() {
        if (!takesAll) {
            return producers.stream()
                    .flatMap(producer -> producer.interests().stream())
                    .distinct()
                    .toList();
        }
        return List.of(
                new Interest(null, null, factory.config().topics().names(), Interest.Past.LAST),
                new Interest(SCRIPT_QUEUE, null, null, Interest.Past.ALL),
                new Interest(ScriptQueueProducer.SCRIPT, null, null, Interest.Past.ALL),
                new Interest("Watcher", 0, null, Interest.Past.ALL));
    }

    private void ask(InitialStateRequest question) {
        if (!questions.add(question)) {
            meters.questionDropped();
        }
    }

    /** Walks on the feed's thread. */
    private final class Listener implements Feed.Listener {

        @Override
        public void sample(Sample sample) {
            meters.sample(sample.category());
            if (takesAll) {
                guarded(sample.component(), () -> appears(sample.component()));
            }
            List<Route> candidates = routes.getOrDefault(sample.component().csc(), List.of());
            ComponentProducer before = null;
            for (Route route : candidates) {
                // A producer's routes lie together: it gets a sample once, however many of its wishes that fulfils.
                if (!route.producer().equals(before) && route.takes(sample)) {
                    before = route.producer();
                    guarded(route.producer().component(), () -> route.producer().sample(sample));
                }
            }
            answer();
        }

        @Override
        public void caughtUp() {
            caughtUp = true;
            for (ComponentProducer producer : producers) {
                guarded(producer.component(), producer::caughtUp);
            }
            answer();
        }

        @Override
        public void tick() {
            for (ComponentProducer producer : producers) {
                guarded(producer.component(), producer::tick);
            }
            outlets.tick();
            answer();
        }
    }

    private void appears(Component component) {
        if (component.csc().equals(ScriptQueueProducer.SCRIPT)) {
            // A script is no component of its own: its queue shows it.
            int queue = component.salindex() / SCRIPTS_OF_A_QUEUE;
            if (queue > 0) {
                appears(new Component(SCRIPT_QUEUE, queue));
            }
            return;
        }
        if (known.contains(component)) {
            return;
        }
        if (known.size() >= MOST) {
            meters.refused();
            return;
        }
        ComponentProducer producer = factory.make(component);
        Set<String> heard = Set.copyOf(answering.keySet());
        add(producer);
        producer.answersFor().stream().filter(csc -> !heard.contains(csc)).forEach(client::register);
        if (caughtUp) {
            guarded(producer.component(), producer::caughtUp);
        }
    }

    private void answer() {
        if (!caughtUp) {
            return;
        }
        for (InitialStateRequest question : questions.take()) {
            for (ComponentProducer producer : answering.getOrDefault(question.csc(), List.of())) {
                guarded(producer.component(), () -> producer.asked(question));
            }
        }
    }

    private void guarded(Component component, Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            meters.failure();
            long now = nanoTime.getAsLong();
            if (!complained || now - complainedAtNs >= COMPLAIN_EVERY_NS) {
                complained = true;
                complainedAtNs = now;
                log.warn("the producer of {} failed; more within 10 s is only counted", component, e);
            }
        }
    }

    /** Whether the past has been read, and feed and client are in touch with what is behind them; for health checks. */
    public boolean isWorking() {
        return started.get() && !closed.get() && feed.isWorking() && client.isWorking();
    }

    /** Ends it: first the feed, so that nothing new comes, then the client, which waits for what is on its way. Idempotent. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                feed.close();
            } finally {
                client.close();
            }
        }
    }
}
