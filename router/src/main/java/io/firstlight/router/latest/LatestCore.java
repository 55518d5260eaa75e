package io.firstlight.router.latest;

import io.firstlight.schemas.record.ComponentRecord;
import io.firstlight.schemas.record.ParsedRecord;
import io.firstlight.schemas.record.RecordParser;
import io.firstlight.schemas.record.StreamSpan;
import io.firstlight.schemas.state.SourceOffset;
import io.firstlight.schemas.state.StateEntry;
import io.firstlight.schemas.topic.TopicPlan;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/**
 * Decides what becomes of a record: which of its streams are news, which way it goes home, or why it is none. What wins is in
 * {@link io.firstlight.schemas.state.RouterContract}.
 *
 * <p>It holds nothing but the layout of the topics, knows no clock and no Kafka Streams, and touches the outside through {@link Memory}
 * and {@link Outlet} alone, within the call. So a test may run it on a log of its own and let memory, entries and offsets become visible
 * together. Immutable, thread-safe as far as memory and outlet are. Nothing that a record holds makes it throw.
 */
public final class LatestCore {

    // What Kafka and our own headers need beside key and value.
    private static final int OVERHEAD_BYTES = 16 << 10;

    private final TopicPlan plan;
    private final Homes homes;
    private final Map<String, Uuid> topicIds;

    /** A core for topics that are never made again. */
    public LatestCore(TopicPlan plan, Homes homes) {
        this(plan, homes, Map.of());
    }

    /**
     * @param plan names of the topics
     * @param homes where components are at home; must know every topic that records come from
     * @param topicIds the ids of the topics by name, so that a topic that was made again is told from its predecessor; where one lacks,
     *     the name alone counts
     */
    public LatestCore(TopicPlan plan, Homes homes, Map<String, Uuid> topicIds) {
        this.plan = plan;
        this.homes = homes;
        this.topicIds = Map.copyOf(topicIds);
    }

    /** Which record each entry was made from, by the address's state key. One task owns one; the values are the core's own. */
    public interface Memory {

        /** What was last put there; null if nothing was. */
        byte @Nullable [] get(byte[] key);

        /** Keeps it until the next put of an equal key; nothing is ever removed. */
        void put(byte[] key, byte[] value);
    }

    /** Where the results go, at once and in order. */
    public interface Outlet {

        /**
         * A record for the state topic.
         *
         * @param key the state key of the address
         * @param entry the entry, see {@link StateEntry}; null for a tombstone
         * @param source for the header {@value SourceOffset#HEADER}
         * @param timeMs the source record's time stamp
         */
        void entry(byte[] key, byte @Nullable [] entry, SourceOffset source, long timeMs);

        /**
         * The record goes to the task of that partition, which then calls {@link LatestCore#cameHome}.
         *
         * @param value the record's bytes as they came
         */
        void stray(int home, SourceOffset source, long timeMs, byte[] value);

        /** The record, or one stream of it, cannot become state. */
        void quarantine(SourceOffset source, String reason);

        /** A stream was left out because the entry stands. */
        void leftOut(LeftOut why);
    }

    /** Why a stream was left out. */
    public enum LeftOut {
        /** The entry was made from that record or a later one of its partition. */
        INCLUDED,
        /** A record with a later time came through another partition, or one of the topic that has that name now. */
        OLDER
    }

    /**
     * A record of a category topic.
     *
     * @param source where it lies; what goes to the outlet has the topic's id too
     * @param timeMs its time stamp, unix milliseconds UTC
     * @param value its bytes, shared with what goes to the outlet
     * @param memory that of the task that reads the source partition
     */
    public void arrived(SourceOffset source, long timeMs, byte @Nullable [] value, Memory memory, Outlet outlet) {
        accept(source.in(topicIds.get(source.topic())), timeMs, value, false, memory, outlet);
    }

    /** A record that was given to {@link Outlet#stray} and is now with its home's task, whose memory this is. */
    public void cameHome(SourceOffset source, long timeMs, byte @Nullable [] value, Memory memory, Outlet outlet) {
        accept(source, timeMs, value, true, memory, outlet);
    }

    private void accept(
            SourceOffset source, long timeMs, byte @Nullable [] value, boolean cameHome, Memory memory, Outlet outlet) {
        switch (parse(value)) {
            case ParsedRecord.Malformed bad -> outlet.quarantine(source, bad.reason());
            case ComponentRecord parsed -> {
                if (!plan.name(parsed.category().topic()).equals(source.topic())) {
                    outlet.quarantine(source, parsed.category() + " does not belong in this topic");
                    return;
                }
                int home = homes.home(source.topic(), parsed.component());
                if (cameHome || home == source.partition()) {
                    for (StreamSpan stream : parsed.streams()) {
                        update(parsed, stream, source, timeMs, memory, outlet);
                    }
                } else if (fits(0, parsed.value().length)) {
                    outlet.stray(home, source, timeMs, parsed.value());
                } else {
                    outlet.quarantine(source, "the record is larger than the router's topics take");
                }
            }
        }
    }

    /** A fault of the parser itself must not stop the topology on one record either. */
    private static ParsedRecord parse(byte @Nullable [] value) {
        try {
            return RecordParser.parse(value);
        } catch (RuntimeException e) {
            return new ParsedRecord.Malformed("the parser failed: " + e);
        }
    }

    private void update(
            ComponentRecord parsed, StreamSpan stream, SourceOffset source, long timeMs, Memory memory, Outlet outlet) {
        byte[] key = stateKey(parsed, stream);
        byte[] held = memory.get(key);
        if (held != null) {
            Included included = Included.parse(held);
            if (isFormer(source) && !Objects.equals(source.topicId(), included.topicId())) {
                outlet.leftOut(LeftOut.OLDER);
                return;
            }
            if (!included.supersededBy(source, timeMs)) {
                outlet.leftOut(included.partition() == source.partition() ? LeftOut.INCLUDED : LeftOut.OLDER);
                return;
            }
        }
        byte[] entry = isNull(parsed, stream) ? null : StateEntry.write(parsed, stream, timeMs);
        if (!fits(key.length, entry == null ? 0 : entry.length)) {
            outlet.quarantine(source, "stream " + stream.stream() + " is larger than the state topic takes");
            return;
        }
        memory.put(key, Included.of(source, timeMs).toBytes());
        outlet.entry(key, entry, source, timeMs);
    }

    /** Whether it is a stray that was on its way while its topic was deleted and made again. */
    private boolean isFormer(SourceOffset source) {
        Uuid present = topicIds.get(source.topic());
        return present != null && source.topicId() != null && !present.equals(source.topicId());
    }

    private static boolean fits(int keyBytes, int valueBytes) {
        return (long) OVERHEAD_BYTES + keyBytes + valueBytes <= TopicPlan.MAX_DERIVED_RECORD_BYTES;
    }

    /** The bytes of {@link io.firstlight.schemas.address.Address#stateKey}; the parser has checked the names already. */
    private static byte[] stateKey(ComponentRecord parsed, StreamSpan stream) {
        return (parsed.category().wireName() + ':' + parsed.component().key() + ':' + stream.stream())
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static boolean isNull(ComponentRecord parsed, StreamSpan stream) {
        return parsed.value()[stream.payload().start()] == 'n';
    }
}
