package io.firstlight.webedge.simulation;

import io.firstlight.router.latest.Homes;
import io.firstlight.router.latest.LatestCore;
import io.firstlight.schemas.address.Address;
import io.firstlight.schemas.state.SourceOffset;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.schemas.topic.TopicPlan;
import io.firstlight.webedge.log.LogRecord;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The router's core in transactions as Kafka Streams makes them: what it remembers, the state topic and its offsets change together when a
 * transaction commits, and a crash takes all of them back to the last that did.
 */
final class SimulatedRouter {

    static final TopicPlan PLAN = TopicPlan.defaults();

    private final SimulatedLog log;
    private final Random random;
    private final Breakage breakage;
    private final Map<String, byte[]> memory = new HashMap<>();
    private final List<StateRecord> state = new ArrayList<>();
    private final Map<Topic, long[]> offsets = new EnumMap<>(Topic.class);
    private Transaction transaction = new Transaction();
    private LatestCore core;

    /** A record of the state topic; a null entry is a tombstone. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record StateRecord(Address address, byte @Nullable [] entry, SourceOffset source) {}

    SimulatedRouter(SimulatedLog log, Random random, Breakage breakage) {
        this.log = log;
        this.random = random;
        this.breakage = breakage;
        log.topics().forEach((name, topic) -> offsets.put(name, new long[topic.partitions()]));
        core = core();
    }

    private LatestCore core() {
        Map<String, Integer> counts = new HashMap<>();
        Map<String, Uuid> ids = new HashMap<>();
        log.topics().forEach((name, topic) -> {
            counts.put(PLAN.name(name), topic.partitions());
            ids.put(PLAN.name(name), topic.id());
        });
        return new LatestCore(PLAN, new Homes(counts), ids);
    }

    /** What is not committed yet. */
    private final class Transaction implements LatestCore.Memory, LatestCore.Outlet {
        private final Map<String, byte[]> remembered = new HashMap<>();
        private final List<StateRecord> entries = new ArrayList<>();
        private final Map<Topic, long[]> next = new EnumMap<>(Topic.class);

        Transaction() {
            offsets.forEach((topic, committed) -> next.put(topic, committed.clone()));
        }

        @Override
        public byte @Nullable [] get(byte[] key) {
            String name = new String(key, StandardCharsets.UTF_8);
            byte[] own = remembered.get(name);
            return own == null ? memory.get(name) : own;
        }

        @Override
        public void put(byte[] key, byte[] value) {
            remembered.put(new String(key, StandardCharsets.UTF_8), value);
        }

        @Override
        public void entry(byte[] key, byte @Nullable [] entry, SourceOffset source, long timeMs) {
            entries.add(new StateRecord(Address.ofStateKey(new String(key, StandardCharsets.UTF_8)), entry, source));
        }

        @Override
        public void stray(int home, SourceOffset source, long timeMs, byte[] value) {
            throw new Violation("a record at home was taken for a stray: " + source);
        }

        @Override
        public void quarantine(SourceOffset source, String reason) {
            // The simulated log has records that nobody can read; nothing comes of them.
        }

        @Override
        public void leftOut(LatestCore.LeftOut why) {
            throw new Violation("the router met a record twice in one history: " + why);
        }
    }

    /** Takes the next record of a partition; false if there is none. */
    boolean process() {
        List<Topic> topics = List.copyOf(log.topics().keySet());
        int first = random.nextInt(topics.size());
        for (int i = 0; i < topics.size(); i++) {
            SimulatedTopic topic = log.topic(topics.get((first + i) % topics.size()));
            int firstPartition = random.nextInt(topic.partitions());
            for (int p = 0; p < topic.partitions(); p++) {
                if (process(topic, (firstPartition + p) % topic.partitions())) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean process(SimulatedTopic topic, int partition) {
        long[] next = transaction.next.get(topic.topic());
        LogRecord record = next == null ? null : topic.rawFrom(partition, next[partition]);
        if (next == null || record == null) {
            return false;
        }
        core.arrived(
                new SourceOffset(PLAN.name(topic.topic()), partition, record.offset()),
                record.timestampMs(),
                record.value(),
                transaction,
                transaction);
        next[partition] = record.offset() + 1;
        return true;
    }

    void commit() {
        memory.putAll(transaction.remembered);
        if (breakage != Breakage.ROUTER_FORGETS_ENTRIES || random.nextInt(4) > 0) {
            state.addAll(transaction.entries);
        }
        offsets.putAll(transaction.next);
        transaction = new Transaction();
    }

    void crash() {
        transaction = new Transaction();
    }

    /** A topic is another one from now on: begins it anew. */
    void begins(SimulatedTopic topic) {
        offsets.put(topic.topic(), new long[topic.partitions()]);
        core = core();
        transaction = new Transaction();
    }

    /** The committed offset. */
    long committed(Topic topic, int partition) {
        long[] committed = offsets.get(topic);
        return committed == null ? 0 : committed[partition];
    }

    int stateEnd() {
        return state.size();
    }

    /** The state topic up to there; compacted, it lacks what later records of the same key in that part replaced. */
    List<StateRecord> state(int end, boolean compacted) {
        List<StateRecord> read = state.subList(0, end);
        if (!compacted) {
            return List.copyOf(read);
        }
        Map<Address, StateRecord> last = new HashMap<>();
        read.forEach(record -> last.put(record.address(), record));
        return read.stream()
                .filter(record -> record.equals(last.get(record.address())))
                .toList();
    }

    /** What the committed state says of the addresses of a topic. */
    Map<Address, String> values(Topic topic) {
        Map<Address, String> values = new HashMap<>();
        for (StateRecord record : state) {
            if (record.address().category().topic() == topic) {
                if (record.entry() == null) {
                    values.remove(record.address());
                } else {
                    values.put(record.address(), SimulatedEdge.payload(record));
                }
            }
        }
        return values;
    }
}
