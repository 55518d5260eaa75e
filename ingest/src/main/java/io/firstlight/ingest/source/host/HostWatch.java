package io.firstlight.ingest.source.host;

import io.firstlight.ingest.producer.Message;
import io.firstlight.schemas.address.Component;
import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static io.firstlight.ingest.producer.MessageBuilder.UNITLESS;

/**
 * The threshold events {@code diskNearlyFull}, {@code memoryLow}, {@code loadHigh}: each is sent once at the start and then only when its
 * state changes, always with the whole state, because late joiners get the last one alone. Owned by one thread.
 */
final class HostWatch {

    private static final double POINTS_BACK = 5;
    private static final double LOAD_BACK = 0.75;

    private final HostConfig config;
    private final Component component;
    private final Map<String, Threshold> disks = new HashMap<>();
    private final Threshold memory;
    private final Threshold load;
    private @Nullable List<String> fullBefore;
    private @Nullable Boolean lowBefore;
    private @Nullable Boolean highBefore;

    HostWatch(HostConfig config) {
        this.config = config;
        this.component = config.component();
        this.memory = new Threshold(config.memoryLowPercent(), config.memoryLowPercent() + POINTS_BACK);
        this.load = new Threshold(config.loadHighPerCore(), config.loadHighPerCore() * LOAD_BACK);
    }

    /** Takes the file systems as they are now; the event if the set of nearly full ones is another than before. */
    Optional<Message> fileSystems(List<HostSensors.FileSystem> all) {
        disks.keySet().retainAll(all.stream().map(HostSensors.FileSystem::mount).toList());
        List<HostSensors.FileSystem> full = all.stream()
                .filter(each -> disks.computeIfAbsent(
                                each.mount(),
                                mount ->
                                        new Threshold(config.diskFullPercent(), config.diskFullPercent() - POINTS_BACK))
                        .holdsAt(used(each)))
                .toList();
        List<String> mounts = full.stream().map(HostSensors.FileSystem::mount).toList();
        if (mounts.equals(fullBefore)) {
            return Optional.empty();
        }
        fullBefore = mounts;
        return Optional.of(Message.event(component).stream("diskNearlyFull")
                .flag("nearlyFull", !mounts.isEmpty())
                .texts("mount", mounts)
                .numbers("used", full.stream().mapToDouble(HostWatch::used).toArray(), "%")
                .number("threshold", config.diskFullPercent(), "%")
                .build());
    }

    /** Takes the memory as it is now; the event if its state changed. */
    Optional<Message> memory(HostSensors.Level level) {
        double available = 100 - LevelStreams.usedPercent(level.totalBytes(), level.availableBytes());
        boolean low = memory.holdsAt(available);
        if (lowBefore != null && low == lowBefore) {
            return Optional.empty();
        }
        lowBefore = low;
        return Optional.of(Message.event(component).stream("memoryLow")
                .flag("low", low)
                .number("available", available, "%")
                .number("threshold", config.memoryLowPercent(), "%")
                .build());
    }

    /** Takes the load as it is now; the event if its state changed. */
    Optional<Message> load(HostSensors.Cpu cpu) {
        double perCore = cpu.loadAverages()[0] / Math.max(cpu.coreTicks().length, 1);
        boolean high = load.holdsAt(perCore);
        if (highBefore != null && high == highBefore) {
            return Optional.empty();
        }
        highBefore = high;
        return Optional.of(Message.event(component).stream("loadHigh")
                .flag("high", high)
                .number("loadPerCore", perCore, UNITLESS)
                .number("threshold", config.loadHighPerCore(), UNITLESS)
                .build());
    }

    private static double used(HostSensors.FileSystem each) {
        return LevelStreams.usedPercent(each.totalBytes(), each.usableBytes());
    }
}
