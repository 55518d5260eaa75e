package io.firstlight.router;

import io.firstlight.schemas.topic.TopicPlan;

import java.time.Duration;

/**
 * One Kafka Streams application of this module, as {@link TopologyRunner} keeps it going. Immutable.
 *
 * @param name what operators know it by: in log lines, thread names, and the names of its meters, {@code firstlight.<name>.*}
 * @param id its application id: consumer group, and beginning of the names of its own topics
 * @param bootstrapServers brokers to ask first
 * @param topics the layout of the topics
 * @param watchInterval how often it looks whether topics were made again or got partitions
 * @param changelog the topic that its store is restored from
 * @param ownsState whether the state topic is what it makes, so that its memory is worth nothing once that topic was made again
 * @param assembly makes a run of its topology
 */
record Application(
        String name,
        String id,
        String bootstrapServers,
        TopicPlan topics,
        Duration watchInterval,
        String changelog,
        boolean ownsState,
        Assembly assembly) {

    /** Assembles a run, which is not started yet. */
    @FunctionalInterface
    interface Assembly {

        RouterRun on(RouterTopics.Prepared prepared);
    }
}
