package io.firstlight.embedded.testkit.fault;

import io.firstlight.embedded.LoopbackPort;
import io.firstlight.embedded.kafka.ClusterMember;
import io.firstlight.embedded.testkit.fault.ChildProcess.Command;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A real Kafka cluster of three nodes, each broker and controller, each a process of its own with a heap of 256 MiB. Every topic
 * made with replication 3 is on all of them, and acknowledged records on two at least. How quickly it fails over is in the
 * settings of {@code io.firstlight.embedded.kafka}: a silent broker is out after 3 s, a silent controller after 2 to 3 s.
 *
 * <p>Thread-safe.
 */
public final class KafkaCluster implements AutoCloseable {

    private static final int NODES = 3;
    private static final int CONNECT_MS = 500;

    private final List<Integer> brokerPorts;
    private final List<ChildProcess> nodes;

    private KafkaCluster(List<Integer> brokerPorts, List<ChildProcess> nodes) {
        this.brokerPorts = brokerPorts;
        this.nodes = nodes;
    }

    /**
     * Starts the processes; ask {@link #serves} when they are ready, some seconds later.
     *
     * @param data each node's data is in a directory below
     * @param logs each node's output is in a file below
     */
    public static KafkaCluster start(Path data, Path logs) {
        String clusterId = ClusterMember.newClusterId();
        List<Integer> ports = freePorts(2 * NODES);
        List<Integer> brokerPorts = ports.subList(0, NODES);
        String controllerPorts =
                ports.subList(NODES, 2 * NODES).stream().map(String::valueOf).collect(Collectors.joining(","));
        List<ChildProcess> nodes = new ArrayList<>();
        for (int id = 1; id <= NODES; id++) {
            String name = "kafka" + id;
            int port = brokerPorts.get(id - 1);
            Command command = new Command(
                    name,
                    List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            ClusterNode.class.getName(),
                            data.resolve(name).toString(),
                            String.valueOf(port),
                            String.valueOf(id),
                            clusterId,
                            controllerPorts),
                    Map.of(),
                    logs.resolve(name + ".log"));
            nodes.add(ChildProcess.start(command, () -> listens(port)));
        }
        return new KafkaCluster(List.copyOf(brokerPorts), List.copyOf(nodes));
    }

    /** Different ones: asked for one after the other the system may give the same twice. */
    private static List<Integer> freePorts(int count) {
        return IntStream.generate(LoopbackPort::free)
                .distinct()
                .limit(count)
                .boxed()
                .toList();
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Where clients connect: {@code 127.0.0.1:port}, all three. */
    public String bootstrapServers() {
        return brokerPorts.stream().map(port -> LoopbackPort.HOST + ":" + port).collect(Collectors.joining(","));
    }

    /** Whether all nodes have announced at least once that they serve. */
    public boolean serves() {
        return nodes.stream().allMatch(node -> node.output().contains(ClusterNode.SERVING) && node.serves());
    }

    /** A node by its id, from 1. */
    public ChildProcess node(int id) {
        return nodes.get(id - 1);
    }

    /** Kills all nodes. Idempotent. */
    @Override
    public void close() {
        nodes.forEach(ChildProcess::close);
    }
}
