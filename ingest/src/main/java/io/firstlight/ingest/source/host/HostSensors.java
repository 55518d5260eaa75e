package io.firstlight.ingest.source.host;

import java.util.List;

/**
 * What can be read from a machine, as counters and levels without any arithmetic. Each method may fail with any unchecked exception; the
 * others work nevertheless. Used by one thread.
 */
interface HostSensors {

    /**
     * The processor.
     *
     * @param coreTicks time per core and state in ticks of any length, in the order of {@link CpuStream}
     */
    @SuppressWarnings("ArrayRecordComponent") // made for one sample, never compared
    record Cpu(long[][] coreTicks, double[] loadAverages, double[] frequenciesHz) {}

    record Level(long totalBytes, long availableBytes) {}

    record Disk(String name, long readBytes, long writtenBytes, long busyMs) {}

    record FileSystem(String mount, long totalBytes, long usableBytes) {}

    record NetworkInterface(String name, long receivedBytes, long sentBytes, long receiveErrors, long sendErrors) {}

    /**
     * One process.
     *
     * @param key tells it from a later one with the same number
     */
    record RunningProcess(String key, int pid, String name, long cpuMs) {}

    record Processes(int count, int threads, long uptimeSeconds, List<RunningProcess> list) {}

    record Hardware(
            String cpuModel, String cpuVendor, int physicalCores, int logicalCores, long memoryBytes, String model) {}

    record Software(String family, String version, String build, int bits, String hostName, String java) {}

    Cpu cpu();

    Level memory();

    Level swap();

    List<Disk> disks();

    List<FileSystem> fileSystems();

    List<NetworkInterface> networkInterfaces();

    Processes processes();

    /** Degrees Celsius; NaN where the hardware shows none. */
    double cpuTemperature();

    /** Turns per minute; empty where the hardware shows none. */
    long[] fanSpeeds();

    Hardware hardware();

    Software software();
}
