package io.firstlight.ingest.source.host;

import io.firstlight.ingest.producer.MessageBuilder;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import static io.firstlight.ingest.producer.MessageBuilder.UNITLESS;

/** {@code processes}: how many, and the {@value #TOP} that used the CPU most since the last sample, in percent of one core. */
final class ProcessStream implements HostStream {

    private static final int TOP = 5;

    private final HostSensors sensors;
    private final CounterRates cpuMs = new CounterRates();

    ProcessStream(HostSensors sensors) {
        this.sensors = sensors;
    }

    @Override
    public String name() {
        return "processes";
    }

    @Override
    public Optional<Consumer<MessageBuilder>> sample(long nowNs) {
        HostSensors.Processes processes = sensors.processes();
        List<HostSensors.RunningProcess> list = processes.list();
        double[] rates = cpuMs.perSecond(
                list.stream().map(HostSensors.RunningProcess::key).toList(),
                list.stream().mapToLong(HostSensors.RunningProcess::cpuMs).toArray(),
                nowNs);
        int[] top = IntStream.range(0, rates.length)
                .filter(i -> !Double.isNaN(rates[i]))
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -rates[i]))
                .limit(TOP)
                .mapToInt(Integer::intValue)
                .toArray();
        return Optional.of(fields -> fields.integer("count", processes.count(), UNITLESS)
                .integer("threads", processes.threads(), UNITLESS)
                .integer("uptime", processes.uptimeSeconds(), "s")
                .texts(
                        "topName",
                        IntStream.of(top).mapToObj(i -> list.get(i).name()).toList())
                .integers(
                        "topPid",
                        IntStream.of(top).mapToLong(i -> list.get(i).pid()).toArray(),
                        UNITLESS)
                .numbers(
                        "topCpu",
                        IntStream.of(top).mapToDouble(i -> rates[i] / 10).toArray(),
                        "%"));
    }
}
