package io.firstlight.router.liveness;

import io.firstlight.router.latest.Homes;
import io.firstlight.router.latest.RecordTime;
import io.firstlight.schemas.state.RouterContract;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.schemas.topic.TopicPlan;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/** Wires the topology of this package; a pure function of its arguments. */
public final class LivenessTopology {

    static final String STORE = "components";
    static final String EVENTS_SINK = "events";
    static final String STRAYS_SINK = "strays-out";
    private static final String RECORDS = "records";
    private static final String STRAYS = "strays-in";
    private static final String PROCESSOR = "liveness";

    private LivenessTopology() {}

    /** The application id beside a router with that one: it shares the router's name and nothing else. */
    public static String applicationId(String routerApplicationId) {
        return routerApplicationId + "-liveness";
    }

    /** The topic that the store is restored from. */
    public static String changelogTopic(String applicationId) {
        return applicationId + '-' + STORE + "-changelog";
    }

    /**
     * The topology that says who has fallen silent. It begins with what comes from now on: who spoke long ago is no news.
     *
     * @param plan names of the topics
     * @param applicationId begins the name of the strays topic, which must exist with at least as many partitions as the widest source
     * @param homes where components are at home
     * @param answeredFetches see {@link AnsweredFetches}
     */
    public static Topology build(
            TopicPlan plan,
            String applicationId,
            Homes homes,
            LivenessConfig config,
            LongSupplier answeredFetches,
            LivenessMetrics metrics) {
        String straysTopic = RouterContract.straysTopic(applicationId);
        String homeTopic = plan.name(Topic.TELEMETRY);
        Topology topology = new Topology();
        topology.addSource(
                AutoOffsetReset.latest(),
                RECORDS,
                new RecordTime(),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                RouterContract.sources().stream().map(plan::name).toArray(String[]::new));
        topology.addSource(
                AutoOffsetReset.latest(),
                STRAYS,
                new RecordTime(),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                straysTopic);
        topology.addProcessor(
                PROCESSOR,
                () -> new LivenessProcessor(
                        straysTopic, component -> homes.home(homeTopic, component), config, answeredFetches, metrics),
                RECORDS,
                STRAYS);
        topology.addStateStore(store(), PROCESSOR);
        topology.addSink(
                EVENTS_SINK, plan.name(Topic.EVENT), new ByteArraySerializer(), new ByteArraySerializer(), PROCESSOR);
        topology.addSink(
                STRAYS_SINK,
                straysTopic,
                new ByteArraySerializer(),
                new ByteArraySerializer(),
                (topic, key, value, partitions) -> Optional.of(Set.of(home(key))),
                PROCESSOR);
        return topology;
    }

    /** The key of a sign on its way home. */
    static byte[] strayKey(int home) {
        return Integer.toString(home).getBytes(StandardCharsets.UTF_8);
    }

    private static int home(byte[] strayKey) {
        return Integer.parseInt(new String(strayKey, StandardCharsets.UTF_8));
    }

    private static StoreBuilder<KeyValueStore<byte[], byte[]>> store() {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(STORE), Serdes.ByteArray(), Serdes.ByteArray())
                .withLoggingEnabled(Map.of());
    }
}
