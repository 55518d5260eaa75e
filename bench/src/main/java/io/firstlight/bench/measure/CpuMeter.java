package io.firstlight.bench.measure;

import io.firstlight.bench.run.LoadFailure;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Reads the CPU time of this process and of others, which are named by their ids; each with its children, as far as they still live. Others
 * are as exact as the system counts: on Linux hundredths of a second. Thread-safe.
 */
public final class CpuMeter {

    private final List<Long> server;
    private final Map<String, Long> beside;

    /**
     * A meter.
     *
     * @param server ids of the processes that the figures are about, none for none
     * @param beside ids of others, by name
     * @throws LoadFailure if one of them does not run or may not be looked at
     */
    public CpuMeter(List<Long> server, Map<String, Long> beside) {
        this.server = List.copyOf(server);
        this.beside = Map.copyOf(beside);
        server.forEach(CpuMeter::check);
        beside.values().forEach(CpuMeter::check);
    }

    /** Whether there is a process that the figures are about. */
    public boolean hasServer() {
        return !server.isEmpty();
    }

    /** What they have used until now. */
    public CpuReading read() {
        Map<String, Duration> others = new TreeMap<>();
        beside.forEach((name, pid) -> others.put(name, used(pid)));
        Duration served = server.stream().map(CpuMeter::used).reduce(Duration.ZERO, Duration::plus);
        return new CpuReading(System.nanoTime(), own(), served, others);
    }

    private static Duration own() {
        // The interface of java.lang.management lacks it; every JVM that we run on has the larger one.
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? Duration.ofNanos(system.getProcessCpuTime())
                : Duration.ZERO;
    }

    private static void check(long pid) {
        if (ProcessHandle.of(pid)
                .filter(process -> process.info().totalCpuDuration().isPresent())
                .isEmpty()) {
            throw new LoadFailure(
                    "there is no process " + pid + " to look at", "check the ids given to --pid and --beside");
        }
    }

    private static Duration used(long pid) {
        return ProcessHandle.of(pid).stream()
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .flatMap(process -> process.info().totalCpuDuration().stream())
                .reduce(Duration.ZERO, Duration::plus);
    }
}
