package io.firstlight.schemas.state;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The record that a state entry was made from. Header form: {@code topic/partition/offset} in UTF-8, for example
 * {@code firstlight.event/3/4711}.
 *
 * @param topic the topic's full name
 * @param partition the partition's number
 * @param offset the record's offset
 */
public record SourceOffset(String topic, int partition, long offset) {

    public SourceOffset {
        if (partition < 0 || offset < 0) {
            throw new IllegalArgumentException("partition " + partition + " or offset " + offset + " is negative");
        }
    }

    /** Name of the header. */
    public static final String HEADER = "source";

    private static final Pattern FORM = Pattern.compile("([^/]+)/(\\d{1,9})/(\\d{1,18})");

    /** The header's bytes. */
    public byte[] toBytes() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Reads the header's bytes; empty if they are not of that form. */
    public static Optional<SourceOffset> parse(byte[] header) {
        Matcher matcher = FORM.matcher(new String(header, StandardCharsets.UTF_8));
        return matcher.matches()
                ? Optional.of(new SourceOffset(
                        matcher.group(1), Integer.parseInt(matcher.group(2)), Long.parseLong(matcher.group(3))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return topic + '/' + partition + '/' + offset;
    }
}
