package io.firstlight.router.liveness;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.router.liveness.Sign.Beat;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.json.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** The core on a clock and a log of the test's own: what it says, and when. */
class LivenessCoreTest {

    private static final long BEGIN_MS = 1_800_000_000_000L;

    private final Said said = new Said();
    private LivenessCore core = new LivenessCore(LivenessConfig.defaults());
    private long nowMs = BEGIN_MS;

    @Test
    void saysOnceThatAComponentIsAliveWhenItsCadenceIsKnown() {
        for (int i = 0; i < 60; i++) {
            hear("A", "telemetry:t");
            second();
        }
        assertThat(said.events).hasSize(1);
        assertThat(said.states("A")).containsExactly("alive");
    }

    @Test
    void saysThatItIsSilentAfterThreeGapsAndAliveWhenItComesBack() throws Exception {
        every(2, 40, "A", "telemetry:t");
        long lastMs = nowMs - 2_000;
        quiet(4);
        assertThat(said.states("A")).containsExactly("alive");
        quiet(1);
        assertThat(said.states("A")).containsExactly("alive", "silent");
        assertThat(said.at).last().isEqualTo(lastMs + 7_000);
        assertThat(said.field("since")).isEqualTo(seconds(lastMs));
        assertThat(said.field("lastSeen")).isEqualTo(seconds(lastMs));
        assertThat(said.field("usualGap")).isEqualTo("2");
        assertThat(said.field("silentStreams")).isEqualTo("[\"telemetry:t\"]");
        assertThat(said.field("records")).isEqualTo("40");
        quiet(1_000);
        assertThat(said.events).hasSize(2);
        long backMs = nowMs;
        hear("A", "telemetry:t");
        second();
        assertThat(said.states("A")).containsExactly("alive", "silent", "alive");
        assertThat(said.field("since")).isEqualTo(seconds(backMs));
        assertThat(said.field("silentStreams")).isEqualTo("[]");
    }

    @Test
    void waitsLongForASlowCadence() {
        every(600, 20, "A", "telemetry:t");
        quiet(1_190);
        assertThat(said.states("A")).containsExactly("alive");
        quiet(20);
        assertThat(said.states("A")).containsExactly("alive", "silent");
    }

    @Test
    void neverJudgesWhoSpeaksIrregularly() {
        long[] gaps = {1, 300, 2, 10_000, 5, 5, 40, 7, 3_000, 1, 1, 1, 90, 200, 20, 4_000};
        for (int round = 0; round < 4; round++) {
            for (long gap : gaps) {
                hear("A", "event:summaryState");
                quiet(gap);
            }
        }
        assertThat(said.events).isEmpty();
        assertThat(core.known()).isEqualTo(1);
    }

    @Test
    void takesNoBurstOfEventsForACadence() {
        for (int i = 0; i < 1_000; i++) {
            hear("A", "log:message");
            nowMs += 100;
            if (i % 10 == 9) {
                tick(true);
            }
        }
        quiet(60);
        assertThat(said.events).isEmpty();
    }

    @Test
    void takesBurstsOfManyStreamsForTheCadenceOfEach() throws Exception {
        for (int i = 0; i < 40; i++) {
            for (int stream = 0; stream < 10; stream++) {
                hear("A", "telemetry:t" + stream);
                nowMs += 7;
            }
            nowMs -= 70;
            quiet(2);
        }
        assertThat(said.field("usualGap")).isEqualTo("2");
        quiet(10);
        assertThat(said.states("A")).containsExactly("alive", "silent");
        assertThat(said.field("silentStreamCount")).isEqualTo("10");
    }

    @Test
    void countsNoRepeatedPayloadAsASign() {
        for (int i = 0; i < 40; i++) {
            hear("A", "p", new Beat("telemetry:t", i + 1));
            quiet(2);
        }
        assertThat(said.states("A")).containsExactly("alive");
        for (int i = 0; i < 40; i++) {
            hear("A", "p", new Beat("telemetry:t", 40));
            quiet(2);
        }
        assertThat(said.states("A")).containsExactly("alive", "silent");
        hear("A", "p", new Beat("telemetry:t", 41));
        second();
        assertThat(said.states("A")).containsExactly("alive", "silent", "alive");
    }

    @Test
    void tellsOfStreamsThatStopWhileTheComponentLives() throws Exception {
        for (int i = 0; i < 60; i++) {
            hear("A", "telemetry:quick");
            hear("A", "telemetry:other");
            second();
        }
        for (int i = 0; i < 20; i++) {
            hear("A", "telemetry:other");
            second();
        }
        assertThat(said.states("A")).containsExactly("alive", "alive");
        assertThat(said.field("silentStreams")).isEqualTo("[\"telemetry:quick\"]");
        hear("A", "telemetry:quick");
        hear("A", "telemetry:other");
        second();
        assertThat(said.states("A")).hasSize(3);
        assertThat(said.field("silentStreams")).isEqualTo("[]");
    }

    @Test
    void doesNotWaverWhenTheQuickStreamStopsAndTheSlowGoesOn() {
        for (int i = 0; i < 100; i++) {
            hear("A", "telemetry:quick");
            if (i % 5 == 0) {
                hear("A", "telemetry:slow");
            }
            second();
        }
        int before = said.events.size();
        every(5, 30, "A", "telemetry:slow");
        assertThat(said.events.size() - before).isLessThanOrEqualTo(3);
        assertThat(said.states("A")).last().isEqualTo("alive");
        quiet(20);
        assertThat(said.states("A")).last().isEqualTo("silent");
    }

    @Test
    void doesNotWaverWhenOnlyEventsGoOn() {
        every(1, 60, "A", "telemetry:t");
        quiet(10);
        for (int i = 0; i < 20; i++) {
            hear("A", "event:e");
            quiet(i % 2 == 0 ? 7 : 100);
        }
        assertThat(said.states("A")).containsExactly("alive", "silent", "alive");
        quiet(ComponentLife.LULL_MS / 1_000);
        assertThat(said.states("A")).containsExactly("alive", "silent", "alive", "silent");
    }

    @Test
    void namesTheProducersThatFellSilent() throws Exception {
        for (int i = 0; i < 60; i++) {
            hear("A", "one", new Beat("telemetry:a", 0));
            hear("A", "two", new Beat("telemetry:b", 0));
            second();
        }
        assertThat(said.field("producers")).isEqualTo("[\"one\",\"two\"]");
        assertThat(said.field("silentProducers")).isEqualTo("[]");
        for (int i = 0; i < 20; i++) {
            hear("A", "one", new Beat("telemetry:a", 0));
            second();
        }
        assertThat(said.states("A")).last().isEqualTo("alive");
        assertThat(said.field("silentProducers")).isEqualTo("[\"two\"]");
    }

    @Test
    void judgesNobodyForATimeInWhichItHeardNothingAtAll() {
        every(1, 60, "A", "telemetry:t");
        for (int i = 0; i < 600; i++) {
            nowMs += 1_000;
            tick(false);
        }
        quiet(3);
        assertThat(said.states("A")).containsExactly("alive");
        quiet(2);
        assertThat(said.states("A")).containsExactly("alive", "silent");
    }

    @Test
    void goesOnAfterARestartWithoutForgettingAndWithoutCryingForItsOwnAbsence() throws Exception {
        every(2, 40, "A", "telemetry:t");
        every(1, 40, "B", "telemetry:t");
        quiet(40);
        assertThat(said.states("A")).containsExactly("alive", "silent");
        assertThat(said.states("B")).containsExactly("alive", "silent");
        hear("A", "telemetry:t");
        quiet(1);
        nowMs += 3_600_000;
        restart();
        assertThat(core.known()).isEqualTo(2);
        assertThat(core.silent()).isEqualTo(1);
        quiet(6);
        assertThat(said.states("A")).containsExactly("alive", "silent", "alive");
        quiet(3);
        assertThat(said.states("A")).containsExactly("alive", "silent", "alive", "silent");
        assertThat(said.field("since")).isEqualTo(seconds(nowMs - 3_600_000 - 10_000));
        assertThat(said.states("B")).containsExactly("alive", "silent");
        hear("B", "telemetry:t");
        second();
        assertThat(said.states("B")).containsExactly("alive", "silent", "alive");
    }

    @Test
    void remembersOverARestartWhatWasOnlyRepeatedBefore() {
        for (int i = 0; i < 40; i++) {
            hear("A", "p", new Beat("telemetry:t", i + 1));
            quiet(2);
        }
        quiet(30);
        restart();
        hear("A", "p", new Beat("telemetry:t", 40));
        quiet(5);
        assertThat(said.states("A")).containsExactly("alive", "silent");
    }

    @Test
    void keepsWhatItLearnsSeldomAndWhatItSaysAtOnce() {
        every(1, 120, "A", "telemetry:t");
        assertThat(said.keeps).isBetween(4, 6);
        quiet(5);
        assertThat(said.keeps).isBetween(5, 7);
    }

    @Test
    void forgetsWhoWasNotHeardForAWeek() {
        every(1, 40, "A", "telemetry:t");
        quiet(10);
        nowMs += 8 * 86_400_000L;
        tick(true);
        assertThat(core.known()).isZero();
        assertThat(said.kept).isEmpty();
    }

    @Test
    void forgetsAProducerThatWasNotHeardForAWeek() throws Exception {
        hear("A", "gone", new Beat("telemetry:t", 0));
        nowMs += 6 * 86_400_000L;
        for (int i = 0; i < 40; i++) {
            hear("A", "here", new Beat("telemetry:t", 0));
            second();
        }
        assertThat(said.field("producers")).isEqualTo("[\"gone\",\"here\"]");
        nowMs += 2 * 86_400_000L;
        for (int i = 0; i < 5; i++) {
            hear("A", "here", new Beat("telemetry:t", 0));
            second();
        }
        quiet(10);
        assertThat(said.states("A")).last().isEqualTo("silent");
        assertThat(said.field("producers")).isEqualTo("[\"here\"]");
    }

    @Test
    void forgetsAStreamThatStoppedAWeekAgo() throws Exception {
        for (int i = 0; i < 40; i++) {
            hear("A", "telemetry:t");
            hear("A", "telemetry:u");
            second();
        }
        every(1, 20, "A", "telemetry:t");
        assertThat(said.field("silentStreamCount")).isEqualTo("1");
        nowMs += 8 * 86_400_000L;
        every(1, 20, "A", "telemetry:t");
        quiet(10);
        assertThat(said.field("silentStreamCount")).isEqualTo("1");
        assertThat(said.field("silentStreams")).isEqualTo("[\"telemetry:t\"]");
    }

    @Test
    void saysNoMoreThanSoManyEventsASecond() {
        for (int i = 0; i < 40; i++) {
            for (int csc = 0; csc < 120; csc++) {
                hear("A" + csc, "telemetry:t");
            }
            second();
        }
        assertThat(said.events).hasSize(120);
        said.events.clear();
        quiet(2);
        assertThat(said.events).isEmpty();
        second();
        assertThat(said.events).hasSize(50);
        second();
        assertThat(said.events).hasSize(100);
        second();
        assertThat(said.events).hasSize(120);
    }

    @Test
    void takesNoMoreComponentsThanItHasRoomFor() {
        core = new LivenessCore(LivenessConfig.defaults(), 2);
        assertThat(core.hear(sign("A", null, new Beat("event:e", 0)), nowMs)).isTrue();
        assertThat(core.hear(sign("B", null, new Beat("event:e", 0)), nowMs)).isTrue();
        assertThat(core.hear(sign("C", null, new Beat("event:e", 0)), nowMs)).isFalse();
        assertThat(core.hear(sign("A", null, new Beat("event:e", 0)), nowMs)).isTrue();
        assertThat(core.known()).isEqualTo(2);
    }

    @Test
    void remembersNoMoreStreamsAndProducersThanItHasRoomFor() {
        for (int i = 0; i < 3_000; i++) {
            hear("A", "p" + i, new Beat("event:e" + i, 0));
        }
        ComponentLife life = new ComponentLife(new Component("A", 1));
        for (int i = 0; i < 3_000; i++) {
            life.hear(sign("A", "p" + i, new Beat("event:e" + i, 0)), nowMs, 0, LivenessConfig.defaults());
        }
        assertThat(life.hear(sign("A", "p", new Beat("event:more", 0)), nowMs, 0, LivenessConfig.defaults()))
                .isTrue();
        assertThat(life.hear(sign("A", "p", new Beat("event:more", 7)), nowMs, 0, LivenessConfig.defaults()))
                .as("whether it is repeated cannot be known")
                .isFalse();
        assertThat(life.toBytes().length).isLessThan(ComponentLife.MOST_STREAMS * 100);
    }

    @Test
    void isNotMisledByClocksThatAreAheadOrGoBack() {
        for (int i = 0; i < 60; i++) {
            long aheadMs = i == 30 ? 3_600_000 : 0;
            core.hear(
                    new Sign(new Component("A", 1), null, nowMs + aheadMs, List.of(new Beat("telemetry:t", 0))), nowMs);
            second();
        }
        quiet(5);
        assertThat(said.states("A")).containsExactly("alive", "silent");
    }

    @Test
    void doesNotRestoreWhatItCannotRead() {
        assertThat(core.restore(new byte[0])).isFalse();
        assertThat(core.restore(new byte[] {99, 1, 2})).isFalse();
        assertThat(core.known()).isZero();
    }

    private void every(long seconds, int times, String csc, String stream) {
        for (int i = 0; i < times; i++) {
            hear(csc, stream);
            quiet(seconds);
        }
    }

    private void hear(String csc, String stream) {
        core.hear(sign(csc, null, new Beat(stream, 0)), nowMs);
    }

    private void hear(String csc, String producer, Beat beat) {
        core.hear(sign(csc, producer, beat), nowMs);
    }

    private Sign sign(String csc, @Nullable String producer, Beat beat) {
        return new Sign(new Component(csc, 1), producer, nowMs, List.of(beat));
    }

    private void quiet(long seconds) {
        for (long i = 0; i < seconds; i++) {
            second();
        }
    }

    private void second() {
        nowMs += 1_000;
        tick(true);
    }

    private void tick(boolean listening) {
        said.nowMs = nowMs;
        core.tick(nowMs, listening, said);
    }

    private void restart() {
        core = new LivenessCore(LivenessConfig.defaults());
        said.kept.values().forEach(core::restore);
    }

    private static String seconds(long ms) {
        return BigDecimal.valueOf(ms, 3).stripTrailingZeros().toPlainString();
    }

    /** What came out. */
    private static final class Said implements LivenessCore.Outlet {

        private final List<String> events = new ArrayList<>();
        private final List<Long> at = new ArrayList<>();
        private final Map<Component, byte[]> kept = new HashMap<>();
        private int keeps;
        private long nowMs;

        @Override
        public void say(Component component, byte[] value) {
            events.add(new String(value, StandardCharsets.UTF_8));
            at.add(nowMs);
        }

        @Override
        public void keep(Component component, byte[] life) {
            kept.put(component, life);
            keeps++;
        }

        @Override
        public void forget(Component component) {
            kept.remove(component);
        }

        List<String> states(String csc) {
            return events.stream()
                    .filter(event -> event.contains("\"csc\":\"" + csc + "\""))
                    .map(event -> event.replaceFirst(".*\"state\": \\{\"value\": \"(\\w+)\".*", "$1"))
                    .toList();
        }

        /** A field of the last event, as JSON. */
        String field(String name) throws Exception {
            JsonNode value = Json.mapper().readTree(events.getLast()).at("/data/liveness/0/" + name + "/value");
            return value.isNumber() ? value.decimalValue().toPlainString() : value.toString();
        }
    }
}
