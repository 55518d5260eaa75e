package io.firstlight.router;

import io.firstlight.schemas.state.RouterProgress;
import io.firstlight.schemas.state.SourceOffset;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/** Counts up on some components, round about, and knows what the state must then hold. */
final class Traffic {

    private final TestCluster cluster;
    private final int components;
    private final Map<SourceOffset, Long> sent = new HashMap<>();
    private long next;

    Traffic(TestCluster cluster, int components) {
        this.cluster = cluster;
        this.components = components;
    }

    /** Sends so many records for each component and waits until they lie in the log. */
    void send(int rounds) throws ExecutionException, InterruptedException {
        long first = next;
        List<Future<RecordMetadata>> sending = new ArrayList<>();
        for (; next < first + (long) rounds * components; next++) {
            sending.add(cluster.sending("A", (int) (next % components), Long.toString(next)));
        }
        for (int i = 0; i < sending.size(); i++) {
            sent.put(cluster.place(sending.get(i)), first + i);
        }
    }

    /** The state holds the newest of all that was sent; each entry was written once, and no older one after a newer. */
    void verify(List<ConsumerRecord<String, byte[]>> log) {
        verifyOrder(log);
        assertThat(log).hasSize(sent.size());
        assertThat(held(log)).containsExactlyInAnyOrderEntriesOf(newest(sent.values()));
    }

    /** The state reflects every record before that progress, and no older entry was written after a newer. */
    void verifyUpTo(RouterProgress progress, List<ConsumerRecord<String, byte[]>> log) {
        verifyOrder(log);
        Map<String, Long> held = held(log);
        Map<String, Long> committed = newest(sent.entrySet().stream()
                .filter(entry -> isBefore(progress, entry.getKey()))
                .map(Map.Entry::getValue)
                .toList());
        assertThat(committed).hasSize(components);
        committed.forEach(
                (key, value) -> assertThat(held.getOrDefault(key, -1L)).as(key).isGreaterThanOrEqualTo(value));
    }

    private void verifyOrder(List<ConsumerRecord<String, byte[]>> log) {
        Map<String, Long> seen = new HashMap<>();
        for (ConsumerRecord<String, byte[]> entry : log) {
            long value = Long.parseLong(TestCluster.payload(entry));
            assertThat(entry.key()).isEqualTo(key(value));
            assertThat(sent).containsEntry(TestCluster.source(entry), value);
            Long before = seen.put(entry.key(), value);
            assertThat(before == null ? -1 : before).as(entry.key()).isLessThan(value);
        }
    }

    private static boolean isBefore(RouterProgress progress, SourceOffset source) {
        return source.offset()
                < Objects.requireNonNull(
                        progress.liveFrom().get(new TopicPartition(source.topic(), source.partition())));
    }

    private static Map<String, Long> held(List<ConsumerRecord<String, byte[]>> log) {
        return TestCluster.latest(log).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> Long.parseLong(TestCluster.payload(entry.getValue()))));
    }

    private Map<String, Long> newest(Collection<Long> values) {
        return values.stream().collect(Collectors.toMap(this::key, value -> value, Math::max));
    }

    private String key(long value) {
        return "event:A:" + value % components + ":s";
    }
}
