package io.firstlight.ingest.source.host;

import java.util.List;

/** A machine whose readings a test sets; a sensor named in {@link #broken} fails. */
final class FakeSensors implements HostSensors {

    Cpu cpu = new Cpu(new long[][] {{0, 0, 0, 0, 0}}, new double[] {0.5, 0.4, 0.3}, new double[] {});
    Level memory = new Level(1000, 500);
    Level swap = new Level(0, 0);
    List<Disk> disks = List.of();
    List<FileSystem> fileSystems = List.of();
    List<NetworkInterface> networkInterfaces = List.of();
    Processes processes = new Processes(0, 0, 1, List.of());
    double cpuTemperature = Double.NaN;
    long[] fanSpeeds = {};
    List<String> broken = List.of();

    private <T> T read(String sensor, T reading) {
        if (broken.contains(sensor)) {
            throw new IllegalStateException(sensor + " is broken");
        }
        return reading;
    }

    @Override
    public Cpu cpu() {
        return read("cpu", cpu);
    }

    @Override
    public Level memory() {
        return read("memory", memory);
    }

    @Override
    public Level swap() {
        return read("swap", swap);
    }

    @Override
    public List<Disk> disks() {
        return read("disks", disks);
    }

    @Override
    public List<FileSystem> fileSystems() {
        return read("fileSystems", fileSystems);
    }

    @Override
    public List<NetworkInterface> networkInterfaces() {
        return read("networkInterfaces", networkInterfaces);
    }

    @Override
    public Processes processes() {
        return read("processes", processes);
    }

    @Override
    public double cpuTemperature() {
        if (broken.contains("temperature")) {
            throw new UnsatisfiedLinkError("no native library");
        }
        return cpuTemperature;
    }

    @Override
    public long[] fanSpeeds() {
        return read("fans", fanSpeeds);
    }

    @Override
    public Hardware hardware() {
        return read("hardware", new Hardware("Model", "Vendor", 1, 2, 1000, "Board"));
    }

    @Override
    public Software software() {
        return read("software", new Software("OS", "1", "b", 64, "here", "25"));
    }
}
