package io.firstlight.webedge.hub;

import io.firstlight.schemas.json.Span;
import io.firstlight.schemas.record.InitialStateRequest;
import io.firstlight.schemas.record.StreamSpan;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/** Frames that a test can read, with what is said beside the value behind a bar; counts how often it encodes. */
final class TestShape implements WireShape {

    private final boolean positions;
    private final boolean lossless;
    private final boolean extremes;
    private Supplier<Throttle> throttles = () -> Throttle.NONE;
    private int encoded;

    TestShape(boolean positions, boolean lossless) {
        this(positions, lossless, true);
    }

    /** A shape whose clients are told of extremes, or, as LOVE's own, are not. */
    TestShape(boolean positions, boolean lossless, boolean extremes) {
        this.positions = positions;
        this.lossless = lossless;
        this.extremes = extremes;
    }

    /** The same, whose rows are spared what such a throttle holds back. */
    TestShape throttledBy(Supplier<Throttle> made) {
        throttles = made;
        return this;
    }

    @Override
    public Throttle throttle() {
        return throttles.get();
    }

    int encoded() {
        return encoded;
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
        return frame(origin.component() + "/" + stream + "=" + text(source, payload), extras);
    }

    @Override
    public byte[] component(Origin origin, byte[] source, Span data, Extras extras) {
        return frame(origin.component() + "=" + text(source, data), extras);
    }

    @Override
    public byte[] category(Origin origin, byte[] source, Span data, Extras extras) {
        return frame(origin.category().wireName() + ":" + origin.component() + "=" + text(source, data), extras);
    }

    @Override
    public byte[] selection(Origin origin, String name, byte[] source, List<StreamSpan> streams, Extras extras) {
        return frame(
                name + ":" + origin.component() + "="
                        + streams.stream()
                                .map(stream -> stream.stream() + ":" + text(source, stream.payload()))
                                .toList(),
                extras);
    }

    @Override
    public byte[] message(byte[] body, Extras extras) {
        return body;
    }

    @Override
    public byte[] request(InitialStateRequest request, Extras extras) {
        return frame("request of " + request.csc() + "/" + request.event(), extras);
    }

    private byte[] frame(String text, Extras extras) {
        encoded++;
        String merged = extras.merged() == null ? "" : " x" + extras.merged().count();
        String beside = (extras.snapshot() ? " snapshot" : "")
                + merged
                + (extras.heldBack() > 0 ? " after " + extras.heldBack() : "")
                + (positions && extras.position() != null ? " @" + extras.position() : "");
        return (text + (beside.isEmpty() ? "" : "|" + beside.trim())).getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] source, Span span) {
        return new String(source, span.start(), span.length(), StandardCharsets.UTF_8);
    }
}
