package io.firstlight.webedge.simulation;

import io.firstlight.schemas.json.JsonOutput;
import io.firstlight.schemas.json.Span;
import io.firstlight.schemas.record.InitialStateRequest;
import io.firstlight.schemas.record.StreamSpan;
import io.firstlight.webedge.hub.Extras;
import io.firstlight.webedge.hub.Origin;
import io.firstlight.webedge.hub.WireShape;
import io.firstlight.webedge.merge.Extremes;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Frames that a simulated client can read. One per kind and edge, as shapes are told by identity. */
final class SimulatedShape implements WireShape {

    private static final int FRAME_BYTES = 90;

    private final FrameBook book;
    private final boolean positions;
    private final boolean extremes;
    private final boolean lossless;

    SimulatedShape(FrameBook book, boolean positions, boolean extremes, boolean lossless) {
        this.book = book;
        this.positions = positions;
        this.extremes = extremes;
        this.lossless = lossless;
    }

    @Override
    public boolean hasPositions() {
        return positions;
    }

    @Override
    public boolean hasExtremes() {
        return extremes;
    }

    @Override
    public boolean isLossless() {
        return lossless;
    }

    @Override
    public byte[] stream(Origin origin, String stream, byte[] source, Span payload, Extras extras) {
        return frame(group(origin, true, stream), origin, Map.of(stream, text(source, payload)), extras);
    }

    @Override
    public byte[] component(Origin origin, byte[] source, Span data, Extras extras) {
        return frame(group(origin, true, "all"), origin, values(text(source, data)), extras);
    }

    @Override
    public byte[] category(Origin origin, byte[] source, Span data, Extras extras) {
        return frame(group(origin, false, "all"), origin, values(text(source, data)), extras);
    }

    @Override
    public byte[] selection(Origin origin, String name, byte[] source, List<StreamSpan> streams, Extras extras) {
        Map<String, String> values = new TreeMap<>();
        streams.forEach(stream -> values.put(stream.stream(), text(source, stream.payload())));
        return frame(name, origin, values, extras);
    }

    @Override
    public byte[] message(byte[] body, Extras extras) {
        throw new IllegalStateException("there are no messages in the simulation");
    }

    @Override
    public byte[] request(InitialStateRequest request, Extras extras) {
        throw new IllegalStateException("there are no requests in the simulation");
    }

    private byte[] frame(String group, Origin origin, Map<String, String> values, Extras extras) {
        Extremes merged = extras.merged();
        String position = positions ? extras.position() : null;
        Frame frame = new Frame.Values(
                group,
                origin.category(),
                origin.component(),
                SimulatedRecord.number(origin.timestampMs()),
                values,
                extras.snapshot(),
                merged == null || !extremes ? 0 : merged.count(),
                merged == null || !extremes ? null : json(merged),
                position);
        return book.write(frame, FRAME_BYTES + 12 * values.size() + (position == null ? 0 : position.length()));
    }

    private static @Nullable String json(Extremes merged) {
        JsonOutput out = new JsonOutput(64);
        merged.appendTo(out);
        return new String(out.toByteArray(), StandardCharsets.UTF_8);
    }

    private static String group(Origin origin, boolean ofComponent, String stream) {
        return ofComponent
                ? origin.category().loveName()
                        + '-'
                        + origin.component().csc()
                        + '-'
                        + origin.component().salindex()
                        + '-'
                        + stream
                : origin.category().loveName() + "-all-all-all";
    }

    /** Reads the flat objects that the simulated producers write. */
    private static Map<String, String> values(String data) {
        Map<String, String> values = new TreeMap<>();
        String inner = data.substring(data.indexOf('{') + 1, data.lastIndexOf('}'));
        for (String member : inner.split(",", -1)) {
            int colon = member.indexOf(':');
            values.put(
                    member.substring(0, colon).replace("\"", "").trim(),
                    member.substring(colon + 1).trim());
        }
        return values;
    }

    private static String text(byte[] source, Span span) {
        return new String(source, span.start(), span.length(), StandardCharsets.UTF_8);
    }
}
