package io.firstlight.bench.message;

import io.firstlight.ingest.producer.Message;
import io.firstlight.ingest.producer.TelemetryProducer;

import java.util.List;

/** What a load leaves in the latest state. Stateless. */
public final class Remains {

    private Remains() {}

    /** Sends the messages that delete it, and waits until they are acknowledged or have failed: then it stays until the next load. */
    public static void delete(TelemetryProducer producer, List<Message> deletions) {
        for (Message deletion : deletions) {
            var unused = producer.send(deletion);
        }
        producer.flush();
    }
}
