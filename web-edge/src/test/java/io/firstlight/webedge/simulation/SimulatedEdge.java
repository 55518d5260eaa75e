package io.firstlight.webedge.simulation;

import io.firstlight.schemas.state.StateEntry;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.webedge.hub.Hub;
import io.firstlight.webedge.hub.HubMeters;
import io.firstlight.webedge.hub.HubSettings;
import io.firstlight.webedge.hub.Subscriber;
import io.firstlight.webedge.log.Frontier;
import io.firstlight.webedge.log.LogRecord;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/**
 * One edge: the real hub, begun as the real one is - the router's offsets, then the ends of the state, then the state, then the records -
 * with time for the world to change between any two of these, and turned as its loop turns it.
 */
final class SimulatedEdge {

    private final String name;
    private final SimulatedLog log;
    private final SimulatedRouter router;
    private final Random random;
    private final Breakage breakage;
    private final HubMeters meters;
    private final Deque<Runnable> requests = new ArrayDeque<>();
    private final List<SimulatedClient> clients = new ArrayList<>();
    private Stage stage = Stage.DOWN;
    private Map<Topic, SimulatedTopic> topics = Map.of();
    private @Nullable Frontier start;
    private Map<Topic, long[]> next = new EnumMap<>(Topic.class);
    private Map<Topic, long[]> ends = new EnumMap<>(Topic.class);
    private int stateEnd;
    private boolean ready;
    private @Nullable Hub hub;
    private @Nullable SimulatedPages pages;
    /** Changes when the edge begins anew: what was meant for the hub before is not for this one. */
    private int life;

    private enum Stage {
        DOWN,
        OFFSETS_KNOWN,
        STATE_END_KNOWN,
        READING
    }

    SimulatedEdge(
            String name, SimulatedLog log, SimulatedRouter router, Random random, Breakage breakage, HubMeters meters) {
        this.name = name;
        this.log = log;
        this.router = router;
        this.random = random;
        this.breakage = breakage;
        this.meters = meters;
    }

    /** Whether clients may come. */
    boolean isReady() {
        return ready;
    }

    Hub hub() {
        Hub running = hub;
        if (running == null) {
            throw new IllegalStateException(name + " is down");
        }
        return running;
    }

    /** The topics as this edge knows them. */
    Map<Topic, SimulatedTopic> topics() {
        return topics;
    }

    List<SimulatedClient> clients() {
        return clients;
    }

    @Nullable
    SimulatedPages pages() {
        return pages;
    }

    /** Has the hub's thread do something soon. */
    void execute(Runnable request) {
        int meantFor = life;
        requests.add(() -> {
            if (life == meantFor) {
                request.run();
            }
        });
    }

    /** Ends as a process does that is killed. */
    void crash() {
        stage = Stage.DOWN;
        ready = false;
        hub = null;
        pages = null;
        life++;
        requests.clear();
        List<SimulatedClient> cutOff = List.copyOf(clients);
        clients.clear();
        cutOff.forEach(SimulatedClient::cutOff);
    }

    /** One step of beginning, or a turn of the loop that reads so many records at most. */
    void turn(long nowMs, int records) {
        switch (stage) {
            case DOWN -> findOffsets();
            case OFFSETS_KNOWN -> {
                stateEnd = router.stateEnd();
                stage = Stage.STATE_END_KNOWN;
            }
            case STATE_END_KNOWN -> begin(nowMs);
            case READING -> read(nowMs, records);
        }
    }

    private void findOffsets() {
        topics = new EnumMap<>(log.topics());
        Frontier found = Frontier.beginning(log.layout(), topics.keySet());
        topics.forEach((name, topic) -> {
            for (int p = 0; p < topic.partitions(); p++) {
                long committed = router.committed(name, p);
                if (breakage == Breakage.EDGE_STARTS_LATE && random.nextInt(3) == 0 && committed < topic.end(p)) {
                    committed++;
                }
                found.pass(name, p, Math.max(committed, topic.earliest(p)));
            }
        });
        start = found;
        stage = Stage.OFFSETS_KNOWN;
    }

    private void begin(long nowMs) {
        Frontier from = start;
        if (from == null || isOutdated()) {
            stage = Stage.DOWN;
            return;
        }
        SimulatedPages opened = new SimulatedPages(topics, random, breakage);
        pages = opened;
        Hub begun = new Hub(
                log.layout(),
                from,
                new HubSettings(List.of(1L, 1500L, 6000L, 1L << 20).get(random.nextInt(4)), 2, 20_000),
                opened,
                (question, answer) -> {
                    throw new Violation("nobody asked for the past");
                },
                this::execute,
                meters,
                nowMs);
        // The consumer reads in batches: it may come to see more than the end that it waits for.
        int read = stateEnd + random.nextInt(router.stateEnd() - stateEnd + 1);
        for (SimulatedRouter.StateRecord record : router.state(read, random.nextBoolean())) {
            begun.load(
                    record.address(),
                    record.entry() == null
                            ? null
                            : StateEntry.parse(record.entry()).orElseThrow(),
                    record.source());
        }
        next = new EnumMap<>(Topic.class);
        ends = new EnumMap<>(Topic.class);
        topics.forEach((name, topic) -> {
            long[] offsets = new long[topic.partitions()];
            long[] now = new long[topic.partitions()];
            for (int p = 0; p < offsets.length; p++) {
                offsets[p] = from.next(name, p);
                now[p] = topic.end(p);
            }
            next.put(name, offsets);
            ends.put(name, now);
        });
        hub = begun;
        stage = Stage.READING;
    }

    private boolean isOutdated() {
        return topics.entrySet().stream().anyMatch(topic -> log.topic(topic.getKey()) != topic.getValue());
    }

    private void read(long nowMs, int most) {
        if (isOutdated() || overtaken()) {
            crash();
            return;
        }
        Hub turning = hub();
        turning.advance(nowMs);
        for (Runnable request = requests.poll(); request != null; request = requests.poll()) {
            request.run();
        }
        turning.flush();
        for (int i = 0; i < most && dispatchNext(turning); i++) {
            if (random.nextInt(8) == 0) {
                break;
            }
        }
        turning.flush();
        if (!ready) {
            ready = caughtUp();
        }
    }

    private boolean overtaken() {
        for (SimulatedTopic topic : topics.values()) {
            long[] offsets = offsets(next, topic);
            for (int p = 0; p < offsets.length; p++) {
                if (offsets[p] < topic.earliest(p)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean caughtUp() {
        for (SimulatedTopic topic : topics.values()) {
            for (int p = 0; p < topic.partitions(); p++) {
                boolean reached = offsets(next, topic)[p] >= offsets(ends, topic)[p];
                if (!reached) {
                    return false;
                }
            }
        }
        return true;
    }

    private static long[] offsets(Map<Topic, long[]> of, SimulatedTopic topic) {
        long[] found = of.get(topic.topic());
        if (found == null) {
            throw new IllegalStateException("the edge does not read " + topic);
        }
        return found;
    }

    private boolean dispatchNext(Hub turning) {
        List<SimulatedTopic> all = List.copyOf(topics.values());
        int first = random.nextInt(all.size());
        for (int i = 0; i < all.size(); i++) {
            SimulatedTopic topic = all.get((first + i) % all.size());
            int firstPartition = random.nextInt(topic.partitions());
            for (int k = 0; k < topic.partitions(); k++) {
                int p = (firstPartition + k) % topic.partitions();
                long[] offsets = offsets(next, topic);
                LogRecord record = topic.rawFrom(p, offsets[p]);
                if (record != null) {
                    offsets[p] = record.offset() + 1;
                    dispatch(turning, record);
                    return true;
                }
            }
        }
        return false;
    }

    private void dispatch(Hub turning, LogRecord record) {
        if (breakage == Breakage.EDGE_SKIPS_RECORD && random.nextInt(30) == 0) {
            return;
        }
        turning.dispatch(record);
        if (breakage == Breakage.EDGE_REPEATS_RECORD && random.nextInt(30) == 0) {
            turning.dispatch(record);
        }
    }

    /** Whether anything could be done at once. */
    boolean isBusy() {
        return stage != Stage.READING || !ready || !requests.isEmpty() || hub().isBusy();
    }

    /** Whether it has come to the log's end. */
    boolean isAtEnd() {
        if (stage != Stage.READING) {
            return false;
        }
        for (SimulatedTopic topic : topics.values()) {
            for (int p = 0; p < topic.partitions(); p++) {
                if (topic.rawFrom(p, offsets(next, topic)[p]) != null) {
                    return false;
                }
            }
        }
        return true;
    }

    /** A connection has ended. */
    void leave(SimulatedClient client, Subscriber subscriber) {
        if (clients.remove(client)) {
            execute(() -> hub().leave(subscriber));
        }
    }

    static String payload(SimulatedRouter.StateRecord record) {
        StateEntry entry =
                StateEntry.parse(Objects.requireNonNull(record.entry())).orElseThrow();
        return new String(entry.json(), entry.payload().start(), entry.payload().length(), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return name;
    }
}
