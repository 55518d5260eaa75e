package io.firstlight.webedge.mapper;

import io.firstlight.schemas.rules.JsonRules;
import io.firstlight.schemas.topic.TopicPlan;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * One endpoint as it is declared; {@code docs/protocols/mapper.md} has the keys, their defaults and bounds. Immutable.
 *
 * @param method the HTTP method, upper case
 * @param path the HTTP path without a slash at its end
 * @param topic full name of the topic of its requests
 * @param partitions partitions that the topic gets if it lacks
 * @param retention how long the topic keeps requests if it is made here
 * @param body what a body must be; null if none may come
 * @param query what the query must be, an object of texts; null if none may come
 * @param timeout how long a client waits at most
 * @param maxInFlight most requests under way at once on this edge
 * @param maxBodyBytes largest body
 * @param access who may use it; null for the edge's usual
 */
public record Endpoint(
        String method,
        String path,
        Mode mode,
        String topic,
        int partitions,
        Duration retention,
        @Nullable JsonRules body,
        @Nullable JsonRules query,
        Duration timeout,
        int maxInFlight,
        int maxBodyBytes,
        @Nullable EndpointAccess access) {

    private static final int SEGMENT_BYTES = 64 << 20;

    /** Method and path: what messages and meters call it. */
    public String name() {
        return method + ' ' + path;
    }

    /** What to ask the cluster for if the topic lacks. */
    NewTopic definition(short replication) {
        Map<String, String> settings = new HashMap<>();
        settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
        settings.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(retention.toMillis()));
        settings.put(TopicConfig.SEGMENT_BYTES_CONFIG, Integer.toString(SEGMENT_BYTES));
        settings.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(TopicPlan.MAX_RECORD_BYTES));
        if (replication >= 3) {
            settings.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, "2");
        }
        return new NewTopic(topic, partitions, replication).configs(settings);
    }
}
