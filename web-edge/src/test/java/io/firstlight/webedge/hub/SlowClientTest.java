package io.firstlight.webedge.hub;

import io.firstlight.schemas.address.Address;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.code.CloseCode;
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
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** A client that does not read, beside others that do. */
class SlowClientTest {

    private static final int OUTBOX_BYTES = 4096;
    private static final Component DOME = new Component("Dome", 1);
    private static final Target EVENTS = new Target.OfStream(new Address(Category.EVENT, DOME, "count"));
    private static final Target TELEMETRY = new Target.OfStream(new Address(Category.TELEMETRY, DOME, "level"));

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final TestHub bench = new TestHub(meters);
    private final TestShape merging = new TestShape(false, false);
    private long offset;

    private final class Client {
        private final RecordingSink sink = new RecordingSink();
        private final Outbox outbox = new Outbox(sink, OUTBOX_BYTES, new OutboxMeters(meters), bench.clock());
        private final Subscriber subscriber = new Subscriber(outbox);

        Client() {
            outbox.onRoom(() -> bench.post(() -> bench.hub().roomFor(subscriber)));
        }

        Client subscribe(Target target, boolean snapshot, WireShape shape) {
            bench.hub()
                    .subscribe(
                            new Subscription(subscriber, target, shape, new TestAnswers(target.name()), 0, 0),
                            new Start.Now(snapshot));
            bench.settle();
            return this;
        }

        void readAgain() {
            sink.resume();
            bench.settle();
        }

        List<String> values() {
            return sink.frames().stream()
                    .filter(frame -> frame.startsWith("Dome:1/"))
                    .toList();
        }
    }

    @Test
    void getsEveryEventInOrderOnceWhenItReadsAgainAndGoesOnLive() {
        Client slow = new Client().subscribe(EVENTS, false, merging);
        slow.sink.stall();
        for (int i = 0; i < 2000; i++) {
            publish(Category.EVENT, "{\"count\":" + i + "}");
        }
        slow.readAgain();
        publish(Category.EVENT, "{\"count\":2000}");

        assertThat(slow.values()).containsExactlyElementsOf(counts(0, 2001));
        assertThat(slow.sink.frames()).containsSubsequence("! LAGGING", "! CAUGHT_UP");
        assertThat(slow.sink.closed()).isNull();
    }

    @Test
    void holdsNoMoreThanItsBoundAndOthersDoNotNotice() {
        Client slow = new Client().subscribe(EVENTS, false, merging).subscribe(TELEMETRY, false, merging);
        Client fast = new Client().subscribe(EVENTS, false, merging);
        slow.sink.stall();
        for (int i = 0; i < 2000; i++) {
            publish(Category.EVENT, "{\"count\":" + i + "}");
            publish(Category.TELEMETRY, "{\"level\":{\"value\":" + i + "}}");
            assertThat(slow.outbox.heldBytes()).isLessThanOrEqualTo(OUTBOX_BYTES);
            assertThat(fast.values()).hasSize(i + 1);
        }
    }

    @Test
    void getsOneFrameForTheTelemetryItMissedWithTheLastValueAndHowManyItStandsFor() {
        Client slow = new Client().subscribe(TELEMETRY, false, merging);
        slow.sink.stall();
        int records = 500;
        for (int i = 0; i < records; i++) {
            publish(Category.TELEMETRY, "{\"level\":{\"value\":" + i + "}}");
        }
        slow.readAgain();

        List<String> frames = slow.values();
        String merged = frames.getLast();
        assertThat(merged).startsWith("Dome:1/level={\"value\":499}|x");
        int stoodFor = Integer.parseInt(merged.substring(merged.indexOf("|x") + 2));
        assertThat(frames.size() - 1 + stoodFor).isEqualTo(records);
    }

    @Test
    void getsASnapshotLargerThanItsOutboxAsItReadsAndThenWhatCameMeanwhile() {
        for (int i = 0; i < 500; i++) {
            publish(Category.EVENT, "{\"stream" + i + "\":" + i + "}");
        }
        Client slow = new Client();
        slow.sink.stall();
        slow.subscribe(new Target.OfCategory(Category.EVENT), true, merging);
        publish(Category.EVENT, "{\"stream7\":\"new\"}");
        assertThat(slow.outbox.heldBytes()).isLessThanOrEqualTo(OUTBOX_BYTES);
        slow.readAgain();

        List<String> frames = slow.sink.frames();
        assertThat(frames.getFirst()).isEqualTo("ok event-all-all-all 500");
        assertThat(frames.subList(1, 501)).allMatch(frame -> frame.endsWith("|snapshot"));
        assertThat(frames.subList(501, frames.size())).containsExactly("event:Dome:1={\"stream7\":\"new\"}");
    }

    @Test
    void isClosedWithTheResumableCodeIfItCannotTellLateValuesFromNewOnesAndNotEvenMergedTheyFit() {
        Client slow = new Client()
                .subscribe(new Target.OfCategory(Category.TELEMETRY), false, new TestShape(false, false, false));
        slow.sink.stall();
        for (int i = 0; i < 200; i++) {
            publish(Category.TELEMETRY, "{\"stream" + i + "\":" + i + "}");
        }
        assertThat(slow.sink.closed()).isEqualTo(CloseCode.SLOW_CONSUMER);
    }

    private static List<String> counts(int from, int to) {
        List<String> counts = new ArrayList<>();
        for (int i = from; i < to; i++) {
            counts.add("Dome:1/count=" + i);
        }
        return counts;
    }

    private void publish(Category category, String data) {
        byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
        byte[] value = RecordWriter.write(category, DOME, false, bytes, new Span(0, bytes.length), null, null);
        bench.dispatch(new LogRecord(category.topic(), 0, offset, offset, value));
        offset++;
        bench.settle();
    }
}
