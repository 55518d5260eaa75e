package io.firstlight.schemas.topic;

import io.firstlight.schemas.state.RouterContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TopicPlanTest {

    @ParameterizedTest
    @EnumSource
    void findsEveryTopicByItsName(Topic topic) {
        TopicPlan plan = TopicPlan.defaults();
        assertThat(plan.name(topic)).isEqualTo("firstlight." + topic.suffix());
        assertThat(plan.topic(plan.name(topic))).contains(topic);
        assertThat(plan.topic(topic.suffix())).isEmpty();
        assertThat(plan.partitions(topic)).isEqualTo(topic.defaultPartitions());
    }

    @Test
    void takesPrefixPartitionsRetentionAndReplicationFromItsKeys() {
        TopicPlan plan = TopicPlan.from(Map.of(
                "FIRSTLIGHT_TOPIC_PREFIX", "summit-1.",
                "FIRSTLIGHT_PARTITIONS_TELEMETRY", " 12 ",
                "FIRSTLIGHT_RETENTION_EVENT", "PT6H",
                "FIRSTLIGHT_REPLICATION", "3",
                "FIRSTLIGHT_PARTITIONS", "nobody reads this"));
        assertThat(plan.name(Topic.EVENT)).isEqualTo("summit-1.event");
        assertThat(plan.partitions(Topic.TELEMETRY)).isEqualTo(12);
        assertThat(plan.replication()).isEqualTo((short) 3);
        assertThat(plan.definition(Topic.EVENT).configs())
                .containsEntry("cleanup.policy", "delete")
                .containsEntry("retention.ms", "21600000")
                .containsEntry("min.insync.replicas", "2");
        assertThat(plan.definition(Topic.TELEMETRY).numPartitions()).isEqualTo(12);
    }

    @Test
    void compactsStateAndRevocations() {
        TopicPlan plan = TopicPlan.defaults();
        for (Topic topic : Topic.values()) {
            boolean compacted = topic == Topic.STATE || topic == Topic.REVOCATION;
            assertThat(topic.compacted()).isEqualTo(compacted);
            assertThat(plan.definition(topic).configs())
                    .containsEntry("cleanup.policy", compacted ? "compact" : "delete")
                    .doesNotContainKey("min.insync.replicas");
        }
    }

    @Test
    void keepsTombstonesLongerThanAnyRecordThatStateIsMadeFrom() {
        assertThat(TopicPlan.STATE_SOURCES).isEqualTo(RouterContract.sources());
        TopicPlan plan = TopicPlan.from(
                Map.of("FIRSTLIGHT_RETENTION_TELEMETRY", "P100D", "FIRSTLIGHT_RETENTION_COMMAND", "P900D"));
        assertThat(plan.tombstoneRetention()).isEqualTo(Duration.ofDays(107));
        assertThat(plan.definition(Topic.STATE).configs())
                .containsEntry(
                        "delete.retention.ms",
                        Long.toString(Duration.ofDays(107).toMillis()));
        assertThat(plan.definition(Topic.REVOCATION).configs()).doesNotContainKey("delete.retention.ms");
        TopicPlan forEver = TopicPlan.from(Map.of("FIRSTLIGHT_RETENTION_EVENT", "PT" + Long.MAX_VALUE / 1000 + "S"));
        assertThat(forEver.tombstoneRetention().toMillis()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void leavesRoomBesideTheLargestValueWhereRecordsAreMadeFromRecords() {
        assertThat(TopicPlan.maxBatchBytes(Topic.STATE)).isGreaterThan(TopicPlan.maxBatchBytes(Topic.TELEMETRY));
        assertThat(TopicPlan.maxBatchBytes(Topic.QUARANTINE)).isGreaterThan(TopicPlan.maxBatchBytes(Topic.EVENT));
    }

    @ParameterizedTest
    @CsvSource({
        "FIRSTLIGHT_PARTITIONS_TELEMETRY,0", "FIRSTLIGHT_PARTITIONS_TELEMETRY,10001",
                "FIRSTLIGHT_PARTITIONS_STATE,many",
        "FIRSTLIGHT_PARTITIONS_STATE,''", "FIRSTLIGHT_REPLICATION,0", "FIRSTLIGHT_REPLICATION,40000",
        "FIRSTLIGHT_RETENTION_EVENT,30 days", "FIRSTLIGHT_RETENTION_EVENT,PT0S", "FIRSTLIGHT_RETENTION_EVENT,-P1D",
        "FIRSTLIGHT_RETENTION_EVENT,PT0.0000001S", "FIRSTLIGHT_RETENTION_EVENT,P200000000000D",
                "FIRSTLIGHT_RETENTION_STATE,P1D",
        "FIRSTLIGHT_TOPIC_PREFIX,with space", "FIRSTLIGHT_TOPIC_PREFIX,a/b", "FIRSTLIGHT_TOPIC_PREFIX,é"
    })
    void refusesAWrongValueAndNamesItsKey(String key, String value) {
        assertThatThrownBy(() -> TopicPlan.from(Map.of(key, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(key);
    }
}
