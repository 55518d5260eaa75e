package io.firstlight.webedge.love;

import io.firstlight.schemas.json.JsonOutput;
import io.firstlight.schemas.json.NonFiniteNumbers;
import io.firstlight.schemas.json.Span;
import io.firstlight.webedge.hub.Origin;
import io.firstlight.webedge.hub.WireShape;

/**
 * LOVE's data frames:
 *
 * <pre>
 * {"category": C, "data": [{"csc": X, "salindex": I, "data": {S: payload}}], "subscription": "C-X-I-S"}
 * {"category": C, "data": [{"csc": X, "salindex": I, "data": {X: {S: payload, ...}}}], "subscription": "C-X-I-all"}
 * {"category": C, "data": [{"csc": X, "salindex": I, "data": {S: payload, ...}}], "subscription": "C-all-all-all"}
 * </pre>
 *
 * Payloads are the producer's bytes, but for numbers that JSON lacks, which go out as bare words.
 */
final class LoveShape implements WireShape {

    /** The one instance: the hub tells shapes by identity. */
    static final LoveShape INSTANCE = new LoveShape();

    private LoveShape() {}

    @Override
    public byte[] stream(Origin origin, String stream, byte[] source, Span payload) {
        JsonOutput out =
                open(origin, payload.length()).literal("{\"").literal(stream).literal("\": ");
        payload(out, source, payload);
        return close(out.literal("}"), origin, origin.component().csc(), salindex(origin), stream);
    }

    @Override
    public byte[] component(Origin origin, byte[] source, Span data) {
        String csc = origin.component().csc();
        JsonOutput out = open(origin, data.length()).literal("{\"").literal(csc).literal("\": ");
        payload(out, source, data);
        return close(out.literal("}"), origin, csc, salindex(origin), "all");
    }

    @Override
    public byte[] category(Origin origin, byte[] source, Span data) {
        JsonOutput out = open(origin, data.length());
        payload(out, source, data);
        return close(out, origin, "all", "all", "all");
    }

    @Override
    public byte[] message(byte[] body) {
        throw new IllegalArgumentException("LOVE has no group for messages");
    }

    private static JsonOutput open(Origin origin, int payloadBytes) {
        return new JsonOutput(payloadBytes + 200)
                .literal("{\"category\": \"")
                .literal(origin.category().loveName())
                .literal("\", \"data\": [{\"csc\": \"")
                .literal(origin.component().csc())
                .literal(origin.salindexIsText() ? "\", \"salindex\": \"" : "\", \"salindex\": ")
                .number(origin.component().salindex())
                .literal(origin.salindexIsText() ? "\", \"data\": " : ", \"data\": ");
    }

    private static byte[] close(JsonOutput out, Origin origin, String csc, String salindex, String stream) {
        return out.literal("}], \"subscription\": \"")
                .literal(origin.category().loveName())
                .literal("-")
                .literal(csc)
                .literal("-")
                .literal(salindex)
                .literal("-")
                .literal(stream)
                .literal("\"}")
                .toByteArray();
    }

    private static void payload(JsonOutput out, byte[] source, Span span) {
        if (NonFiniteNumbers.mayContainWords(source, span)) {
            out.span(NonFiniteNumbers.toLove(source, span));
        } else {
            out.span(source, span);
        }
    }

    private static String salindex(Origin origin) {
        return Integer.toString(origin.component().salindex());
    }
}
