package io.firstlight.bench.fanout;

import io.firstlight.bench.message.Stamp;
import io.firstlight.bench.message.Template;
import io.firstlight.ingest.producer.Message;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The addresses of a load: events of one component, streams numbered from 0, and the frames and records about them. Immutable but for what
 * is sent, thread-safe.
 */
final class Streams {

    private static final Component COMPONENT = new Component("Bench", 0);

    /** Bytes of a record's value beside its data: category, component, producer and time. */
    private static final int AROUND_DATA_BYTES = 110;

    private static final int DELETIONS_PER_RECORD = 100;

    private final int run;
    private final List<Template> templates;

    /**
     * Addresses of a run.
     *
     * @param run tells its messages from those of others
     * @param messageBytes size of a record's value, met to a few bytes
     */
    Streams(int run, int count, int messageBytes) {
        this.run = run;
        this.templates = IntStream.range(0, count)
                .mapToObj(key -> Template.data(name(key), messageBytes - AROUND_DATA_BYTES))
                .toList();
    }

    int count() {
        return templates.size();
    }

    private static String name(int key) {
        return "stream" + key;
    }

    /** The next message of a stream. */
    Message message(int key, long sequence, long dueNanos) {
        return new Message(Category.EVENT, COMPONENT, templates.get(key).with(new Stamp(run, key, sequence, dueNanos)));
    }

    /** Whether a stamp is of this run and of one of its streams. */
    boolean owns(Stamp stamp) {
        return stamp.run() == run && stamp.key() >= 0 && stamp.key() < templates.size();
    }

    /** The frame that subscribes to a stream. */
    static byte[] subscription(int key) {
        return ("{\"option\":\"subscribe\",\"category\":\"event\",\"csc\":\"" + COMPONENT.csc() + "\",\"salindex\":\""
                        + COMPONENT.salindex() + "\",\"stream\":\"" + name(key) + "\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The frames that subscribe to all of them. */
    List<byte[]> subscriptions() {
        return IntStream.range(0, count()).mapToObj(Streams::subscription).toList();
    }

    /** Messages that delete what the others left in the latest state. */
    List<Message> deletions() {
        List<Message> deletions = new ArrayList<>();
        for (int from = 0; from < count(); from += DELETIONS_PER_RECORD) {
            StringBuilder data = new StringBuilder("{");
            for (int key = from; key < Math.min(count(), from + DELETIONS_PER_RECORD); key++) {
                data.append(key == from ? "\"" : ",\"").append(name(key)).append("\":null");
            }
            deletions.add(new Message(
                    Category.EVENT, COMPONENT, data.append('}').toString().getBytes(StandardCharsets.UTF_8)));
        }
        return deletions;
    }
}
