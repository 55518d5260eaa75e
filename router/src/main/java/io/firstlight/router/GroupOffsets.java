package io.firstlight.router;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.GroupSubscribedToTopicException;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The committed offsets of the router's group. */
final class GroupOffsets {

    private final Admin admin;
    private final String groupId;

    GroupOffsets(Admin admin, String groupId) {
        this.admin = admin;
        this.groupId = groupId;
    }

    /** Whether no instance works. One that was killed still counts until the failover time has passed. */
    boolean groupIsEmpty() throws InterruptedException {
        try {
            ConsumerGroupDescription group = RouterTopics.await(
                            admin.describeConsumerGroups(List.of(groupId)).all())
                    .get(groupId);
            return group == null || group.groupState() == GroupState.EMPTY || group.groupState() == GroupState.DEAD;
        } catch (GroupIdNotFoundException e) {
            return true;
        }
    }

    /**
     * Forgets what was committed in these topics.
     *
     * @param partitions their numbers of partitions by name
     * @return false if an instance has begun to work meanwhile; then some may be forgotten
     */
    boolean forget(Map<String, Integer> partitions) throws InterruptedException {
        try {
            Set<TopicPartition> committed =
                    RouterTopics.await(admin.listConsumerGroupOffsets(groupId).partitionsToOffsetAndMetadata())
                            .keySet()
                            .stream()
                            // Those of partitions that are gone lead nowhere, and the broker knows them no more.
                            .filter(place -> place.partition() < partitions.getOrDefault(place.topic(), 0))
                            .collect(Collectors.toSet());
            if (!committed.isEmpty()) {
                RouterTopics.await(
                        admin.deleteConsumerGroupOffsets(groupId, committed).all());
            }
            return true;
        } catch (GroupIdNotFoundException e) {
            return true;
        } catch (GroupNotEmptyException | GroupSubscribedToTopicException e) {
            return false;
        }
    }
}
