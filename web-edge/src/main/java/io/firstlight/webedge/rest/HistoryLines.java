package io.firstlight.webedge.rest;

import io.firstlight.schemas.json.JsonOutput;
import io.firstlight.schemas.position.PositionToken;
import io.firstlight.schemas.record.ComponentRecord;
import io.firstlight.schemas.record.StreamSpan;
import io.firstlight.webedge.log.Frontier;
import io.firstlight.webedge.log.LogEntry;
import io.firstlight.webedge.log.LogLayout;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Writes lines of history: NDJSON, or CSV after RFC 4180. */
final class HistoryLines {

    static final String CSV_HEAD = "category,csc,salindex,stream,time,value\r\n";

    private HistoryLines() {}

    /** A line per stream; the record's last one has the position, as a page that began in the middle of a record would lose its other half. */
    static HistoryPage.Lines ndjson(OutputStream out, LogLayout layout) {
        return (entry, component, streams, after) -> {
            JsonOutput lines = new JsonOutput(component.value().length + 400);
            for (int i = 0; i < streams.size(); i++) {
                boolean last = i == streams.size() - 1;
                line(lines, entry, component, streams.get(i), last ? token(after, layout) : "");
            }
            out.write(lines.toByteArray());
        };
    }

    private static void line(
            JsonOutput out, LogEntry entry, ComponentRecord component, StreamSpan stream, String position) {
        out.literal("{\"category\":\"")
                .literal(component.category().wireName())
                .literal("\",\"csc\":\"")
                .literal(component.component().csc())
                .literal("\",\"salindex\":")
                .number(component.component().salindex())
                .literal(",\"stream\":\"")
                .literal(stream.stream())
                .literal("\",\"time\":\"")
                .literal(time(entry))
                .literal("\",\"value\":")
                .span(component.value(), stream.payload());
        String producer = component.producer();
        if (producer != null) {
            out.literal(",\"producer\":").quoted(producer);
        }
        if (!position.isEmpty()) {
            out.literal(",\"position\":\"").literal(position).literal("\"");
        }
        out.literal("}\n");
    }

    /** The line after the last. */
    static byte[] ndjsonEnd(HistoryPage.Result result, LogLayout layout) {
        return new JsonOutput(200)
                .literal("{\"next\":\"")
                .literal(token(result.next(), layout))
                .literal(
                        result.end() == HistoryPage.End.COMPLETE
                                ? "\",\"complete\":true}\n"
                                : "\",\"complete\":false}\n")
                .toByteArray();
    }

    /** A line per stream; only the value can hold characters that need quotes. */
    static HistoryPage.Lines csv(OutputStream out) {
        return (entry, component, streams, after) -> {
            for (StreamSpan stream : streams) {
                out.write(csvLine(entry, component, stream).getBytes(StandardCharsets.UTF_8));
            }
        };
    }

    private static String csvLine(LogEntry entry, ComponentRecord component, StreamSpan stream) {
        String value = new String(
                component.value(), stream.payload().start(), stream.payload().length(), StandardCharsets.UTF_8);
        return String.join(
                        ",",
                        List.of(
                                component.category().wireName(),
                                component.component().csc(),
                                Integer.toString(component.component().salindex()),
                                stream.stream(),
                                time(entry),
                                '"' + value.replace("\"", "\"\"") + '"'))
                + "\r\n";
    }

    static String token(Frontier frontier, LogLayout layout) {
        return PositionToken.encode(frontier.position(layout));
    }

    private static String time(LogEntry entry) {
        return Instant.ofEpochMilli(entry.record().timestampMs()).toString();
    }

    /** Counts lines only. */
    static HistoryPage.Lines nowhere() {
        return (entry, component, streams, after) -> {};
    }
}
