package io.firstlight.webedge.hub;

import io.firstlight.schemas.address.Address;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.json.Span;
import io.firstlight.schemas.record.RecordWriter;
import io.firstlight.webedge.log.LogRecord;
import io.firstlight.webedge.outbox.Outbox;
import io.firstlight.webedge.outbox.OutboxMeters;
import io.firstlight.webedge.outbox.RecordingSink;
import io.firstlight.webedge.target.Target;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** A client whose connection stands still and whose outbox is half full, so that telemetry waits in slots. */
class MergedTelemetryTest {

    private static final Component DOME = new Component("ATDome", 0);
    private static final Target POSITION = new Target.OfStream(new Address(Category.TELEMETRY, DOME, "position"));
    private static final Target ALL = new Target.OfCategory(Category.TELEMETRY);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final TestHub bench = new TestHub(meters);
    private final RecordingSink sink = new RecordingSink();
    private final Subscriber subscriber =
            new Subscriber(new Outbox(sink, 4000, new OutboxMeters(meters), bench.clock()));
    private long nextOffset;

    @Test
    void doesNotComeAfterTheConfirmationOfAnUnsubscribe() {
        subscribe(POSITION, new TestShape(false, false), new Start.Now(false));
        standStill();
        publish("{\"position\":1}");
        bench.hub().unsubscribe(subscriber, POSITION, "gone".getBytes(StandardCharsets.UTF_8));

        assertThat(framesAfterStandstill()).containsExactly("gone");
    }

    @Test
    void doesNotComeAmongTheValuesOfALaterSubscriptionOfThatName() {
        TestShape shape = new TestShape(false, false);
        subscribe(POSITION, shape, new Start.Now(false));
        standStill();
        publish("{\"position\":1}");
        subscribe(POSITION, shape, new Start.Now(true));

        assertThat(framesAfterStandstill())
                .containsExactly("ok telemetry-ATDome-0-position 1", "ATDome:0/position=1|snapshot");
    }

    @Test
    void isNotLostByAskingAgainForTheSame() {
        TestShape shape = new TestShape(false, false);
        subscribe(POSITION, shape, new Start.Now(false));
        standStill();
        publish("{\"position\":1}");
        subscribe(POSITION, shape, new Start.Now(false));

        assertThat(framesAfterStandstill()).containsExactly("ok telemetry-ATDome-0-position", "ATDome:0/position=1");
    }

    @Test
    void ofAGroupHasNoPositionBecauseLaterRecordsMayHaveGoneBefore() {
        subscribe(ALL, new TestShape(true, false), new Start.Now(false));
        standStill();
        publish("{\"a\":1}");
        publish("{\"b\":2}");
        publish("{\"a\":3}");

        assertThat(framesAfterStandstill())
                .containsExactly("telemetry:ATDome:0={\"a\":3}|x2", "telemetry:ATDome:0={\"b\":2}");
    }

    @Test
    void endsWithTheLastValueOfAStreamThatComesInRecordsOfDifferentKinds() {
        subscribe(ALL, new TestShape(false, false), new Start.Now(false));
        standStill();
        publish("{\"a\":1,\"b\":1}");
        publish("{\"a\":2}");
        publish("{\"a\":3,\"b\":3}");

        assertThat(framesAfterStandstill())
                .containsExactly("telemetry:ATDome:0={\"a\":2}", "telemetry:ATDome:0={\"a\":3,\"b\":3}|x2");
    }

    private void subscribe(Target target, WireShape shape, Start start) {
        bench.hub().subscribe(new Subscription(subscriber, target, shape, new TestAnswers(target.name()), 0, 0), start);
    }

    /** From now on nothing is taken, and there is room for slots only. */
    private void standStill() {
        subscriber.outbox().onRoom(() -> bench.hub().roomFor(subscriber));
        bench.settle();
        sink.stall();
        subscriber.outbox().offer(new byte[2000]);
        subscriber.flush();
    }

    private List<String> framesAfterStandstill() {
        int before = sink.frames().size();
        sink.resume();
        bench.settle();
        return sink.frames().subList(before, sink.frames().size());
    }

    private void publish(String data) {
        byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
        byte[] value =
                RecordWriter.write(Category.TELEMETRY, DOME, false, bytes, new Span(0, bytes.length), "test", "1.5");
        bench.hub().dispatch(new LogRecord(Category.TELEMETRY.topic(), 0, nextOffset, nextOffset, value));
        nextOffset++;
        bench.hub().flush();
    }
}
