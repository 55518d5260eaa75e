package io.firstlight.embedded.kafka;

import io.firstlight.embedded.LoopbackPort;
import org.apache.kafka.common.Uuid;

import java.util.List;
import java.util.StringJoiner;

/**
 * Which node of a cluster a node is. Every node is broker and controller, and each record has a copy on every node.
 *
 * @param nodeId 1 for the first, at most the number of nodes
 * @param clusterId the same for all, in Kafka's form of an id: {@link #newClusterId}
 * @param controllerPorts where the nodes' controllers listen on 127.0.0.1, in the order of their ids; the same for all
 */
public record ClusterMember(int nodeId, String clusterId, List<Integer> controllerPorts) {

    public ClusterMember {
        controllerPorts = List.copyOf(controllerPorts);
        if (nodeId < 1 || nodeId > controllerPorts.size()) {
            throw new IllegalArgumentException("nodeId must be 1.." + controllerPorts.size() + " but is " + nodeId);
        }
        if (clusterId.isBlank()) {
            throw new IllegalArgumentException("clusterId is blank");
        }
        controllerPorts.forEach(port -> LoopbackPort.requireValid(port, "controllerPorts"));
    }

    /** An id for a cluster to be. */
    public static String newClusterId() {
        return Uuid.randomUuid().toString();
    }

    /** The only node there is. */
    static ClusterMember alone(int controllerPort) {
        return new ClusterMember(1, newClusterId(), List.of(controllerPort));
    }

    int controllerPort() {
        return controllerPorts.get(nodeId - 1);
    }

    int copies() {
        return controllerPorts.size();
    }

    /** In the form of {@code controller.quorum.voters}. */
    String voters() {
        StringJoiner voters = new StringJoiner(",");
        for (int id = 1; id <= controllerPorts.size(); id++) {
            voters.add(id + "@" + LoopbackPort.HOST + ":" + controllerPorts.get(id - 1));
        }
        return voters.toString();
    }
}
