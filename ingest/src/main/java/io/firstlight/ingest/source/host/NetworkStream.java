package io.firstlight.ingest.source.host;

import io.firstlight.ingest.producer.MessageBuilder;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import static io.firstlight.ingest.producer.MessageBuilder.UNITLESS;

/** {@code network}: what each interface receives and sends, and its errors since it is up. */
final class NetworkStream implements HostStream {

    private final HostSensors sensors;
    private final CounterRates received = new CounterRates();
    private final CounterRates sent = new CounterRates();

    NetworkStream(HostSensors sensors) {
        this.sensors = sensors;
    }

    @Override
    public String name() {
        return "network";
    }

    @Override
    public Optional<Consumer<MessageBuilder>> sample(long nowNs) {
        List<HostSensors.NetworkInterface> interfaces = sensors.networkInterfaces();
        List<String> names =
                interfaces.stream().map(HostSensors.NetworkInterface::name).toList();
        double[] receiveRates = received.perSecond(
                names,
                interfaces.stream()
                        .mapToLong(HostSensors.NetworkInterface::receivedBytes)
                        .toArray(),
                nowNs);
        double[] sendRates = sent.perSecond(
                names,
                interfaces.stream()
                        .mapToLong(HostSensors.NetworkInterface::sentBytes)
                        .toArray(),
                nowNs);
        return interfaces.isEmpty()
                ? Optional.empty()
                : Optional.of(fields -> fields.texts("name", names)
                        .numbers("receive", receiveRates, "byte/s")
                        .numbers("send", sendRates, "byte/s")
                        .integers(
                                "receiveErrors",
                                interfaces.stream()
                                        .mapToLong(HostSensors.NetworkInterface::receiveErrors)
                                        .toArray(),
                                UNITLESS)
                        .integers(
                                "sendErrors",
                                interfaces.stream()
                                        .mapToLong(HostSensors.NetworkInterface::sendErrors)
                                        .toArray(),
                                UNITLESS));
    }
}
