package io.firstlight.webedge.love;

import io.firstlight.schemas.json.JsonOutput;
import io.firstlight.schemas.json.NonFiniteNumbers;
import io.firstlight.schemas.json.Span;
import io.firstlight.schemas.record.InitialStateRequest;
import io.firstlight.schemas.record.StreamSpan;
import io.firstlight.webedge.hub.Extras;
import io.firstlight.webedge.hub.Origin;
import io.firstlight.webedge.hub.SelectedStreams;
import io.firstlight.webedge.hub.WireShape;
import io.firstlight.webedge.merge.Extremes;

import java.util.List;

/**
 * LOVE's data frames:
 *
 * <pre>
 * {"category": C, "data": [{"csc": X, "salindex": I, "data": {S: payload}}], "subscription": "C-X-I-S"}
 * {"category": C, "data": [{"csc": X, "salindex": I, "data": {X: {S: payload, ...}}}], "subscription": "C-X-I-all"}
 * {"category": C, "data": [{"csc": X, "salindex": I, "data": {S: payload, ...}}], "subscription": "C-all-all-all"}
 * {"category": "initial_state", "data": [{"csc": X, "salindex": I, "data": {"event_name": S}}], "subscription": "initial_state-all-all-all"}
 * </pre>
 *
 * Payloads are the producer's bytes, but for numbers that JSON lacks, which go out as bare words. Clients that use an option of ours get
 * further keys behind: {@code "snapshot"}, {@code "merged"}, {@code "position"}, and their selections in the third form with the
 * selection's own name.
 */
final class LoveShape implements WireShape {

    private final boolean extended;
    private final boolean positioned;
    private final Tracing tracing;

    /**
     * A shape, told from others by its identity.
     *
     * @param extended whether frames carry our keys
     * @param positioned whether positions are among them
     */
    LoveShape(boolean extended, boolean positioned, Tracing tracing) {
        this.extended = extended;
        this.positioned = positioned;
        this.tracing = tracing;
    }

    @Override
    public boolean hasPositions() {
        return positioned;
    }

    @Override
    public boolean hasExtremes() {
        return extended;
    }

    @Override
    public boolean isLossless() {
        return false;
    }

    @Override
    public byte[] stream(Origin origin, String stream, byte[] source, Span payload, Extras extras) {
        JsonOutput out =
                open(origin, payload.length()).literal("{\"").literal(stream).literal("\": ");
        payload(out, source, payload);
        return close(out.literal("}"), origin, group(origin, stream), extras);
    }

    @Override
    public byte[] component(Origin origin, byte[] source, Span data, Extras extras) {
        JsonOutput out = open(origin, data.length())
                .literal("{\"")
                .literal(origin.component().csc())
                .literal("\": ");
        payload(out, source, data);
        return close(out.literal("}"), origin, group(origin, "all"), extras);
    }

    @Override
    public byte[] category(Origin origin, byte[] source, Span data, Extras extras) {
        JsonOutput out = open(origin, data.length());
        payload(out, source, data);
        return close(out, origin, origin.category().loveName() + "-all-all-all", extras);
    }

    @Override
    public byte[] selection(Origin origin, String name, byte[] source, List<StreamSpan> streams, Extras extras) {
        JsonOutput chosen = new JsonOutput(256);
        SelectedStreams.append(chosen, source, streams);
        byte[] data = chosen.toByteArray();
        JsonOutput out = open(origin, data.length);
        payload(out, data, new Span(0, data.length));
        return close(out, origin, name, extras);
    }

    /** Whatever group it is sent to, it says that it is for all. */
    @Override
    public byte[] request(InitialStateRequest request, Extras extras) {
        JsonOutput out = new JsonOutput(320)
                .literal("{\"category\": \"initial_state\", \"data\": [{\"csc\": \"")
                .literal(request.csc())
                .literal("\", \"salindex\": ")
                .literal(
                        request.salindex() == null
                                ? "\"all\""
                                : request.salindex().toString())
                .literal(", \"data\": {\"event_name\": \"")
                .literal(request.event())
                .literal("\"}}], \"subscription\": \"initial_state-all-all-all\"");
        tracing.appendToRequest(out);
        ours(out, extras);
        return out.literal("}").toByteArray();
    }

    @Override
    public byte[] message(byte[] body, Extras extras) {
        throw new IllegalArgumentException("LOVE has no group for messages");
    }

    private static JsonOutput open(Origin origin, int payloadBytes) {
        return new JsonOutput(payloadBytes + 340)
                .literal("{\"category\": \"")
                .literal(origin.category().loveName())
                .literal("\", \"data\": [{\"csc\": \"")
                .literal(origin.component().csc())
                .literal(origin.salindexIsText() ? "\", \"salindex\": \"" : "\", \"salindex\": ")
                .number(origin.component().salindex())
                .literal(origin.salindexIsText() ? "\", \"data\": " : ", \"data\": ");
    }

    private byte[] close(JsonOutput out, Origin origin, String group, Extras extras) {
        out.literal("}], \"subscription\": \"").literal(group).literal("\"");
        tracing.append(out, origin);
        ours(out, extras);
        return out.literal("}").toByteArray();
    }

    private void ours(JsonOutput out, Extras extras) {
        if (extended) {
            if (extras.snapshot()) {
                out.literal(", \"snapshot\": true");
            }
            Extremes merged = extras.merged();
            if (merged != null) {
                out.literal(", \"merged\": {\"count\": ").number(merged.count()).literal(", \"extremes\": ");
                merged.appendTo(out);
                out.literal("}");
            }
            if (positioned && extras.position() != null) {
                out.literal(", \"position\": \"").literal(extras.position()).literal("\"");
            }
        }
    }

    private static void payload(JsonOutput out, byte[] source, Span span) {
        if (NonFiniteNumbers.mayContainWords(source, span)) {
            out.span(NonFiniteNumbers.toLove(source, span));
        } else {
            out.span(source, span);
        }
    }

    private static String group(Origin origin, String stream) {
        return origin.category().loveName()
                + '-'
                + origin.component().csc()
                + '-'
                + origin.component().salindex()
                + '-'
                + stream;
    }
}
