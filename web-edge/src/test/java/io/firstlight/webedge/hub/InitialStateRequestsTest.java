package io.firstlight.webedge.hub;

import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.record.InitialStateRequest;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.webedge.log.LogRecord;
import io.firstlight.webedge.outbox.Outbox;
import io.firstlight.webedge.outbox.OutboxMeters;
import io.firstlight.webedge.outbox.RecordingSink;
import io.firstlight.webedge.target.Target;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** Requests for initial state on their way to the producers that registered. */
class InitialStateRequestsTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final TestHub bench = new TestHub(meters);
    private final TestShape shape = new TestShape(false, false);
    private long nextOffset;

    private final class Producer {
        private final RecordingSink sink = new RecordingSink();
        private final Subscriber subscriber;

        Producer(int outboxBytes, Target target) {
            Outbox outbox = new Outbox(sink, outboxBytes, new OutboxMeters(meters), bench.clock());
            subscriber = new Subscriber(outbox);
            outbox.onRoom(() -> bench.post(() -> bench.hub().roomFor(subscriber)));
            bench.hub()
                    .subscribe(
                            new Subscription(subscriber, target, shape, new TestAnswers(target.name()), 0, 0),
                            new Start.Now(false));
        }

        List<String> frames() {
            bench.settle();
            return sink.frames().stream()
                    .filter(frame -> frame.startsWith("request"))
                    .toList();
        }
    }

    private void ask(String to, String event) {
        byte[] value = new InitialStateRequest(to, "Dome", 0, event).toValue();
        bench.dispatch(new LogRecord(Topic.INITIAL_STATE, 0, nextOffset++, 1_000, value));
    }

    @Test
    void goToThoseWhoRegisteredForThatComponentAndToNobodyElse() {
        Producer dome = new Producer(1 << 20, new Target.OfRequests("Dome"));
        Producer mount = new Producer(1 << 20, new Target.OfRequests("Mount"));
        Producer all = new Producer(1 << 20, new Target.OfCategory(Category.INITIAL_STATE));

        ask("Dome", "a");
        ask("all", "b");

        assertThat(dome.frames()).containsExactly("request of Dome/a");
        assertThat(mount.frames()).isEmpty();
        assertThat(all.frames()).containsExactly("request of Dome/b");
    }

    @Test
    void reachAProducerThatWasSlowInTheirOrder() {
        Producer slow = new Producer(1024, new Target.OfRequests("Dome"));
        slow.sink.stall();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            ask("Dome", "event" + i);
            bench.settle();
            expected.add("request of Dome/event" + i);
        }

        slow.sink.resume();

        assertThat(slow.frames()).isEqualTo(expected);
    }
}
