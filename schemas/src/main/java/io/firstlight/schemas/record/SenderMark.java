package io.firstlight.schemas.record;

import io.firstlight.schemas.address.Names;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which message of which sender a record holds, so that a message that is sent again after a broken connection is told from a new one. A
 * header of the record, and of the state entries made from it: {@code sender/number} in ASCII, for example {@code 6f1c/4711}.
 *
 * @param sender what the sender calls itself for as long as it runs, a legal name ({@link Names}); nobody else may use it
 * @param number the message's number, from 1 on and growing, at most {@value #MOST}
 */
public record SenderMark(String sender, long number) {

    /** Name of the header. */
    public static final String HEADER = "sender";

    /** The largest number: 18 digits. */
    public static final long MOST = 999_999_999_999_999_999L;

    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9_.-]{1,99})/(\\d{1,18})");

    public SenderMark {
        if (!Names.isLegal(sender)) {
            throw new IllegalArgumentException("'" + sender + "' is no name for a sender");
        }
        if (number < 1 || number > MOST) {
            throw new IllegalArgumentException("messages are numbered from 1 to " + MOST + ", not " + number);
        }
    }

    /** The header. */
    public Header toHeader() {
        return new RecordHeader(HEADER, toString().getBytes(StandardCharsets.US_ASCII));
    }

    /** The mark among a record's headers; null if there is none, or one that is not of its form. */
    public static @Nullable SenderMark of(Headers headers) {
        Header header = headers.lastHeader(HEADER);
        return header == null ? null : parse(header.value()).orElse(null);
    }

    private static Optional<SenderMark> parse(byte[] value) {
        Matcher matcher = FORM.matcher(new String(value, StandardCharsets.ISO_8859_1));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(matcher.group(2));
        return number < 1 ? Optional.empty() : Optional.of(new SenderMark(matcher.group(1), number));
    }

    @Override
    public String toString() {
        return sender + '/' + number;
    }
}
