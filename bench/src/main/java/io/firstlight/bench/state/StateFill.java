package io.firstlight.bench.state;

import io.firstlight.bench.message.Streams;
import io.firstlight.ingest.producer.Message;
import io.firstlight.ingest.producer.TelemetryProducer;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;

import java.nio.charset.StandardCharsets;

/** Telemetry that gives many addresses a value, or takes it away again. Immutable. */
final class StateFill {

    private static final int STREAMS_PER_COMPONENT = 1000;
    private static final int STREAMS_PER_RECORD = 50;

    /** Records under way: the producer waits for Kafka when it has more. */
    private static final int FLUSH_EVERY = 2000;

    private final int addresses;
    private final int valueBytes;

    /**
     * So many addresses.
     *
     * @param valueBytes size of each value, met to a few bytes
     */
    StateFill(int addresses, int valueBytes) {
        this.addresses = addresses;
        this.valueBytes = valueBytes;
    }

    /** Writes every value once; returns when Kafka has them. */
    void write(TelemetryProducer producer) {
        send(producer, STREAMS_PER_RECORD, this::value);
    }

    /** Deletes every address; returns when Kafka has that. */
    void delete(TelemetryProducer producer) {
        send(producer, STREAMS_PER_COMPONENT, key -> "null");
    }

    private interface Values {
        String of(int key);
    }

    private void send(TelemetryProducer producer, int streamsPerRecord, Values values) {
        int sent = 0;
        for (int first = 0; first < addresses; first += streamsPerRecord) {
            StringBuilder data = new StringBuilder("{");
            for (int key = first; key < Math.min(addresses, first + streamsPerRecord); key++) {
                data.append(key == first ? "\"" : ",\"").append("value").append(key % STREAMS_PER_COMPONENT);
                data.append("\":").append(values.of(key));
            }
            byte[] bytes = data.append('}').toString().getBytes(StandardCharsets.UTF_8);
            var unused = producer.send(new Message(
                    Category.TELEMETRY, new Component(Streams.CSC + "State", first / STREAMS_PER_COMPONENT), bytes));
            if (++sent % FLUSH_EVERY == 0) {
                producer.flush();
            }
        }
        producer.flush();
    }

    /** Looks like telemetry of an axis, with a text to fill it up. */
    private String value(int key) {
        String start = "{\"position\":{\"value\":" + key + ".25,\"units\":\"deg\"},\"velocity\":{\"value\":0." + key
                + ",\"units\":\"deg/s\"},\"note\":\"";
        return start + "x".repeat(Math.max(0, valueBytes - start.length() - 2)) + "\"}";
    }
}
