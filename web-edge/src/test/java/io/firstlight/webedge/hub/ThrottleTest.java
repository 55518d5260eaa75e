package io.firstlight.webedge.hub;

import io.firstlight.schemas.address.Address;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.webedge.log.LogEntry;
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

/** What comes too fast is spared the clients of a protocol that wants it so, live and from the log alike. */
class ThrottleTest {

    private static final Component DOME = new Component("Dome", 1);
    private static final Target EVENTS = new Target.OfStream(new Address(Category.EVENT, DOME, "count"));

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final TestHub bench = new TestHub(meters);
    private final TestShape throttled = new TestShape(false, true).throttledBy(EveryThird::new);
    private long offset;

    /** Passes the third of each three. */
    private static final class EveryThird implements Throttle {
        private int seen;

        @Override
        public int admit(LogEntry entry) {
            return ++seen % 3 == 0 ? 2 : HELD_BACK;
        }
    }

    private final class Client {
        private final RecordingSink sink = new RecordingSink();
        private final Subscriber subscriber =
                new Subscriber(new Outbox(sink, 4096, new OutboxMeters(meters), bench.clock()));

        Client(TestShape shape) {
            subscriber.outbox().onRoom(() -> bench.post(() -> bench.hub().roomFor(subscriber)));
            bench.hub()
                    .subscribe(
                            new Subscription(subscriber, EVENTS, shape, new TestAnswers(EVENTS.name()), 0, 0),
                            new Start.Now(false));
            bench.settle();
        }

        List<String> values() {
            return sink.frames().stream()
                    .filter(frame -> frame.startsWith("Dome:1/"))
                    .toList();
        }
    }

    private void publish(int count) {
        String value = "{\"category\":\"event\",\"csc\":\"Dome\",\"salindex\":1,\"data\":{\"count\":" + count + "}}";
        bench.dispatch(new LogRecord(Topic.EVENT, 0, offset++, 0, value.getBytes(StandardCharsets.UTF_8)));
        bench.settle();
    }

    @Test
    void sparesAllClientsOfAShapeTheSameAndSaysHowMuch() {
        Client one = new Client(throttled);
        Client another = new Client(throttled);
        for (int i = 1; i <= 7; i++) {
            publish(i);
        }

        assertThat(one.values()).containsExactly("Dome:1/count=3|after 2", "Dome:1/count=6|after 2");
        assertThat(another.values()).isEqualTo(one.values());
    }

    @Test
    void sparesNobodyElse() {
        new Client(throttled);
        Client other = new Client(new TestShape(false, true));
        publish(1);
        publish(2);

        assertThat(other.values()).containsExactly("Dome:1/count=1", "Dome:1/count=2");
    }

    @Test
    void keepsTheLatestValueThatItHoldsBack() {
        new Client(throttled);
        publish(1);

        assertThat(bench.hub().known(EVENTS))
                .singleElement()
                .satisfies(known -> assertThat(new String(known.value().payload(), StandardCharsets.UTF_8))
                        .isEqualTo("1"));
    }

    @Test
    void sparesASlowClientThatIsReadOnFromTheLogAsMuch() {
        Client slow = new Client(throttled);
        slow.sink.stall();
        for (int i = 1; i <= 3000; i++) {
            publish(i);
        }
        slow.sink.resume();
        bench.settle();

        assertThat(slow.values()).hasSizeBetween(999, 1001).allMatch(frame -> frame.endsWith("|after 2"));
    }
}
