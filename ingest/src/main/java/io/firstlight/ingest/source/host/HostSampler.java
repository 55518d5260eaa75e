package io.firstlight.ingest.source.host;

import io.firstlight.ingest.producer.Message;
import io.firstlight.ingest.producer.MessageBuilder;
import io.firstlight.schemas.address.Component;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

import static io.firstlight.ingest.producer.MessageBuilder.UNITLESS;

/**
 * Puts the machine's messages together. A sensor that fails is left out, counted as {@code firstlight.host.sensor.failed} by stream, and
 * logged the first time. Owned by one thread, which need not be the same for ever.
 */
final class HostSampler {

    private static final Logger log = LoggerFactory.getLogger(HostSampler.class);

    private final Component component;
    private final HostSensors sensors;
    private final HostWatch watch;
    private final MeterRegistry registry;
    private final List<HostStream> streams = new ArrayList<>();
    private final Set<String> failedBefore = new HashSet<>();

    HostSampler(HostConfig config, HostSensors sensors, MeterRegistry registry) {
        this.component = config.component();
        this.sensors = sensors;
        this.watch = new HostWatch(config);
        this.registry = registry;
        streams.add(new CpuStream(sensors));
        streams.addAll(LevelStreams.of(sensors));
        streams.add(new DiskStream(sensors));
        streams.add(new NetworkStream(sensors));
        streams.add(new ProcessStream(sensors));
    }

    /** What does not change while the machine runs, one message per event. */
    List<Message> facts() {
        List<Message> messages = new ArrayList<>();
        guarded("hardware", () -> Optional.of(hardware(sensors.hardware()))).ifPresent(messages::add);
        guarded("software", () -> Optional.of(software(sensors.software()))).ifPresent(messages::add);
        return messages;
    }

    /** The source's own state. */
    Message summaryState(SummaryState state) {
        return Message.event(component).stream("summaryState")
                .integer("summaryState", state.number(), UNITLESS)
                .build();
    }

    /** One sample: a telemetry message of all streams, if there is any, and the threshold events that are due. */
    List<Message> sample(long nowNs) {
        MessageBuilder telemetry = Message.telemetry(component);
        boolean any = false;
        for (HostStream stream : streams) {
            Optional<Consumer<MessageBuilder>> fields = guarded(stream.name(), () -> stream.sample(nowNs));
            if (fields.isPresent()) {
                fields.get().accept(telemetry.stream(stream.name()));
                any = true;
            }
        }
        List<Message> messages = new ArrayList<>();
        if (any) {
            messages.add(telemetry.build());
        }
        guarded("diskNearlyFull", () -> watch.fileSystems(sensors.fileSystems()))
                .ifPresent(messages::add);
        guarded("memoryLow", () -> watch.memory(sensors.memory())).ifPresent(messages::add);
        guarded("loadHigh", () -> watch.load(sensors.cpu())).ifPresent(messages::add);
        return messages;
    }

    private Message hardware(HostSensors.Hardware hardware) {
        return Message.event(component).stream("hardware")
                .text("cpuModel", hardware.cpuModel())
                .text("cpuVendor", hardware.cpuVendor())
                .integer("physicalCores", hardware.physicalCores(), UNITLESS)
                .integer("logicalCores", hardware.logicalCores(), UNITLESS)
                .integer("memory", hardware.memoryBytes(), "byte")
                .text("model", hardware.model())
                .build();
    }

    private Message software(HostSensors.Software software) {
        return Message.event(component).stream("software")
                .text("osFamily", software.family())
                .text("osVersion", software.version())
                .text("osBuild", software.build())
                .integer("osBits", software.bits(), "bit")
                .text("hostName", software.hostName())
                .text("java", software.java())
                .build();
    }

    private <T> Optional<T> guarded(String stream, Supplier<Optional<T>> reading) {
        try {
            return reading.get();
        } catch (RuntimeException | LinkageError e) {
            // A native library that is missing shows as a LinkageError; the sensors without it still work.
            registry.counter("firstlight.host.sensor.failed", "stream", stream).increment();
            if (failedBefore.add(stream)) {
                log.warn("sensor of {} failed; from now on it is only counted", stream, e);
            }
            return Optional.empty();
        }
    }
}
