package io.firstlight.ingest.source.host;

import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.GlobalMemory;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.hardware.VirtualMemory;
import oshi.software.os.OSFileStore;
import oshi.software.os.OSProcess;
import oshi.software.os.OperatingSystem;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** This machine, through OSHI. */
final class OshiSensors implements HostSensors {

    /** Smaller ones are mounts of single files and the like. */
    private static final long SMALLEST_FILE_SYSTEM_BYTES = 1 << 20;

    private final HardwareAbstractionLayer hardware;
    private final OperatingSystem system;

    OshiSensors() {
        SystemInfo oshi = new SystemInfo();
        hardware = oshi.getHardware();
        system = oshi.getOperatingSystem();
    }

    @Override
    public Cpu cpu() {
        CentralProcessor processor = hardware.getProcessor();
        // OSHI says -1 for what it cannot read.
        double[] averages = Arrays.stream(processor.getSystemLoadAverage(3))
                .map(average -> average < 0 ? Double.NaN : average)
                .toArray();
        double[] frequencies = Arrays.stream(processor.getCurrentFreq())
                .filter(hz -> hz > 0)
                .asDoubleStream()
                .toArray();
        return new Cpu(processor.getProcessorCpuLoadTicks(), averages, frequencies);
    }

    @Override
    public Level memory() {
        GlobalMemory memory = hardware.getMemory();
        return new Level(memory.getTotal(), memory.getAvailable());
    }

    @Override
    public Level swap() {
        VirtualMemory memory = hardware.getMemory().getVirtualMemory();
        return new Level(memory.getSwapTotal(), memory.getSwapTotal() - memory.getSwapUsed());
    }

    @Override
    public List<Disk> disks() {
        return hardware.getDiskStores().stream()
                .map(disk ->
                        new Disk(disk.getName(), disk.getReadBytes(), disk.getWriteBytes(), disk.getTransferTime()))
                .toList();
    }

    /** Local ones only, as a remote one that hangs would hang the sampling; one mount, the shortest, per volume. */
    @Override
    public List<FileSystem> fileSystems() {
        Map<String, OSFileStore> byVolume = new HashMap<>();
        for (OSFileStore store : system.getFileSystem().getFileStores(true)) {
            if (store.getTotalSpace() >= SMALLEST_FILE_SYSTEM_BYTES) {
                boolean device = store.getVolume().startsWith("/dev/");
                byVolume.merge(
                        device ? store.getVolume() : store.getMount(),
                        store,
                        (one, other) ->
                                one.getMount().length() <= other.getMount().length() ? one : other);
            }
        }
        return byVolume.values().stream()
                .map(store -> new FileSystem(store.getMount(), store.getTotalSpace(), store.getUsableSpace()))
                .sorted(Comparator.comparing(FileSystem::mount))
                .toList();
    }

    @Override
    public List<NetworkInterface> networkInterfaces() {
        return hardware.getNetworkIFs().stream()
                .map(each -> new NetworkInterface(
                        each.getName(),
                        each.getBytesRecv(),
                        each.getBytesSent(),
                        each.getInErrors(),
                        each.getOutErrors()))
                .toList();
    }

    @Override
    public Processes processes() {
        List<RunningProcess> list = new ArrayList<>();
        for (OSProcess process : system.getProcesses()) {
            list.add(new RunningProcess(
                    process.getProcessID() + "@" + process.getStartTime(),
                    process.getProcessID(),
                    process.getName(),
                    process.getKernelTime() + process.getUserTime()));
        }
        return new Processes(list.size(), system.getThreadCount(), system.getSystemUptime(), list);
    }

    @Override
    public double cpuTemperature() {
        double celsius = hardware.getSensors().getCpuTemperature();
        // OSHI says 0 for what the hardware does not show.
        return celsius > 0 ? celsius : Double.NaN;
    }

    @Override
    public long[] fanSpeeds() {
        long[] speeds = Arrays.stream(hardware.getSensors().getFanSpeeds())
                .asLongStream()
                .toArray();
        return Arrays.stream(speeds).anyMatch(speed -> speed > 0) ? speeds : new long[0];
    }

    @Override
    public Hardware hardware() {
        CentralProcessor processor = hardware.getProcessor();
        CentralProcessor.ProcessorIdentifier identifier = processor.getProcessorIdentifier();
        return new Hardware(
                identifier.getName().trim(),
                identifier.getVendor(),
                processor.getPhysicalProcessorCount(),
                processor.getLogicalProcessorCount(),
                hardware.getMemory().getTotal(),
                hardware.getComputerSystem().getModel());
    }

    @Override
    public Software software() {
        OperatingSystem.OSVersionInfo version = system.getVersionInfo();
        return new Software(
                system.getFamily(),
                String.valueOf(version.getVersion()),
                String.valueOf(version.getBuildNumber()),
                system.getBitness(),
                system.getNetworkParams().getHostName(),
                Runtime.version().toString());
    }
}
