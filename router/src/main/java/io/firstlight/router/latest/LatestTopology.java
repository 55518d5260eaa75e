package io.firstlight.router.latest;

import io.firstlight.schemas.state.RouterContract;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.schemas.topic.TopicPlan;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Wires the topology of this package; a pure function of its arguments. */
public final class LatestTopology {

    static final String STORE = "latest-included";
    static final String STATE_SINK = "state";
    static final String STRAYS_SINK = "strays-out";
    static final String QUARANTINE_SINK = "quarantine";
    private static final String RECORDS = "records";
    private static final String STRAYS = "strays-in";
    private static final String PROCESSOR = "latest";

    private LatestTopology() {}

    /**
     * The topology that keeps the latest value of every address.
     *
     * @param plan names of the topics
     * @param applicationId begins the name of the strays topic, which must exist with at least as many partitions as the widest source
     * @param homes where components are at home
     * @param topicIds ids of the source topics by name
     * @param statePartitions how many partitions of the state topic get entries, from 0 on: those it had when it was begun. An entry of an
     *     address must follow the one before in the same partition, or compaction would keep both
     */
    public static Topology build(
            TopicPlan plan,
            String applicationId,
            Homes homes,
            Map<String, Uuid> topicIds,
            int statePartitions,
            LatestMetrics metrics) {
        String straysTopic = RouterContract.straysTopic(applicationId);
        Topology topology = new Topology();
        topology.addSource(
                AutoOffsetReset.earliest(),
                RECORDS,
                new RecordTime(),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                RouterContract.sources().stream().map(plan::name).toArray(String[]::new));
        topology.addSource(
                AutoOffsetReset.earliest(),
                STRAYS,
                new RecordTime(),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                straysTopic);
        LatestCore core = new LatestCore(plan, homes, topicIds);
        topology.addProcessor(PROCESSOR, () -> new LatestProcessor(straysTopic, core, metrics), RECORDS, STRAYS);
        topology.addStateStore(store(), PROCESSOR);
        topology.addSink(
                STATE_SINK,
                plan.name(Topic.STATE),
                new ByteArraySerializer(),
                new ByteArraySerializer(),
                (topic, key, value, partitions) -> Optional.of(Set.of(Homes.partition(key, statePartitions))),
                PROCESSOR);
        topology.addSink(
                STRAYS_SINK,
                straysTopic,
                new ByteArraySerializer(),
                new ByteArraySerializer(),
                (topic, key, value, partitions) -> Optional.of(Set.of(Stray.home(key))),
                PROCESSOR);
        topology.addSink(
                QUARANTINE_SINK,
                plan.name(Topic.QUARANTINE),
                new ByteArraySerializer(),
                new ByteArraySerializer(),
                PROCESSOR);
        return topology;
    }

    /** The topic that the store is restored from; its partitions must be as many as those of the widest source, strays included. */
    public static String changelogTopic(String applicationId) {
        return applicationId + '-' + STORE + "-changelog";
    }

    private static StoreBuilder<KeyValueStore<byte[], byte[]>> store() {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(STORE), Serdes.ByteArray(), Serdes.ByteArray())
                // The cache holds updates back until the commit: an address that changes a hundred times costs one
                // changelog record.
                .withCachingEnabled()
                .withLoggingEnabled(Map.of());
    }
}
