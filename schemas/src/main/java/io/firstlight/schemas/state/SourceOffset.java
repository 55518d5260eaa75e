package io.firstlight.schemas.state;

import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The record that a state entry was made from. Header form: {@code topic/partition/offset/topicId} in UTF-8, for example
 * {@code firstlight.event/3/4711/Xy0xWvkLQ4yW1gV5sKXb2w}. The id, in Kafka's own text form, tells a topic from its successor of the same
 * name; entries written before there were ids, and places where it does not matter, lack it together with its slash.
 *
 * @param topic the topic's full name
 * @param partition the partition's number
 * @param offset the record's offset
 * @param topicId the topic's id; null if unknown
 */
public record SourceOffset(
        String topic, int partition, long offset, @Nullable Uuid topicId) {

    public SourceOffset {
        if (partition < 0 || offset < 0) {
            throw new IllegalArgumentException("partition " + partition + " or offset " + offset + " is negative");
        }
    }

    /** A place in a topic whose id is not known. */
    public SourceOffset(String topic, int partition, long offset) {
        this(topic, partition, offset, null);
    }

    /** Name of the header. */
    public static final String HEADER = "source";

    private static final Pattern FORM = Pattern.compile("([^/]+)/(\\d{1,9})/(\\d{1,18})(?:/([A-Za-z0-9_-]{22}))?");

    /** The same place in the topic of that id. */
    public SourceOffset in(@Nullable Uuid id) {
        return new SourceOffset(topic, partition, offset, id);
    }

    /** The header's bytes. */
    public byte[] toBytes() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Reads the header's bytes; empty if they are not of that form. */
    public static Optional<SourceOffset> parse(byte[] header) {
        Matcher matcher = FORM.matcher(new String(header, StandardCharsets.UTF_8));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String id = matcher.group(4);
        return Optional.of(new SourceOffset(
                matcher.group(1),
                Integer.parseInt(matcher.group(2)),
                Long.parseLong(matcher.group(3)),
                id == null ? null : Uuid.fromString(id)));
    }

    @Override
    public String toString() {
        return topic + '/' + partition + '/' + offset + (topicId == null ? "" : "/" + topicId);
    }
}
