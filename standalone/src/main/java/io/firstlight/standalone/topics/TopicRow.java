package io.firstlight.standalone.topics;

import io.firstlight.schemas.topic.Topic;
import io.firstlight.schemas.topic.TopicPlan;
import io.firstlight.standalone.command.KafkaAccess;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One line of the list.
 *
 * @param partitions how many; 0 when the cluster lacks the topic
 * @param kept {@code compact}, or for how long
 * @param offsets records from the oldest kept to the newest, over all partitions; in a compacted topic the gaps count too
 */
record TopicRow(String name, int partitions, int copies, String kept, long offsets) {

    static List<TopicRow> read(Admin admin, TopicPlan plan) throws InterruptedException {
        Set<String> present = KafkaAccess.await(admin.listTopics().names());
        List<String> names = Stream.of(Topic.values()).map(plan::name).toList();
        List<String> ours = names.stream().filter(present::contains).toList();
        Map<String, TopicDescription> descriptions =
                KafkaAccess.await(admin.describeTopics(ours).allTopicNames());
        Map<ConfigResource, Config> configs = KafkaAccess.await(
                admin.describeConfigs(ours.stream().map(TopicRow::resource).toList())
                        .all());
        Map<String, Long> offsets = offsets(admin, descriptions);
        List<TopicRow> rows = new ArrayList<>();
        for (String name : names) {
            TopicDescription description = descriptions.get(name);
            rows.add(
                    description == null
                            ? new TopicRow(name, 0, 0, "", 0)
                            : new TopicRow(
                                    name,
                                    description.partitions().size(),
                                    description.partitions().get(0).replicas().size(),
                                    kept(configs.get(resource(name))),
                                    offsets.getOrDefault(name, 0L)));
        }
        return rows;
    }

    private static ConfigResource resource(String name) {
        return new ConfigResource(ConfigResource.Type.TOPIC, name);
    }

    private static String kept(@Nullable Config config) {
        String policy = value(config, TopicConfig.CLEANUP_POLICY_CONFIG);
        if (!policy.equals(TopicConfig.CLEANUP_POLICY_DELETE)) {
            return policy;
        }
        String retentionMs = value(config, TopicConfig.RETENTION_MS_CONFIG);
        if (retentionMs.equals("-1")) {
            return "for ever";
        }
        Duration retention = Duration.ofMillis(Long.parseLong(retentionMs));
        return retention.toHours() >= 48
                ? retention.toDays() + " days"
                : retention.toMinutes() >= 120 ? retention.toHours() + " hours" : retention.toMinutes() + " minutes";
    }

    private static String value(@Nullable Config config, String name) {
        ConfigEntry entry = config == null ? null : config.get(name);
        return entry == null ? "" : entry.value();
    }

    private static Map<String, Long> offsets(Admin admin, Map<String, TopicDescription> descriptions)
            throws InterruptedException {
        Map<TopicPartition, OffsetSpec> oldest = new HashMap<>();
        Map<TopicPartition, OffsetSpec> newest = new HashMap<>();
        descriptions.forEach((name, description) -> description.partitions().forEach(partition -> {
            TopicPartition at = new TopicPartition(name, partition.partition());
            oldest.put(at, OffsetSpec.earliest());
            newest.put(at, OffsetSpec.latest());
        }));
        Map<String, Long> sums = new HashMap<>();
        KafkaAccess.await(admin.listOffsets(newest).all())
                .forEach((at, end) -> sums.merge(at.topic(), end.offset(), Long::sum));
        KafkaAccess.await(admin.listOffsets(oldest).all())
                .forEach((at, start) -> sums.merge(at.topic(), -start.offset(), Long::sum));
        return sums;
    }
}
