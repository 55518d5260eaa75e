package io.firstlight.ingest.source.host;

import io.firstlight.ingest.producer.MessageBuilder;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The streams that need one reading only: {@code memory}, {@code swap}, {@code filesystem}, {@code temperature}, {@code fan}. */
final class LevelStreams {

    private LevelStreams() {}

    private interface Reading {
        Optional<Consumer<MessageBuilder>> read();
    }

    static List<HostStream> of(HostSensors sensors) {
        return List.of(
                stream("memory", () -> level(sensors.memory())),
                stream("swap", () -> level(sensors.swap())),
                stream("filesystem", () -> fileSystems(sensors.fileSystems())),
                stream("temperature", () -> temperature(sensors.cpuTemperature())),
                stream("fan", () -> fans(sensors.fanSpeeds())));
    }

    /** The used part in percent; NaN of nothing. */
    static double usedPercent(long totalBytes, long availableBytes) {
        return totalBytes > 0 ? 100.0 * (totalBytes - availableBytes) / totalBytes : Double.NaN;
    }

    private static Optional<Consumer<MessageBuilder>> level(HostSensors.Level level) {
        return level.totalBytes() == 0
                ? Optional.empty()
                : Optional.of(fields -> fields.integer("total", level.totalBytes(), "byte")
                        .integer("available", level.availableBytes(), "byte")
                        .number("used", usedPercent(level.totalBytes(), level.availableBytes()), "%"));
    }

    private static Optional<Consumer<MessageBuilder>> fileSystems(List<HostSensors.FileSystem> all) {
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(fields -> fields.texts(
                                "mount",
                                all.stream().map(HostSensors.FileSystem::mount).toList())
                        .integers(
                                "total",
                                all.stream()
                                        .mapToLong(HostSensors.FileSystem::totalBytes)
                                        .toArray(),
                                "byte")
                        .integers(
                                "usable",
                                all.stream()
                                        .mapToLong(HostSensors.FileSystem::usableBytes)
                                        .toArray(),
                                "byte")
                        .numbers(
                                "used",
                                all.stream()
                                        .mapToDouble(each -> usedPercent(each.totalBytes(), each.usableBytes()))
                                        .toArray(),
                                "%"));
    }

    private static Optional<Consumer<MessageBuilder>> temperature(double celsius) {
        return Double.isNaN(celsius) ? Optional.empty() : Optional.of(fields -> fields.number("cpu", celsius, "deg_C"));
    }

    private static Optional<Consumer<MessageBuilder>> fans(long[] speeds) {
        return speeds.length == 0 ? Optional.empty() : Optional.of(fields -> fields.integers("speed", speeds, "r/min"));
    }

    private static HostStream stream(String name, Reading reading) {
        return new HostStream() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Optional<Consumer<MessageBuilder>> sample(long nowNs) {
                return reading.read();
            }
        };
    }
}
