package io.firstlight.bench.ingest;

import io.firstlight.ingest.producer.Message;
import io.firstlight.ingest.producer.MessageBuilder;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Telemetry as a source in Java makes it: typed fields with units, built anew for each message, so that building is part of the figure.
 * Owned by the thread that sends.
 */
final class SdkMessages {

    private static final String STREAM = "load";
    private static final String UNIT = "deg";

    private final List<Component> components;
    private final int axes;
    private final String filler;
    private long sent;

    /**
     * Messages of that many components in turn.
     *
     * @param dataBytes size of each message's data, met to a few bytes
     */
    SdkMessages(String csc, int componentCount, int dataBytes) {
        components = IntStream.rangeClosed(1, componentCount)
                .mapToObj(index -> new Component(csc, index))
                .toList();
        int axes = 0;
        while (message(components.getFirst(), axes + 1, "", 0).data().length <= dataBytes) {
            axes++;
        }
        this.axes = axes;
        filler = "x"
                .repeat(Math.max(
                        0,
                        dataBytes - message(components.getFirst(), axes, "", 0).data().length));
    }

    Message next() {
        Component component = components.get((int) (sent % components.size()));
        return message(component, axes, filler, sent++);
    }

    /** Messages that delete what the others left in the latest state. */
    List<Message> deletions() {
        byte[] nothing = ("{\"" + STREAM + "\":null}").getBytes(StandardCharsets.UTF_8);
        return components.stream()
                .map(component -> new Message(Category.TELEMETRY, component, nothing))
                .toList();
    }

    private static Message message(Component component, int axes, String filler, long number) {
        MessageBuilder message = Message.telemetry(component).stream(STREAM).integer("number", number, "unitless");
        for (int i = 0; i < axes; i++) {
            message.number("axis" + i, (number + i) % 3600 / 10.0, UNIT);
        }
        return message.text("filler", filler).build();
    }
}
