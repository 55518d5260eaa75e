package io.firstlight.webedge.sse;

import io.firstlight.schemas.json.JsonOutput;
import io.firstlight.schemas.json.Span;
import io.firstlight.schemas.record.InitialStateRequest;
import io.firstlight.schemas.record.StreamSpan;
import io.firstlight.webedge.hub.Extras;
import io.firstlight.webedge.hub.Origin;
import io.firstlight.webedge.hub.SelectedStreams;
import io.firstlight.webedge.hub.WireShape;

import java.time.Instant;
import java.util.List;

/**
 * An event per record:
 *
 * <pre>
 * id: position
 * data: {"category": C, "csc": X, "salindex": I, "time": ISO, "data": {S: payload, ...}}
 * </pre>
 *
 * A value of the snapshot has {@code "snapshot": true} and no id. Payloads are strict JSON as in the topics.
 */
final class StreamShape implements WireShape {

    /** The one instance: the hub tells shapes by identity. */
    static final StreamShape INSTANCE = new StreamShape();

    private StreamShape() {}

    @Override
    public boolean hasPositions() {
        return true;
    }

    @Override
    public boolean hasExtremes() {
        return false;
    }

    @Override
    public boolean isLossless() {
        return true;
    }

    @Override
    public byte[] selection(Origin origin, String name, byte[] source, List<StreamSpan> streams, Extras extras) {
        JsonOutput out = new JsonOutput(source.length + 360);
        if (extras.position() != null) {
            out.literal("id: ").literal(extras.position()).literal("\n");
        }
        int from = out.literal("data: ").length();
        out.literal("{\"category\": \"")
                .literal(origin.category().wireName())
                .literal("\", \"csc\": \"")
                .literal(origin.component().csc())
                .literal("\", \"salindex\": ")
                .number(origin.component().salindex())
                .literal(", \"time\": \"")
                .literal(Instant.ofEpochMilli(origin.timestampMs()).toString())
                .literal("\", \"data\": ");
        SelectedStreams.append(out, source, streams);
        int to = out.literal(extras.snapshot() ? ", \"snapshot\": true}" : "}").length();
        return onOneLine(out.literal("\n\n").toByteArray(), from, to);
    }

    /** A line break would end the event; in JSON it can only stand where a space may. */
    private static byte[] onOneLine(byte[] event, int from, int to) {
        for (int i = from; i < to; i++) {
            if (event[i] == '\n' || event[i] == '\r') {
                event[i] = ' ';
            }
        }
        return event;
    }

    @Override
    public byte[] stream(Origin origin, String stream, byte[] source, Span payload, Extras extras) {
        throw onlySelections();
    }

    @Override
    public byte[] component(Origin origin, byte[] source, Span data, Extras extras) {
        throw onlySelections();
    }

    @Override
    public byte[] category(Origin origin, byte[] source, Span data, Extras extras) {
        throw onlySelections();
    }

    @Override
    public byte[] message(byte[] body, Extras extras) {
        throw onlySelections();
    }

    @Override
    public byte[] request(InitialStateRequest request, Extras extras) {
        throw onlySelections();
    }

    private static IllegalArgumentException onlySelections() {
        return new IllegalArgumentException("a stream of events is of a selection");
    }
}
