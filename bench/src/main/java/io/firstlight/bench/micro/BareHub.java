package io.firstlight.bench.micro;

import io.firstlight.schemas.topic.Topic;
import io.firstlight.webedge.history.PageAnswer;
import io.firstlight.webedge.hub.Hub;
import io.firstlight.webedge.hub.HubMeters;
import io.firstlight.webedge.hub.HubSettings;
import io.firstlight.webedge.log.Frontier;
import io.firstlight.webedge.log.LogLayout;
import io.firstlight.webedge.log.TopicLayout;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.common.Uuid;

import java.util.Map;

/** A hub of telemetry and events without a log behind it, stepped by a benchmark. */
public final class BareHub {

    private static final long TAIL_BYTES = 32 << 20;

    private BareHub() {}

    /** A hub that knows nothing yet. */
    public static Hub begin(MeterRegistry meters) {
        LogLayout layout = new LogLayout(Map.of(
                Topic.TELEMETRY, new TopicLayout(new Uuid(1, 1), 1),
                Topic.EVENT, new TopicLayout(new Uuid(1, 2), 1)));
        return new Hub(
                layout,
                Frontier.beginning(layout, layout.names()),
                new HubSettings(TAIL_BYTES, 1, 20_000),
                (topic, partition, offset, wake) -> new PageAnswer.AtEnd(),
                (question, answer) -> {},
                Runnable::run,
                new HubMeters(meters),
                0);
    }
}
