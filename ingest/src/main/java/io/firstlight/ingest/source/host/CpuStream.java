package io.firstlight.ingest.source.host;

import io.firstlight.ingest.producer.MessageBuilder;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

import static io.firstlight.ingest.producer.MessageBuilder.UNITLESS;

/**
 * {@code cpu}: busy part in total and per core between two samples, load averages, clock frequencies. The ticks of a core are in the
 * order user, nice, system, idle, waiting for a disk, and more that is busy; the two in the middle are not busy.
 */
final class CpuStream implements HostStream {

    private static final int IDLE = 3;
    private static final int WAITING = 4;

    private final HostSensors sensors;
    private long[][] before = {};

    CpuStream(HostSensors sensors) {
        this.sensors = sensors;
    }

    @Override
    public String name() {
        return "cpu";
    }

    @Override
    public Optional<Consumer<MessageBuilder>> sample(long nowNs) {
        HostSensors.Cpu cpu = sensors.cpu();
        long[][] now = cpu.coreTicks();
        double[] perCore = new double[now.length];
        long busy = 0;
        long all = 0;
        boolean comparable = before.length == now.length;
        for (int core = 0; core < now.length; core++) {
            long coreBusy = comparable ? busy(now[core]) - busy(before[core]) : 0;
            long coreAll = comparable ? all(now[core]) - all(before[core]) : 0;
            perCore[core] = percent(coreBusy, coreAll);
            busy += coreBusy;
            all += coreAll;
        }
        before = now;
        double load = percent(busy, all);
        return Optional.of(fields -> {
            fields.number("load", load, "%").numbers("loadPerCore", perCore, "%");
            double[] averages = cpu.loadAverages();
            fields.number("loadAverage1", averages[0], UNITLESS)
                    .number("loadAverage5", averages[1], UNITLESS)
                    .number("loadAverage15", averages[2], UNITLESS);
            if (cpu.frequenciesHz().length > 0) {
                fields.numbers(
                        "frequency",
                        Arrays.stream(cpu.frequenciesHz()).map(hz -> hz / 1e6).toArray(),
                        "MHz");
            }
        });
    }

    private static double percent(long part, long whole) {
        return whole > 0 ? Math.clamp(100.0 * part / whole, 0, 100) : Double.NaN;
    }

    private static long all(long[] ticks) {
        return Arrays.stream(ticks).sum();
    }

    private static long busy(long[] ticks) {
        return all(ticks) - ticks[IDLE] - ticks[WAITING];
    }
}
