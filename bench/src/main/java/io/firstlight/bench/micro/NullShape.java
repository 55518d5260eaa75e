package io.firstlight.bench.micro;

import io.firstlight.schemas.json.Span;
import io.firstlight.webedge.hub.Origin;
import io.firstlight.webedge.hub.WireShape;

/** Frames without content, where encoding is not what is measured. Stateless. */
final class NullShape implements WireShape {

    private static final byte[] EMPTY = {};

    @Override
    public byte[] stream(Origin origin, String stream, byte[] source, Span payload) {
        return EMPTY;
    }

    @Override
    public byte[] component(Origin origin, byte[] source, Span data) {
        return EMPTY;
    }

    @Override
    public byte[] category(Origin origin, byte[] source, Span data) {
        return EMPTY;
    }

    @Override
    public byte[] message(byte[] body) {
        return EMPTY;
    }
}
