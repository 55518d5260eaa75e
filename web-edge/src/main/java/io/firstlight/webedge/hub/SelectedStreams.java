package io.firstlight.webedge.hub;

import io.firstlight.schemas.json.JsonOutput;
import io.firstlight.schemas.record.ComponentRecord;
import io.firstlight.schemas.record.StreamSpan;

import java.util.List;

/** The object of some streams of a record, as the record has them. */
public final class SelectedStreams {

    private SelectedStreams() {}

    /** <code>{"stream": payload, ...}</code>. */
    static byte[] data(ComponentRecord record, List<StreamSpan> streams) {
        JsonOutput out = new JsonOutput(record.data().length() + 16);
        append(out, record.value(), streams);
        return out.toByteArray();
    }

    /** Appends the same. */
    public static void append(JsonOutput out, byte[] source, List<StreamSpan> streams) {
        String separator = "{\"";
        for (StreamSpan stream : streams) {
            out.literal(separator).literal(stream.stream()).literal("\": ").span(source, stream.payload());
            separator = ", \"";
        }
        out.literal("}");
    }
}
