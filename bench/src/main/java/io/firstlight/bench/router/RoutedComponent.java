package io.firstlight.bench.router;

import io.firstlight.bench.message.Stamp;
import io.firstlight.bench.message.Template;
import io.firstlight.ingest.producer.Message;
import io.firstlight.ingest.producer.TelemetryProducer;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;

import java.util.List;
import java.util.stream.IntStream;

/** One of the components that the records belong to, with its one stream. Immutable. */
record RoutedComponent(Component component, Template data) {

    /** What a record's value holds beside its data, about. */
    private static final int BYTES_AROUND = 100;

    static List<RoutedComponent> of(int count, int recordBytes) {
        Template data = Template.data("load", recordBytes - BYTES_AROUND);
        return IntStream.rangeClosed(1, count)
                .mapToObj(index -> new RoutedComponent(new Component("Bench", index), data))
                .toList();
    }

    void send(TelemetryProducer producer, long number) {
        byte[] bytes = data.with(new Stamp(1, component.salindex(), number + 1, System.nanoTime()));
        var unused = producer.send(new Message(Category.TELEMETRY, component, bytes));
    }
}
