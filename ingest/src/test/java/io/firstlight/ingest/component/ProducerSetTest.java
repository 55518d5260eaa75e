package io.firstlight.ingest.component;

import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.record.InitialStateRequest;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Many producers over one feed and one client. */
final class ProducerSetTest {

    private final Bench bench = new Bench();

    /** Fails in every call. */
    private record Failing(Component component) implements ComponentProducer {

        @Override
        public List<Interest> interests() {
            return List.of(new Interest(component.csc(), null, null, Interest.Past.LAST));
        }

        @Override
        public Set<String> answersFor() {
            return Set.of(component.csc());
        }

        @Override
        public void sample(Sample sample) {
            throw new IllegalStateException("as the test wants it");
        }

        @Override
        public void caughtUp() {
            throw new IllegalStateException("as the test wants it");
        }

        @Override
        public void tick() {
            throw new IllegalStateException("as the test wants it");
        }

        @Override
        public void asked(InitialStateRequest request) {
            throw new StackOverflowError();
        }
    }

    @Test
    void goesOnWithTheOthersWhenOneFails() {
        Component dome = new Component("ATDome", 0);
        ProducerSet set = ProducerSet.of(bench.factory, List.of(new Failing(dome), bench.factory.make(dome)));
        set.start();
        bench.caughtUp();
        bench.event("ATDome", "summaryState", "x", 1);
        bench.ask("ATDome", 0, "summaryState");
        bench.advance(0.2);

        assertThat(bench.sent()).hasSize(2);
        assertThat(bench.count("failures")).isEqualTo(5);
    }

    @Test
    void worksWhileFeedAndClientBothDo() {
        ProducerSet set = bench.start("ATDome");
        assertThat(set.isWorking()).isFalse();
        bench.feed.setWorking(true);
        assertThat(set.isWorking()).isFalse();
        bench.client.setWorking(true);
        assertThat(set.isWorking()).isTrue();
        bench.feed.setWorking(false);
        assertThat(set.isWorking()).isFalse();
        bench.feed.setWorking(true);
        set.close();
        assertThat(set.isWorking()).isFalse();
    }

    @Test
    void startsTheClientFirstAndClosesItLast() {
        ProducerSet set = bench.start("ATDome");
        set.close();
        set.close();

        assertThat(bench.order).containsExactly("client starts", "feed starts", "feed closes", "client closes");
    }

    @Test
    void wantsAtLeastOneComponent() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProducerSet.of(bench.factory, List.of()))
                .withMessage("no component is named");
    }

    @Test
    void registersForWhatItsProducersAnswer() {
        bench.start("ATDome", "Watcher", "ScriptQueue:1");

        assertThat(bench.client.registered())
                .containsExactly("ATDome", "Script", "ScriptQueue", "ScriptQueueState", "Watcher");
        assertThat(bench.feed.interests())
                .contains(
                        new Interest("ATDome", 0, null, Interest.Past.LAST),
                        new Interest("Watcher", 0, null, Interest.Past.ALL),
                        new Interest("ScriptQueue", 1, null, Interest.Past.ALL));
    }

    @Test
    void dropsQuestionsThatCannotWait() {
        bench.start("ATDome");
        for (int i = 0; i < Questions.MOST + 3; i++) {
            bench.ask("ATDome", 0, "event" + i);
            bench.ask("ATDome", 0, "event0");
        }

        assertThat(bench.count("questions.dropped")).isEqualTo(3);
    }

    @Test
    void makesProducersAsComponentsAppear() {
        ProducerSet set = ProducerSet.ofAll(bench.factory);
        set.start();
        bench.pastEvent("ATDome", "summaryState", FakeTime.tai(-5), "x", 1);
        bench.pastEvent("Script:100001", "metadata", FakeTime.tai(-4), "duration", 7.5);
        bench.caughtUp();
        bench.event("MTHexapod:2", "summaryState", "x", 1);
        bench.event("ScriptQueue:1", "queue", "enabled", true, "running", true, "currentSalIndex", 100001);
        bench.event("Script:100001", "logMessage", "x", 1);
        bench.advance(2);

        List<String> sent = bench.sent();
        assertThat(sent).filteredOn(line -> line.contains("summaryState")).hasSize(2);
        assertThat(sent)
                .filteredOn(line -> line.startsWith("event Script:"))
                .as("by its queue alone")
                .hasSize(1);
        assertThat(sent)
                .anyMatch(line -> line.contains("\"index\": 100001") && line.contains("\"expected_duration\": 7.5"));
        assertThat(sent)
                .filteredOn(line -> line.startsWith("event Heartbeat:0"))
                .as("of the dome, the hexapod and the queue, none of the script")
                .hasSize(3);
        assertThat(bench.client.registered())
                .containsExactly("ATDome", "MTHexapod", "Script", "ScriptQueue", "ScriptQueueState");
        assertThat(bench.registry.get("firstlight.component.producers").gauge().value())
                .isEqualTo(3);
    }

    @Test
    void takesOfAllComponentsOnlyTheTopicsThatAreListed() {
        Bench listed = new Bench(Map.of(ComponentConfig.ASYNCHRONOUS_DATA, "evt_summaryState"), LastState.NONE);
        ProducerSet.ofAll(listed.factory).start();

        assertThat(listed.feed.interests())
                .contains(
                        new Interest(null, null, Set.of("evt_summaryState"), Interest.Past.LAST),
                        new Interest("Script", null, null, Interest.Past.ALL),
                        new Interest("Watcher", 0, null, Interest.Past.ALL));
    }
}
