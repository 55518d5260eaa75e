package io.firstlight.router.latest;

import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.state.SourceOffset;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.schemas.topic.TopicPlan;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** The core alone, as a simulation runs it; what it makes of which record is in {@link LatestTopologyTest}. */
class LatestCoreTest {

    private static final TopicPlan PLAN = TopicPlan.defaults();
    private static final String EVENT = PLAN.name(Topic.EVENT);

    private final LatestCore core = new LatestCore(PLAN, new Homes(Map.of(EVENT, 4)));
    private final int home = new Homes(Map.of(EVENT, 4)).home(EVENT, new Component("A", 1));

    @Test
    void doesTheSameAgainWhenMemoryAndResultsFellBackTogether() {
        Tables committed = new Tables(Map.of());
        core.arrived(at(home, 5), 10, event("1"), committed, committed);
        Tables lost = new Tables(committed.memory);
        core.arrived(at(home, 6), 11, event("2"), lost, lost);
        Tables again = new Tables(committed.memory);
        core.arrived(at(home, 6), 11, event("2"), again, again);
        assertThat(again.results).isEqualTo(lost.results).hasSize(1);
        assertThat(again.memory).isEqualTo(lost.memory);
    }

    @Test
    void writesNothingForARecordThatTheMemoryIncludes() {
        Tables tables = new Tables(Map.of());
        core.arrived(at(home, 5), 10, event("1"), tables, tables);
        core.arrived(at(home, 5), 10, event("1"), tables, tables);
        assertThat(tables.results).hasSize(2).last().isEqualTo("left out INCLUDED");
    }

    @Test
    void sendsARecordHomeOnceAndTouchesNoMemoryForIt() {
        int elsewhere = (home + 1) % 4;
        Tables passing = new Tables(Map.of());
        core.arrived(at(elsewhere, 7), 10, event("1"), passing, passing);
        assertThat(passing.results)
                .containsExactly("stray to " + home + " from " + EVENT + '/' + elsewhere + "/7 at 10");
        assertThat(passing.memory).isEmpty();
        Tables homes = new Tables(Map.of());
        core.cameHome(at(elsewhere, 7), 10, event("1"), homes, homes);
        assertThat(homes.results)
                .singleElement()
                .asString()
                .contains("event:A:1:s")
                .contains(elsewhere + "/7");
    }

    @Test
    void saysWhyARecordIsNone() {
        Tables tables = new Tables(Map.of());
        core.arrived(at(0, 1), 10, null, tables, tables);
        core.arrived(new SourceOffset(PLAN.name(Topic.LOG), 0, 1), 10, event("1"), tables, tables);
        assertThat(tables.results)
                .hasSize(2)
                .allSatisfy(result -> assertThat(result).startsWith("quarantine"));
    }

    @Test
    void takesTheFirstRecordsOfATopicThatWasMadeAgain() {
        Uuid former = Uuid.randomUuid();
        Uuid present = Uuid.randomUuid();
        Tables tables = new Tables(Map.of());
        core(former).arrived(at(home, 4711), 5_000, event("1"), tables, tables);
        core(present).arrived(at(home, 0), 10, event("2"), tables, tables);
        core(present).arrived(at(home, 0), 10, event("2"), tables, tables);
        assertThat(tables.results).hasSize(3);
        assertThat(tables.results.get(1)).contains("\"value\":2").contains("/0/" + present);
        assertThat(tables.results.get(2)).isEqualTo("left out INCLUDED");
    }

    @Test
    void doesNotLetAStrayOfAFormerTopicReplaceWhatThePresentOneSays() {
        Uuid former = Uuid.randomUuid();
        SourceOffset late = at((home + 1) % 4, 4711).in(former);
        Tables tables = new Tables(Map.of());
        LatestCore present = core(Uuid.randomUuid());
        present.arrived(at(home, 0), 10, event("2"), tables, tables);
        Tables again = new Tables(tables.memory);
        present.cameHome(late, 5_000, event("1"), again, again);
        assertThat(again.results).containsExactly("left out OLDER");
        Tables fresh = new Tables(Map.of());
        core(Uuid.randomUuid()).cameHome(late, 5_000, event("1"), fresh, fresh);
        assertThat(fresh.results)
                .singleElement()
                .asString()
                .contains("\"value\":1")
                .contains(former.toString());
    }

    @Test
    void givesWayWhatAnEarlierVersionRememberedWithoutTheTopicsId() {
        Tables tables = new Tables(Map.of());
        core.arrived(at(home, 4711), 10, event("1"), tables, tables);
        core(Uuid.randomUuid()).arrived(at(home, 0), 10, event("2"), tables, tables);
        assertThat(tables.results).last().asString().contains("\"value\":2");
    }

    private static LatestCore core(Uuid id) {
        return new LatestCore(PLAN, new Homes(Map.of(EVENT, 4)), Map.of(EVENT, id));
    }

    private static SourceOffset at(int partition, long offset) {
        return new SourceOffset(EVENT, partition, offset);
    }

    private static byte[] event(String payload) {
        return ("{\"category\":\"event\",\"csc\":\"A\",\"salindex\":1,\"data\":{\"s\":" + payload + "}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** A memory and the results of one transaction. */
    private static final class Tables implements LatestCore.Memory, LatestCore.Outlet {

        private final Map<String, String> memory;
        private final List<String> results = new ArrayList<>();

        Tables(Map<String, String> memory) {
            this.memory = new HashMap<>(memory);
        }

        @Override
        public byte @Nullable [] get(byte[] key) {
            String held = memory.get(text(key));
            return held == null ? null : held.getBytes(StandardCharsets.ISO_8859_1);
        }

        @Override
        public void put(byte[] key, byte[] value) {
            memory.put(text(key), text(value));
        }

        @Override
        public void entry(byte[] key, byte @Nullable [] entry, SourceOffset source, long timeMs) {
            results.add(text(key) + '=' + (entry == null ? "" : text(entry)) + " from " + source + " at " + timeMs);
        }

        @Override
        public void stray(int home, SourceOffset source, long timeMs, byte[] value) {
            results.add("stray to " + home + " from " + source + " at " + timeMs);
        }

        @Override
        public void quarantine(SourceOffset source, String reason) {
            results.add("quarantine " + source + ": " + reason);
        }

        @Override
        public void leftOut(LatestCore.LeftOut why) {
            results.add("left out " + why);
        }

        private static String text(byte[] bytes) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }
}
