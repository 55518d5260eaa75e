package io.firstlight.webedge.history;

import io.firstlight.schemas.topic.Topic;
import io.firstlight.schemas.topic.TopicPlan;
import io.firstlight.webedge.log.Frontier;
import io.firstlight.webedge.log.LogLayout;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;

/** Places in the log, asked of Kafka. */
public final class KafkaLogTimes implements LogTimes {

    private static final int TIMEOUT_MS = (int) Duration.ofSeconds(5).toMillis();

    private final Admin admin;
    private final TopicPlan plan;

    /** Uses the client, which stays its owner's. */
    public KafkaLogTimes(Admin admin, TopicPlan plan) {
        this.admin = admin;
        this.plan = plan;
    }

    @Override
    public Frontier beginning(LogLayout layout, Set<Topic> topics) throws InterruptedException {
        return ask(layout, topics, OffsetSpec.earliest());
    }

    @Override
    public Frontier end(LogLayout layout, Set<Topic> topics) throws InterruptedException {
        return ask(layout, topics, OffsetSpec.latest());
    }

    @Override
    public Frontier firstAt(LogLayout layout, Set<Topic> topics, long timeMs) throws InterruptedException {
        // The end first: a record that comes between the two questions is after the place in any case.
        Frontier end = end(layout, topics);
        Map<TopicPartition, ListOffsetsResultInfo> found =
                list(layout, topics, OffsetSpec.forTimestamp(Math.max(timeMs, 0)));
        Frontier frontier = Frontier.beginning(layout, topics);
        forEach(layout, topics, (topic, partition) -> {
            long offset = offset(found, topic, partition);
            frontier.pass(topic, partition, offset >= 0 ? offset : end.next(topic, partition));
        });
        return frontier;
    }

    private Frontier ask(LogLayout layout, Set<Topic> topics, OffsetSpec spec) throws InterruptedException {
        Map<TopicPartition, ListOffsetsResultInfo> found = list(layout, topics, spec);
        Frontier frontier = Frontier.beginning(layout, topics);
        forEach(layout, topics, (topic, partition) -> frontier.pass(topic, partition, offset(found, topic, partition)));
        return frontier;
    }

    private Map<TopicPartition, ListOffsetsResultInfo> list(LogLayout layout, Set<Topic> topics, OffsetSpec spec)
            throws InterruptedException {
        Map<TopicPartition, OffsetSpec> question = new HashMap<>();
        forEach(layout, topics, (topic, partition) -> question.put(name(topic, partition), spec));
        ListOffsetsOptions options = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED).timeoutMs(TIMEOUT_MS);
        try {
            return admin.listOffsets(question, options).all().get();
        } catch (ExecutionException e) {
            throw new LogAwayException("the log did not say where its records are", e);
        }
    }

    private long offset(Map<TopicPartition, ListOffsetsResultInfo> found, Topic topic, int partition) {
        return Objects.requireNonNull(found.get(name(topic, partition))).offset();
    }

    private TopicPartition name(Topic topic, int partition) {
        return new TopicPartition(plan.name(topic), partition);
    }

    private static void forEach(LogLayout layout, Set<Topic> topics, BiConsumer<Topic, Integer> action) {
        for (Topic topic : topics) {
            for (int p = 0; p < layout.of(topic).partitions(); p++) {
                action.accept(topic, p);
            }
        }
    }
}
