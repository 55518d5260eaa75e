package io.firstlight.ingest.source.host;

import io.firstlight.ingest.producer.MessageBuilder;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** {@code disk}: what each disk reads and writes, and the part of the time that it is busy. */
final class DiskStream implements HostStream {

    private final HostSensors sensors;
    private final CounterRates read = new CounterRates();
    private final CounterRates written = new CounterRates();
    private final CounterRates busyMs = new CounterRates();

    DiskStream(HostSensors sensors) {
        this.sensors = sensors;
    }

    @Override
    public String name() {
        return "disk";
    }

    @Override
    public Optional<Consumer<MessageBuilder>> sample(long nowNs) {
        List<HostSensors.Disk> disks = sensors.disks();
        List<String> names = disks.stream().map(HostSensors.Disk::name).toList();
        double[] readRates = read.perSecond(
                names, disks.stream().mapToLong(HostSensors.Disk::readBytes).toArray(), nowNs);
        double[] writeRates = written.perSecond(
                names, disks.stream().mapToLong(HostSensors.Disk::writtenBytes).toArray(), nowNs);
        // Milliseconds busy per second, of a thousand: a tenth is the percentage. Disks with several queues report more
        // than there is.
        double[] utilisation = Arrays.stream(busyMs.perSecond(
                        names,
                        disks.stream().mapToLong(HostSensors.Disk::busyMs).toArray(),
                        nowNs))
                .map(ms -> Math.min(ms / 10, 100))
                .toArray();
        return disks.isEmpty()
                ? Optional.empty()
                : Optional.of(fields -> fields.texts("name", names)
                        .numbers("read", readRates, "byte/s")
                        .numbers("write", writeRates, "byte/s")
                        .numbers("utilisation", utilisation, "%"));
    }
}
