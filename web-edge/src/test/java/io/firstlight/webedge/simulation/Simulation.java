package io.firstlight.webedge.simulation;

import io.firstlight.auth.right.AddressPattern;
import io.firstlight.schemas.address.Address;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.position.PositionToken;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.webedge.hub.HubMeters;
import io.firstlight.webedge.hub.Start;
import io.firstlight.webedge.hub.WireShape;
import io.firstlight.webedge.outbox.OutboxMeters;
import io.firstlight.webedge.target.Target;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * One run: everything that happens follows from the seed. Some hundred events first, each of which may hit any part in any state; then all
 * troubles end, and every client must come to have what the log has.
 */
final class Simulation implements World {

    private static final HubMeters HUB_METERS = new HubMeters(new SimpleMeterRegistry());
    private static final OutboxMeters OUTBOX_METERS = new OutboxMeters(new SimpleMeterRegistry());
    private static final int TRACE = 120;

    private final long seed;
    private final Random random;
    private final SimulatedLog log;
    private final SimulatedRouter router;
    private final List<SimulatedEdge> edges = new ArrayList<>();
    private final List<SimulatedClient> clients = new ArrayList<>();
    private final FrameBook book = new FrameBook();
    private final Checks checks = new Checks();
    private final Trace trace = new Trace(TRACE);
    private final Map<List<Boolean>, WireShape> shapes = new HashMap<>();
    private final Map<Event, Integer> weights = new EnumMap<>(Event.class);
    private final int weightSum;
    private final boolean overlapping;
    private long nowMs = 1_000_000;
    private int generations;

    /** What can happen, and how often about. */
    private enum Event {
        PRODUCE(26),
        PRODUCE_BURST(3),
        PRODUCE_BAD(2),
        ROUTER_WORKS(20),
        ROUTER_CRASHES(1),
        EDGE_TURNS(60),
        EDGE_CRASHES(1),
        CLIENT_CONNECTS(16),
        CLIENT_DISCONNECTS(2),
        CLIENT_SUBSCRIBES(24),
        CLIENT_UNSUBSCRIBES(3),
        CLIENT_SLOWS(4),
        CLIENT_READS(7),
        PAGE_LOADS(12),
        PAGES_FAIL(2),
        TIME_PASSES(8),
        RETENTION(3),
        TOPIC_MADE_AGAIN(1);

        private final int weight;

        Event(int weight) {
            this.weight = weight;
        }
    }

    Simulation(long seed, Breakage breakage) {
        this.seed = seed;
        this.random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
        this.overlapping = random.nextBoolean();
        log = new SimulatedLog(1 + random.nextInt(3), 1 + random.nextInt(2));
        router = new SimulatedRouter(log, random, breakage);
        int sum = 0;
        for (Event event : Event.values()) {
            // Seeds differ in kind: in one clients are slow, in another the log is away, in a third nothing of that
            // happens.
            int weight = event.weight <= 4
                    ? event.weight * List.of(0, 1, 1, 4).get(random.nextInt(4))
                    : 1 + event.weight * (1 + random.nextInt(3)) / 2;
            weights.put(event, weight);
            sum += weight;
        }
        weightSum = sum;
        for (int e = 0; e < 2; e++) {
            edges.add(new SimulatedEdge("edge " + e, log, router, random, breakage, HUB_METERS));
        }
        for (int c = 0; c < 2 + random.nextInt(3); c++) {
            clients.add(new SimulatedClient("client " + c, this, random));
        }
    }

    /** @throws Violation with the last events */
    Checks run() {
        try {
            int before = random.nextInt(30);
            for (int i = 0; i < before; i++) {
                happen(Event.PRODUCE);
                happen(Event.ROUTER_WORKS);
            }
            for (int i = random.nextInt(30); i > 0; i--) {
                happen(Event.EDGE_TURNS);
            }
            clients.forEach(this::connect);
            int events = 150 + random.nextInt(450);
            for (int i = 0; i < events; i++) {
                happen(next());
            }
            end();
            return checks;
        } catch (Violation | RuntimeException e) {
            Violation told =
                    new Violation("seed " + seed + ": " + e.getMessage() + "\nthe last that happened:\n" + trace);
            told.initCause(e);
            throw told;
        }
    }

    private Event next() {
        int at = random.nextInt(weightSum);
        for (Map.Entry<Event, Integer> entry : weights.entrySet()) {
            at -= entry.getValue();
            if (at < 0) {
                return entry.getKey();
            }
        }
        throw new IllegalStateException("weights do not add up");
    }

    private void happen(Event event) {
        switch (event) {
            case PRODUCE -> produce(1 + random.nextInt(3));
            case PRODUCE_BURST -> {
                produce(10 + random.nextInt(20));
                for (int i = 0; i < 4; i++) {
                    edge().turn(nowMs, 30);
                }
            }
            case PRODUCE_BAD -> produceBad();
            case ROUTER_WORKS -> routerWorks();
            case ROUTER_CRASHES -> {
                note("the router crashes");
                router.crash();
            }
            case EDGE_TURNS -> edge().turn(nowMs, random.nextInt(12));
            case EDGE_CRASHES -> {
                SimulatedEdge edge = edge();
                note("%s crashes", edge);
                edge.crash();
            }
            case CLIENT_CONNECTS -> connect(client());
            case CLIENT_DISCONNECTS -> {
                SimulatedClient client = client();
                note("%s disconnects", client);
                client.disconnect();
            }
            case CLIENT_SUBSCRIBES -> client().subscribe(wish(target()));
            case CLIENT_UNSUBSCRIBES -> unsubscribe();
            case CLIENT_SLOWS -> {
                SimulatedClient client = client();
                client.slow(!client.isSlow());
                note("%s is slow: %s", client, client.isSlow());
            }
            case CLIENT_READS -> client().readOn();
            case PAGE_LOADS -> {
                SimulatedPages pages = edge().pages();
                if (pages != null) {
                    pages.load();
                }
            }
            case PAGES_FAIL -> {
                SimulatedPages pages = edge().pages();
                if (pages != null) {
                    pages.readable(random.nextBoolean());
                }
            }
            case TIME_PASSES -> nowMs += random.nextBoolean() ? random.nextInt(60) : random.nextInt(3000);
            case RETENTION -> retain();
            case TOPIC_MADE_AGAIN -> makeAgain();
        }
    }

    private SimulatedEdge edge() {
        return edges.get(random.nextInt(edges.size()));
    }

    private SimulatedClient client() {
        return clients.get(random.nextInt(clients.size()));
    }

    private void produce(int records) {
        for (int i = 0; i < records; i++) {
            Category category = SimulatedLog.CATEGORIES.get(random.nextInt(2));
            Component component = SimulatedLog.COMPONENTS.get(random.nextInt(3));
            Map<String, SimulatedLog.PayloadKind> streams = new TreeMap<>();
            if (overlapping || category == Category.EVENT) {
                for (String stream : SimulatedLog.STREAMS) {
                    if (random.nextBoolean() || (streams.isEmpty() && stream.equals("u"))) {
                        streams.put(stream, kind(category));
                    }
                }
            } else {
                // As producers do: a record has one stream, or two that always come together.
                if (random.nextBoolean()) {
                    streams.put("s", kind(category));
                } else {
                    streams.put("t", kind(category));
                    streams.put("u", kind(category));
                }
            }
            note("produced %s", log.append(category, component, streams));
        }
    }

    private SimulatedLog.PayloadKind kind(Category category) {
        if (random.nextInt(12) == 0) {
            return SimulatedLog.PayloadKind.DELETE;
        }
        return category == Category.TELEMETRY || random.nextBoolean()
                ? SimulatedLog.PayloadKind.NUMBER
                : SimulatedLog.PayloadKind.TEXT;
    }

    private void produceBad() {
        Topic topic = SimulatedLog.CATEGORIES.get(random.nextInt(2)).topic();
        log.appendBad(topic, random.nextInt(log.topic(topic).partitions()));
    }

    private void routerWorks() {
        for (int i = random.nextInt(12); i > 0 && router.process(); i--) {}
        if (random.nextBoolean()) {
            router.commit();
        }
    }

    private void connect(SimulatedClient client) {
        SimulatedEdge edge = edge();
        if (client.isConnected() || !edge.isReady()) {
            return;
        }
        note("%s connects to %s", client, edge);
        client.slow(random.nextInt(3) == 0);
        client.connect(edge, List.of(1024, 3000, 5000, 8000, 1 << 16).get(random.nextInt(5)));
        for (GroupView lost : List.copyOf(client.lost())) {
            String token = lost.token();
            if (token != null && random.nextInt(5) > 0) {
                client.subscribe(resumed(lost.wish(), token));
            }
        }
        if (random.nextBoolean()) {
            client.subscribe(wish(target()));
        }
    }

    private Wish resumed(Wish before, String token) {
        return new Wish(
                before.target(),
                new Start.At(PositionToken.decode(token).orElseThrow()),
                false,
                true,
                before.lossless(),
                before.minIntervalMs(),
                before.positionEveryMs());
    }

    private void unsubscribe() {
        SimulatedClient client = client();
        List<GroupView> views = new ArrayList<>(client.views());
        views.addAll(client.unanswered());
        if (!views.isEmpty()) {
            client.unsubscribe(views.get(random.nextInt(views.size())).wish().target());
        }
    }

    private Target target() {
        Address address = SimulatedLog.ADDRESSES.get(random.nextInt(SimulatedLog.ADDRESSES.size()));
        return switch (random.nextInt(6)) {
            case 0 -> new Target.OfStream(address);
            case 1 -> new Target.OfComponent(address.category(), address.component());
            case 2 -> new Target.OfCategory(address.category());
            case 3, 4 ->
                selection(new AddressPattern(
                        address.category(),
                        random.nextBoolean() ? null : address.component().csc(),
                        random.nextBoolean() ? null : address.component().salindex(),
                        random.nextBoolean() ? null : address.stream()));
            default -> {
                // Several categories in one: a position then covers two topics.
                String csc = random.nextBoolean() ? null : address.component().csc();
                yield new Target.OfSelection(
                        "both-" + csc,
                        List.of(
                                new AddressPattern(Category.TELEMETRY, csc, null, null),
                                new AddressPattern(Category.EVENT, csc, null, null)));
            }
        };
    }

    private static Target selection(AddressPattern pattern) {
        return new Target.OfSelection("selected-" + pattern, List.of(pattern));
    }

    private Wish wish(Target target) {
        boolean single = target instanceof Target.OfStream;
        if (random.nextInt(5) == 0) {
            return new Wish(target, new Start.Now(false), true, false, false, 0, 0);
        }
        boolean lossless = random.nextBoolean();
        boolean positions = random.nextInt(4) > 0;
        // A rate and positions go together for a single stream only; what is held back for a rate must not overlap.
        boolean paced = !lossless && random.nextInt(4) == 0 && (single || (!positions && !overlapping));
        return new Wish(
                target,
                start(),
                false,
                positions,
                lossless,
                paced ? 1 + random.nextInt(500) : 0,
                positions && random.nextInt(3) == 0 ? 1000 : 0);
    }

    private Start start() {
        int kind = random.nextInt(10);
        if (kind < 2) {
            return new Start.Now(false);
        }
        if (kind < 6 || checks.tokens().isEmpty()) {
            return new Start.Now(true);
        }
        if (kind == 6) {
            return new Start.Foreign();
        }
        return new Start.At(PositionToken.decode(
                        checks.tokens().get(random.nextInt(checks.tokens().size())))
                .orElseThrow());
    }

    private void retain() {
        Topic name = SimulatedLog.CATEGORIES.get(random.nextInt(2)).topic();
        SimulatedTopic topic = log.topic(name);
        int partition = random.nextInt(topic.partitions());
        // What the router has not met yet is not passed: it would be lost to everybody.
        long most = router.committed(name, partition);
        if (most > topic.earliest(partition)) {
            long until = topic.earliest(partition) + 1 + random.nextInt((int) (most - topic.earliest(partition)));
            topic.retentionPasses(partition, until);
            note("retention passes %s/%d up to %d", topic, partition, until);
        }
    }

    private void makeAgain() {
        Topic name = SimulatedLog.CATEGORIES.get(random.nextInt(2)).topic();
        router.crash();
        log.make(name, router.values(name));
        router.begins(log.topic(name));
        note("%s is made again", log.topic(name));
    }

    // ---- the end

    private void end() {
        note("all troubles end");
        settle();
        for (Category category : SimulatedLog.CATEGORIES) {
            for (Component component : SimulatedLog.COMPONENTS) {
                Map<String, SimulatedLog.PayloadKind> all = new TreeMap<>();
                SimulatedLog.STREAMS.forEach(stream -> all.put(stream, SimulatedLog.PayloadKind.NUMBER));
                note("produced %s", log.append(category, component, all));
            }
        }
        settle();
        for (SimulatedClient client : clients) {
            Violation.unless(
                    client.unanswered().isEmpty(),
                    "%s: in the end there is no answer to %s",
                    client,
                    client.unanswered());
            client.views().forEach(GroupView::complete);
        }
    }

    /** Everybody works and reads, and seven seconds pass. */
    private void settle() {
        while (router.process()) {}
        router.commit();
        long untilMs = nowMs + 7000;
        while (true) {
            boolean busy = false;
            for (SimulatedEdge edge : edges) {
                edge.turn(nowMs, 50);
                SimulatedPages pages = edge.pages();
                if (pages != null) {
                    pages.readable(true);
                    busy |= pages.isLoading();
                    pages.load();
                }
                busy |= edge.isBusy() || !edge.isAtEnd();
            }
            for (SimulatedClient client : clients) {
                client.slow(false);
            }
            if (!busy) {
                if (nowMs >= untilMs) {
                    return;
                }
                long next = Math.min(untilMs, nowMs + 1000);
                for (SimulatedEdge edge : edges) {
                    next = Math.min(next, edge.hub().nextDueMs());
                }
                nowMs = Math.max(nowMs + 1, next);
            }
        }
    }

    // ---- World

    @Override
    public long nowMs() {
        return nowMs;
    }

    @Override
    public SimulatedLog log() {
        return log;
    }

    @Override
    public FrameBook book() {
        return book;
    }

    @Override
    public Checks checks() {
        return checks;
    }

    @Override
    public OutboxMeters outboxMeters() {
        return OUTBOX_METERS;
    }

    @Override
    public WireShape shape(Wish wish) {
        return shapes.computeIfAbsent(
                List.of(wish.plain(), wish.positions(), wish.lossless()),
                kind -> new SimulatedShape(book, wish.positions(), !wish.plain(), wish.lossless()));
    }

    @Override
    public int nextGeneration() {
        return ++generations;
    }

    @Override
    public void note(String what, Object... details) {
        trace.note(nowMs, what, details);
    }
}
