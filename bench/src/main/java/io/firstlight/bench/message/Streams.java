package io.firstlight.bench.message;

import io.firstlight.ingest.producer.Message;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The addresses of a load: streams numbered from 0, spread over one or more instances of component {@code Bench}, and the frames and records
 * about them. Immutable, thread-safe.
 */
public final class Streams {

    /** The name of the component that loads write. */
    public static final String CSC = "Bench";

    /** Bytes of a record's value beside its data: category, component, producer and time. */
    private static final int AROUND_DATA_BYTES = 110;

    private static final int DELETIONS_PER_RECORD = 100;

    private final Category category;
    private final int run;
    private final int components;
    private final List<Template> templates;

    /**
     * Events of one instance.
     *
     * @param run tells its messages from those of others
     * @param messageBytes size of a record's value, met to a few bytes
     */
    public Streams(int run, int count, int messageBytes) {
        this(Category.EVENT, run, 1, count, messageBytes);
    }

    /**
     * Addresses of a run.
     *
     * @param run tells its messages from those of others
     * @param components how many instances share the streams, in turn
     * @param messageBytes size of a record's value, met to a few bytes
     */
    public Streams(Category category, int run, int components, int count, int messageBytes) {
        this.category = category;
        this.run = run;
        this.components = components;
        this.templates = IntStream.range(0, count)
                .mapToObj(key -> Template.data(name(key), messageBytes - AROUND_DATA_BYTES))
                .toList();
    }

    /** How many there are. */
    public int count() {
        return templates.size();
    }

    /** What category they are of. */
    public Category category() {
        return category;
    }

    /** The instance that a stream belongs to. */
    public int salindex(int key) {
        return key % components;
    }

    /** A stream's name. */
    public static String name(int key) {
        return "stream" + key;
    }

    /** The next message of a stream. */
    public Message message(int key, long sequence, long dueNanos) {
        return new Message(
                category,
                new Component(CSC, salindex(key)),
                templates.get(key).with(new Stamp(run, key, sequence, dueNanos)));
    }

    /** Whether a stamp is of this run and of one of its streams. */
    public boolean owns(Stamp stamp) {
        return stamp.run() == run && stamp.key() >= 0 && stamp.key() < templates.size();
    }

    /** The frame that subscribes to a stream, without any option. */
    public byte[] subscription(int key) {
        return ("{\"option\":\"subscribe\",\"category\":\"" + category.loveName() + "\",\"csc\":\"" + CSC
                        + "\",\"salindex\":\"" + salindex(key) + "\",\"stream\":\"" + name(key) + "\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The frames that subscribe to all of them. */
    public List<byte[]> subscriptions() {
        return IntStream.range(0, count()).mapToObj(this::subscription).toList();
    }

    /** Messages that delete what the others left in the latest state. */
    public List<Message> deletions() {
        List<Message> deletions = new ArrayList<>();
        for (int index = 0; index < components; index++) {
            int instance = index;
            List<Integer> keys = IntStream.range(0, count())
                    .filter(key -> salindex(key) == instance)
                    .boxed()
                    .toList();
            for (int from = 0; from < keys.size(); from += DELETIONS_PER_RECORD) {
                deletions.add(deletion(index, keys.subList(from, Math.min(keys.size(), from + DELETIONS_PER_RECORD))));
            }
        }
        return deletions;
    }

    private Message deletion(int index, List<Integer> keys) {
        StringBuilder data = new StringBuilder("{");
        for (int key : keys) {
            data.append(data.length() == 1 ? "\"" : ",\"").append(name(key)).append("\":null");
        }
        return new Message(
                category, new Component(CSC, index), data.append('}').toString().getBytes(StandardCharsets.UTF_8));
    }
}
