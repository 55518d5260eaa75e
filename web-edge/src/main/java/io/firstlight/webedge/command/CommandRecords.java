package io.firstlight.webedge.command;

import io.firstlight.archive.page.CommandPages;
import io.firstlight.schemas.address.Address;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.json.JsonOutput;
import io.firstlight.schemas.json.Span;
import io.firstlight.schemas.record.RecordWriter;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/**
 * Writes the records of a command and of its acknowledgement: ordinary records of the component, whose one stream is the command's name.
 * Times are ISO 8601 in UTC, durations seconds.
 *
 * <p>Command:
 * <code>{"cmd", "params", "identity", "user", "client", "correlation_id", "time", "idempotency_key"}</code>. Acknowledgement:
 * <code>{"ack", "status", "correlation_id", "cmd", "user", "duration_s", "time"}</code>.
 */
final class CommandRecords {

    /** Longest text of an acknowledgement that is written down, in characters; the client gets all of it. */
    private static final int MOST_ACK = 4000;

    private static final int REPLACEMENT = 0xfffd;

    private CommandRecords() {}

    /** The value of the record that a command was asked for. */
    static byte[] command(CommandOrder order, String identity, UUID correlationId, Instant time) {
        Address address = order.request().address();
        JsonOutput payload = new JsonOutput(512)
                .literal("{\"cmd\":")
                .quoted(address.stream())
                .literal(",\"params\":")
                .span(order.request().params())
                .literal(",\"identity\":")
                .quoted(identity)
                .literal(",\"user\":")
                .quoted(order.user())
                .literal(",\"client\":")
                .quoted(order.client());
        stamp(payload, correlationId, time).literal(",\"idempotency_key\":");
        orNull(payload, order.idempotencyKey());
        return value(Category.COMMAND, address, payload.literal("}"));
    }

    /** The value of the record what came of it. */
    static byte[] acknowledgement(
            CommandOrder order, UUID correlationId, int status, String ack, Duration duration, Instant time) {
        Address address = order.request().address();
        JsonOutput payload = new JsonOutput(512)
                .literal("{\"ack\":")
                .quoted(storable(ack))
                .literal(",\"status\":")
                .number(status)
                .literal(",\"cmd\":")
                .quoted(address.stream())
                .literal(",\"user\":")
                .quoted(order.user())
                .literal(",\"duration_s\":")
                .literal(seconds(duration));
        return value(Category.ACK, address, stamp(payload, correlationId, time).literal("}"));
    }

    /** Seconds with three decimals; a clock that was set back makes none of them negative. */
    private static String seconds(Duration duration) {
        long ms = Math.max(0, duration.toMillis());
        return String.format(Locale.ROOT, "%d.%03d", ms / 1000, ms % 1000);
    }

    /** What a database can keep of a text that somebody else wrote, and no more than is of use. */
    private static String storable(String text) {
        StringBuilder kept = new StringBuilder(Math.min(text.length(), MOST_ACK));
        text.codePoints()
                .limit(MOST_ACK)
                .map(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) ? REPLACEMENT : c)
                .forEach(kept::appendCodePoint);
        return kept.toString();
    }

    private static JsonOutput stamp(JsonOutput payload, UUID correlationId, Instant time) {
        return payload.literal(",\"correlation_id\":\"")
                .literal(correlationId.toString())
                .literal("\",\"time\":\"")
                .literal(time.toString())
                .literal("\"");
    }

    private static void orNull(JsonOutput payload, @Nullable String text) {
        if (text == null) {
            payload.literal("null");
        } else {
            payload.quoted(text);
        }
    }

    private static byte[] value(Category category, Address address, JsonOutput payload) {
        byte[] data = new JsonOutput(payload.length() + 128)
                .literal("{\"")
                .literal(address.stream())
                .literal("\":")
                .span(payload.toByteArray())
                .literal("}")
                .toByteArray();
        return RecordWriter.write(
                category, address.component(), false, data, new Span(0, data.length), CommandPages.PRODUCER, null);
    }
}
