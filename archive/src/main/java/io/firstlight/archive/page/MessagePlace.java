package io.firstlight.archive.page;

import org.apache.kafka.common.Uuid;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a message lies in the log: known as soon as Kafka has it, and for ever. As text {@code topicId.partition.offset}, the topic's id in
 * Kafka's own letters (22 of URL-safe base 64).
 *
 * @param topicId the topic's id: one that was made again has another
 * @param partition the partition's number
 * @param offset the record's offset
 */
public record MessagePlace(Uuid topicId, int partition, long offset) {

    private static final Pattern TEXT =
            Pattern.compile("([A-Za-z0-9_-]{22})\\.(0|[1-9][0-9]{0,8})\\.(0|[1-9][0-9]{0,17})");

    public MessagePlace {
        Objects.requireNonNull(topicId, "topicId");
        if (partition < 0 || offset < 0) {
            throw new IllegalArgumentException("partition " + partition + " or offset " + offset + " is negative");
        }
    }

    /** The place that a text names; empty if it names none. */
    public static Optional<MessagePlace> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Uuid topicId = Uuid.fromString(matcher.group(1));
        // The last letter has bits to spare; a place has one text only.
        return topicId.toString().equals(matcher.group(1))
                ? Optional.of(
                        new MessagePlace(topicId, Integer.parseInt(matcher.group(2)), Long.parseLong(matcher.group(3))))
                : Optional.empty();
    }

    /** As text. */
    public String text() {
        return topicId + "." + partition + "." + offset;
    }
}
