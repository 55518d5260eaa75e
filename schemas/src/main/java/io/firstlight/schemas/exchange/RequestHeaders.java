package io.firstlight.schemas.exchange;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where the answer to a request goes and until when it is wanted, as the request's Kafka headers; each is UTF-8 text. A record that has none
 * of them is fire-and-forget: nobody waits. The answer carries {@value #CORRELATION_ID} alone.
 *
 * <table>
 *   <caption>Headers</caption>
 *   <tr><td>{@value #CORRELATION_ID}</td><td>names the request; the answer repeats it</td></tr>
 *   <tr><td>{@value #REPLY_TOPIC}</td><td>the topic that the answer goes to, its full name</td></tr>
 *   <tr><td>{@value #REPLY_PARTITION}</td><td>the partition of it, a decimal number</td></tr>
 *   <tr><td>{@value #DEADLINE}</td><td>until when an answer is of use, in ms since 1970, a decimal number</td></tr>
 * </table>
 *
 * Immutable.
 *
 * @param correlationId names the request, 1 to 200 characters
 * @param replyTopic a legal topic name
 * @param replyPartition 0 or more
 * @param deadlineEpochMs until when an answer is of use
 */
public record RequestHeaders(String correlationId, String replyTopic, int replyPartition, long deadlineEpochMs) {

    /** Name of the header that names the request. */
    public static final String CORRELATION_ID = "correlation_id";
    /** Name of the header with the topic of the answer. */
    public static final String REPLY_TOPIC = "reply_topic";
    /** Name of the header with the partition of the answer. */
    public static final String REPLY_PARTITION = "reply_partition";
    /** Name of the header with the end of patience. */
    public static final String DEADLINE = "deadline";

    private static final int MOST_ID_CHARACTERS = 200;
    private static final Pattern TOPIC_NAME = Pattern.compile("[A-Za-z0-9._-]{1,249}");

    public RequestHeaders {
        if (correlationId.isEmpty() || correlationId.length() > MOST_ID_CHARACTERS) {
            throw new IllegalArgumentException(
                    CORRELATION_ID + " has " + correlationId.length() + " characters, not 1 to " + MOST_ID_CHARACTERS);
        }
        if (!TOPIC_NAME.matcher(replyTopic).matches()) {
            throw new IllegalArgumentException(REPLY_TOPIC + " '" + replyTopic + "' is no name of a topic");
        }
        if (replyPartition < 0) {
            throw new IllegalArgumentException(REPLY_PARTITION + " " + replyPartition + " is below 0");
        }
    }

    /** As headers of a record to be written. */
    public List<Header> toHeaders() {
        return List.of(
                header(CORRELATION_ID, correlationId),
                header(REPLY_TOPIC, replyTopic),
                header(REPLY_PARTITION, Integer.toString(replyPartition)),
                header(DEADLINE, Long.toString(deadlineEpochMs)));
    }

    /** The headers of the answer. */
    public List<Header> ofAnswer() {
        return List.of(header(CORRELATION_ID, correlationId));
    }

    /** Whether somebody waits for an answer to the record with these headers, or seems to: one of the four is there. */
    public static boolean wantAnswer(Headers headers) {
        return Stream.of(CORRELATION_ID, REPLY_TOPIC, REPLY_PARTITION, DEADLINE)
                .anyMatch(name -> headers.lastHeader(name) != null);
    }

    /** Reads a request's headers; empty if one of the four is absent or not of its form. */
    public static Optional<RequestHeaders> of(Headers headers) {
        String correlationId = text(headers, CORRELATION_ID);
        String replyTopic = text(headers, REPLY_TOPIC);
        String replyPartition = text(headers, REPLY_PARTITION);
        String deadline = text(headers, DEADLINE);
        if (correlationId == null || replyTopic == null || replyPartition == null || deadline == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new RequestHeaders(
                    correlationId, replyTopic, Integer.parseInt(replyPartition), Long.parseLong(deadline)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The request that an answer with these headers belongs to; empty if they do not say. */
    public static Optional<String> correlationId(Headers headers) {
        return Optional.ofNullable(text(headers, CORRELATION_ID));
    }

    private static Header header(String name, String text) {
        return new RecordHeader(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
