package io.firstlight.webedge.hub;

import io.firstlight.schemas.topic.Topic;
import io.firstlight.webedge.history.PageAnswer;
import io.firstlight.webedge.history.PageSource;
import io.firstlight.webedge.history.PastStates;
import io.firstlight.webedge.log.Frontier;
import io.firstlight.webedge.log.LogLayout;
import io.firstlight.webedge.log.LogRecord;
import io.firstlight.webedge.log.TopicLayout;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.common.Uuid;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/** A hub that a test steps, with a clock of its own; unless a test gives another, its log has no past. */
final class TestHub {

    static final int PARTITIONS = 2;
    static final Set<Topic> TOPICS = EnumSet.of(
            Topic.TELEMETRY,
            Topic.EVENT,
            Topic.ACK,
            Topic.LOG,
            Topic.HEARTBEAT,
            Topic.COMMAND,
            Topic.INITIAL_STATE,
            Topic.MESSAGE);

    private final Deque<Runnable> posted = new ArrayDeque<>();
    private final Hub hub;
    private long nowMs = 1_000_000;

    TestHub(MeterRegistry meters) {
        this(
                meters,
                new HubSettings(1 << 20, 2, 20_000),
                (topic, partition, offset, wake) -> new PageAnswer.AtEnd(),
                (question, answer) -> {});
    }

    TestHub(MeterRegistry meters, HubSettings settings, PageSource pages, PastStates past) {
        LogLayout layout = layout();
        hub = new Hub(
                layout,
                Frontier.beginning(layout, TOPICS),
                settings,
                pages,
                past,
                posted::add,
                new HubMeters(meters),
                nowMs);
    }

    static LogLayout layout() {
        Map<Topic, TopicLayout> topics = new EnumMap<>(Topic.class);
        for (Topic topic : TOPICS) {
            topics.put(topic, new TopicLayout(new Uuid(1, topic.suffix().hashCode()), PARTITIONS));
        }
        return new LogLayout(topics);
    }

    Hub hub() {
        return hub;
    }

    LongSupplier clock() {
        return () -> nowMs;
    }

    long nowMs() {
        return nowMs;
    }

    /** Has the hub do something when it is stepped next. */
    void post(Runnable task) {
        posted.add(task);
    }

    void dispatch(LogRecord record) {
        hub.dispatch(record);
    }

    /** Turns until nothing more is to be done now. */
    void settle() {
        do {
            while (!posted.isEmpty()) {
                posted.remove().run();
            }
            hub.advance(nowMs);
            hub.flush();
        } while (!posted.isEmpty() || hub.isBusy());
    }

    void passTime(long ms) {
        nowMs += ms;
        settle();
    }
}
