package io.firstlight.webedge.hub;

import io.firstlight.schemas.address.Address;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.json.Span;
import io.firstlight.schemas.record.ComponentRecord;
import io.firstlight.schemas.record.RecordParser;
import io.firstlight.schemas.record.RecordWriter;
import io.firstlight.schemas.state.SourceOffset;
import io.firstlight.schemas.state.StateEntry;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.webedge.history.PageAnswer;
import io.firstlight.webedge.log.LogRecord;
import io.firstlight.webedge.outbox.Outbox;
import io.firstlight.webedge.outbox.OutboxMeters;
import io.firstlight.webedge.outbox.RecordingSink;
import io.firstlight.webedge.target.Target;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class HubTest {

    private static final Component DOME = new Component("ATDome", 0);
    private static final Target POSITION = stream(Category.TELEMETRY, "position");
    private static final Target SUMMARY = stream(Category.EVENT, "summaryState");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final TestHub bench = new TestHub(meters);
    private final Hub hub = bench.hub();
    private final TestShape shape = new TestShape(false, false);
    private long nextOffset;

    private final class Client {
        private final RecordingSink sink = new RecordingSink();
        private final Subscriber subscriber =
                new Subscriber(new Outbox(sink, 1 << 20, new OutboxMeters(meters), bench.clock()));

        void subscribe(Target target, boolean snapshot) {
            hub.subscribe(
                    new Subscription(subscriber, target, shape, new TestAnswers(target.name()), 0, 0),
                    new Start.Now(snapshot));
        }

        /** The values, without what is said beside them. */
        List<String> frames() {
            return allFrames().stream()
                    .filter(frame -> !frame.startsWith("ok "))
                    .map(frame -> frame.replace("|snapshot", ""))
                    .toList();
        }

        List<String> allFrames() {
            bench.settle();
            return sink.frames();
        }
    }

    @Test
    void sendsEachRecordOfAStreamToItsSubscribersOnly() {
        Client position = subscribed(POSITION);
        Client other = subscribed(stream(Category.TELEMETRY, "temperature"));

        publish(Category.TELEMETRY, "{\"position\":1}");
        publish(Category.TELEMETRY, "{\"position\":2}");

        assertThat(position.frames()).containsExactly("ATDome:0/position=1", "ATDome:0/position=2");
        assertThat(other.frames()).isEmpty();
    }

    @Test
    void refusesMoreSubscriptionsThanAConnectionMayHaveButNotTheSameOnceMore() {
        TestHub small = new TestHub(
                meters,
                new HubSettings(1 << 20, 2, 1),
                (topic, partition, offset, wake) -> new PageAnswer.AtEnd(),
                (question, answer) -> {});
        RecordingSink sink = new RecordingSink();
        Subscriber subscriber = new Subscriber(new Outbox(sink, 1 << 20, new OutboxMeters(meters), small.clock()));
        for (Target target : new Target[] {POSITION, SUMMARY, POSITION}) {
            small.hub()
                    .subscribe(
                            new Subscription(subscriber, target, shape, new TestAnswers(target.name()), 0, 0),
                            new Start.Now(false));
        }
        small.settle();

        assertThat(sink.frames()).hasSize(3).element(1).asString().contains("refused TOO_MANY_SUBSCRIPTIONS");
    }

    @Test
    void doesNotMixCategories() {
        Client event = subscribed(SUMMARY);
        publish(Category.TELEMETRY, "{\"summaryState\":1}");

        assertThat(event.frames()).isEmpty();
    }

    @Test
    void sendsAllStreamsOfARecordInOneFrameToSubscribersOfTheComponentAndOfTheCategory() {
        Client component = subscribed(new Target.OfComponent(Category.EVENT, DOME));
        Client category = subscribed(new Target.OfCategory(Category.EVENT));

        publish(Category.EVENT, "{\"a\":1,\"b\":2}");

        assertThat(component.frames()).containsExactly("ATDome:0={\"a\":1,\"b\":2}");
        assertThat(category.frames()).containsExactly("event:ATDome:0={\"a\":1,\"b\":2}");
    }

    @Test
    void encodesOnceForAllSubscribersOfAShape() {
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            clients.add(subscribed(POSITION));
        }
        publish(Category.TELEMETRY, "{\"position\":1}");

        assertThat(clients).allSatisfy(client -> assertThat(client.frames()).hasSize(1));
        assertThat(shape.encoded()).isEqualTo(1);
    }

    @Test
    void subscribingTwiceDeliversOneCopyAndConfirmsTwice() {
        Client client = subscribed(POSITION);
        client.subscribe(POSITION, false);
        client.subscribe(POSITION, false);
        publish(Category.TELEMETRY, "{\"position\":1}");

        assertThat(client.allFrames())
                .containsExactly(
                        "ok telemetry-ATDome-0-position",
                        "ok telemetry-ATDome-0-position",
                        "ok telemetry-ATDome-0-position",
                        "ATDome:0/position=1");
    }

    @Test
    void sendsNothingAfterTheConfirmationOfAnUnsubscribe() {
        Client client = subscribed(POSITION);
        publish(Category.TELEMETRY, "{\"position\":1}");
        hub.unsubscribe(client.subscriber, POSITION, frame("gone"));
        publish(Category.TELEMETRY, "{\"position\":2}");

        assertThat(client.frames()).containsExactly("ATDome:0/position=1", "gone");
    }

    @Test
    void forgetsAClientThatHasLeft() {
        Client client = subscribed(POSITION);
        client.subscribe(SUMMARY, false);
        hub.leave(client.subscriber);
        publish(Category.TELEMETRY, "{\"position\":1}");
        publish(Category.EVENT, "{\"summaryState\":1}");

        assertThat(client.frames()).isEmpty();
    }

    @Test
    void deliversToExactlyThoseWhoAreSubscribedWhileManyComeAndGo() {
        // Invariant: after each record, a client has one frame for each record published while it was subscribed.
        long seed = 20261121;
        Random random = new Random(seed);
        List<Client> clients = new ArrayList<>();
        List<Integer> expected = new ArrayList<>();
        List<Boolean> present = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            clients.add(new Client());
            expected.add(0);
            present.add(false);
        }
        for (int step = 0; step < 2000; step++) {
            int who = random.nextInt(clients.size());
            if (random.nextInt(3) > 0) {
                publish(Category.TELEMETRY, "{\"position\":" + step + "}");
                for (int i = 0; i < clients.size(); i++) {
                    expected.set(i, expected.get(i) + (present.get(i) ? 1 : 0));
                }
            } else if (present.get(who)) {
                hub.leave(clients.get(who).subscriber);
                present.set(who, false);
            } else {
                clients.get(who).subscribe(POSITION, false);
                present.set(who, true);
            }
        }
        for (int i = 0; i < clients.size(); i++) {
            assertThat(clients.get(i).frames()).as("seed %d client %d", seed, i).hasSize(expected.get(i));
        }
    }

    @Nested
    class LateJoiners {

        @Test
        void getTheConfirmationThenTheLatestValueThenEveryLaterRecord() {
            publish(Category.EVENT, "{\"summaryState\":1}");
            publish(Category.EVENT, "{\"summaryState\":2}");
            Client late = new Client();
            late.subscribe(SUMMARY, true);
            publish(Category.EVENT, "{\"summaryState\":3}");

            assertThat(late.allFrames())
                    .containsExactly(
                            "ok event-ATDome-0-summaryState 1",
                            "ATDome:0/summaryState=2|snapshot",
                            "ATDome:0/summaryState=3");
        }

        @Test
        void getOneFramePerStreamOfAComponent() {
            publish(Category.EVENT, "{\"a\":1}");
            publish(Category.EVENT, "{\"b\":\"x\"}");
            Client late = new Client();
            late.subscribe(new Target.OfComponent(Category.EVENT, DOME), true);

            assertThat(late.frames()).containsExactlyInAnyOrder("ATDome:0={\"a\": 1}", "ATDome:0={\"b\": \"x\"}");
        }

        @Test
        void getNothingOfADeletedAddress() {
            Client early = subscribed(SUMMARY);
            publish(Category.EVENT, "{\"summaryState\":1}");
            publish(Category.EVENT, "{\"summaryState\":null}");
            Client late = new Client();
            late.subscribe(SUMMARY, true);

            assertThat(late.frames()).isEmpty();
            assertThat(early.frames()).containsExactly("ATDome:0/summaryState=1", "ATDome:0/summaryState=null");
        }

        @Test
        void getWhatWasLoadedFromTheState() {
            load("summaryState", "[{\"summaryState\":{\"value\":5}}]", 0, 41);
            Client late = new Client();
            late.subscribe(SUMMARY, true);

            assertThat(late.frames()).containsExactly("ATDome:0/summaryState=[{\"summaryState\":{\"value\":5}}]");
        }

        @Test
        void neverGetAnOlderRecordThanTheStateIncludes() {
            load("summaryState", "7", 0, 2);
            for (int i = 0; i < 3; i++) {
                publish(Category.EVENT, "{\"summaryState\":" + i + "}");
            }
            Client late = new Client();
            late.subscribe(SUMMARY, true);

            assertThat(late.frames()).containsExactly("ATDome:0/summaryState=7");
        }

        @Test
        void getWhatThePresentTopicHasRatherThanALaterOffsetOfAFormerOne() {
            ComponentRecord source =
                    (ComponentRecord) RecordParser.parse(record(Category.EVENT, "{\"summaryState\":9}"));
            StateEntry entry = StateEntry.parse(
                            StateEntry.write(source, source.streams().getFirst(), 5000))
                    .orElseThrow();
            hub.load(
                    new Address(Category.EVENT, DOME, "summaryState"),
                    entry,
                    new SourceOffset("firstlight.event", 0, 1000, Uuid.randomUuid()));
            Client late = new Client();
            late.subscribe(SUMMARY, true);
            publish(Category.EVENT, "{\"summaryState\":1}");

            assertThat(late.frames()).containsExactly("ATDome:0/summaryState=9", "ATDome:0/summaryState=1");
            Client later = new Client();
            later.subscribe(SUMMARY, true);
            assertThat(later.frames()).containsExactly("ATDome:0/summaryState=1");
        }

        @Test
        void getTheValueOfTheLaterRecordWhenTwoPartitionsCarryTheAddress() {
            publish(Category.EVENT, "{\"summaryState\":1}", 0, 2000);
            publish(Category.EVENT, "{\"summaryState\":2}", 1, 1000);
            Client late = new Client();
            late.subscribe(SUMMARY, true);

            assertThat(late.frames()).containsExactly("ATDome:0/summaryState=1");
        }
    }

    @Nested
    class BadRecords {

        @Test
        void areCountedAndDoNotStopTheOnesBehindThem() {
            Client client = subscribed(POSITION);
            for (String bad : new String[] {"", "{", "[]", "{\"category\":\"telemetry\"}", "\u0000"}) {
                hub.dispatch(new LogRecord(Topic.TELEMETRY, 0, nextOffset++, 0, bad.getBytes(StandardCharsets.UTF_8)));
            }
            hub.dispatch(new LogRecord(Topic.TELEMETRY, 0, nextOffset++, 0, null));
            hub.dispatch(new LogRecord(Topic.MESSAGE, 0, nextOffset++, 0, frame("NaN")));
            publish(Category.TELEMETRY, "{\"position\":1}");

            assertThat(client.frames()).containsExactly("ATDome:0/position=1");
            assertThat(meters.counter("firstlight.edge.records.malformed").count())
                    .isEqualTo(7);
        }
    }

    @Test
    void sendsEveryMessageToEverySubscriberOfMessages() {
        Client client = subscribed(new Target.OfMessages());
        hub.dispatch(new LogRecord(Topic.MESSAGE, 0, 0, 0, frame("{\"n\": 1}")));

        assertThat(client.frames()).containsExactly("{\"n\": 1}");
    }

    private Client subscribed(Target target) {
        Client client = new Client();
        client.subscribe(target, false);
        return client;
    }

    private void publish(Category category, String data) {
        publish(category, data, 0, nextOffset);
    }

    private void publish(Category category, String data, int partition, long timestampMs) {
        hub.dispatch(new LogRecord(category.topic(), partition, nextOffset++, timestampMs, record(category, data)));
    }

    private void load(String stream, String payload, int partition, long offset) {
        ComponentRecord source =
                (ComponentRecord) RecordParser.parse(record(Category.EVENT, "{\"" + stream + "\":" + payload + "}"));
        StateEntry entry = StateEntry.parse(
                        StateEntry.write(source, source.streams().getFirst(), 1))
                .orElseThrow();
        hub.load(
                new Address(Category.EVENT, DOME, stream),
                entry,
                new SourceOffset("firstlight.event", partition, offset));
    }

    private static byte[] record(Category category, String data) {
        byte[] bytes = frame(data);
        return RecordWriter.write(category, DOME, false, bytes, new Span(0, bytes.length), "test", "1.5");
    }

    private static Target stream(Category category, String name) {
        return new Target.OfStream(new Address(category, DOME, name));
    }

    private static byte[] frame(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
