package io.firstlight.schemas.quarantine;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Why a record lies in quarantine and where it came from, as its Kafka headers; each is UTF-8 text.
 *
 * <table>
 *   <caption>Headers</caption>
 *   <tr><td>{@value #REASON}</td><td>what is wrong with it, for an operator</td></tr>
 *   <tr><td>{@value #SOURCE}</td><td>{@code topic/partition/offset} as of {@link io.firstlight.schemas.state.SourceOffset} for what lay in
 *       a topic, else who sent it, for example {@code producer MTDome-gateway}</td></tr>
 *   <tr><td>{@value #SERVICE}</td><td>who put it here: {@code intake}, {@code router}, {@code archive}</td></tr>
 *   <tr><td>{@value #TIME}</td><td>when, ISO 8601 in UTC</td></tr>
 * </table>
 *
 * Immutable.
 *
 * @param reason what is wrong with it
 * @param source where it came from
 * @param service who put it here
 * @param time when
 */
public record QuarantineHeaders(String reason, String source, String service, Instant time) {

    /** Name of the header that says what is wrong. */
    public static final String REASON = "reason";
    /** Name of the header that says where it came from. */
    public static final String SOURCE = "source";
    /** Name of the header that says who put it here. */
    public static final String SERVICE = "service";
    /** Name of the header that says when. */
    public static final String TIME = "time";

    public QuarantineHeaders {
        Objects.requireNonNull(reason, REASON);
        Objects.requireNonNull(source, SOURCE);
        Objects.requireNonNull(service, SERVICE);
        Objects.requireNonNull(time, TIME);
    }

    /** As headers of a record to be written. */
    public List<Header> toHeaders() {
        return List.of(
                header(REASON, reason),
                header(SOURCE, source),
                header(SERVICE, service),
                header(TIME, time.toString()));
    }

    /** Reads a record's headers; empty if one of the four is absent or the time is none. */
    public static Optional<QuarantineHeaders> of(Headers headers) {
        String reason = text(headers, REASON);
        String source = text(headers, SOURCE);
        String service = text(headers, SERVICE);
        String time = text(headers, TIME);
        if (reason == null || source == null || service == null || time == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new QuarantineHeaders(reason, source, service, Instant.parse(time)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Header header(String name, String text) {
        return new RecordHeader(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
