package io.firstlight.standalone.tap;

import io.firstlight.schemas.json.Span;
import io.firstlight.schemas.record.ComponentRecord;
import io.firstlight.schemas.record.RecordParser;
import io.firstlight.schemas.record.StreamSpan;
import io.firstlight.schemas.state.StateEntry;
import io.firstlight.schemas.topic.TopicPlan;
import io.firstlight.standalone.command.OneLine;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.stream.Collectors;

/** Time (UTC), topic without its prefix, key, and the streams with short values, for reading along on a terminal. */
final class HumanLine implements LineFormat {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final int SHORT_VALUE = 72;
    private static final int LONG_VALUE = 200;

    private final TopicPlan plan;

    HumanLine(TopicPlan plan) {
        this.plan = plan;
    }

    @Override
    public String line(ConsumerRecord<byte[], byte[]> record) {
        String topic = plan.topic(record.topic()).map(t -> t.suffix()).orElse(record.topic());
        String key = TappedRecord.key(record);
        return TIME.format(Instant.ofEpochMilli(record.timestamp())) + "  " + String.format("%-9s", topic) + " "
                + (key == null ? "-" : shortened(key, SHORT_VALUE)) + "  " + value(record);
    }

    private static String value(ConsumerRecord<byte[], byte[]> record) {
        byte @Nullable [] value = record.value();
        if (value == null) {
            return "(deleted)";
        }
        Optional<StateEntry> state = StateEntry.parse(value);
        if (state.isPresent()) {
            return text(value, state.get().payload(), LONG_VALUE);
        }
        if (RecordParser.parse(value) instanceof ComponentRecord component) {
            return component.streams().stream()
                    .map((StreamSpan span) -> span.stream() + "=" + text(value, span.payload(), SHORT_VALUE))
                    .collect(Collectors.joining("  "));
        }
        return text(value, new Span(0, value.length), LONG_VALUE);
    }

    private static String text(byte[] value, Span span, int length) {
        // Not all of a value of megabytes is decoded for a line of it; a character cut in two becomes the replacement
        // character.
        int bytes = Math.min(span.length(), 4 * length);
        return shortened(new String(value, span.start(), bytes, StandardCharsets.UTF_8), length);
    }

    private static String shortened(String text, int length) {
        String line = OneLine.of(text);
        return line.length() <= length ? line : line.substring(0, length - 1) + "…";
    }
}
