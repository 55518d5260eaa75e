package io.firstlight.bench.micro;

import io.firstlight.schemas.json.Span;
import io.firstlight.schemas.record.InitialStateRequest;
import io.firstlight.schemas.record.StreamSpan;
import io.firstlight.webedge.hub.Extras;
import io.firstlight.webedge.hub.Origin;
import io.firstlight.webedge.hub.WireShape;

import java.util.List;

/** Frames without content, where encoding is not what is measured. Stateless. */
final class NullShape implements WireShape {

    private static final byte[] EMPTY = {};

    @Override
    public boolean hasPositions() {
        return false;
    }

    @Override
    public boolean hasExtremes() {
        return false;
    }

    @Override
    public boolean isLossless() {
        return false;
    }

    @Override
    public byte[] selection(Origin origin, String name, byte[] source, List<StreamSpan> streams, Extras extras) {
        return EMPTY;
    }

    @Override
    public byte[] stream(Origin origin, String stream, byte[] source, Span payload, Extras extras) {
        return EMPTY;
    }

    @Override
    public byte[] component(Origin origin, byte[] source, Span data, Extras extras) {
        return EMPTY;
    }

    @Override
    public byte[] category(Origin origin, byte[] source, Span data, Extras extras) {
        return EMPTY;
    }

    @Override
    public byte[] request(InitialStateRequest request, Extras extras) {
        return EMPTY;
    }

    @Override
    public byte[] message(byte[] body, Extras extras) {
        return EMPTY;
    }
}
