package io.firstlight.webedge.feed;

import io.firstlight.schemas.json.Span;
import io.firstlight.webedge.hub.Origin;
import io.firstlight.webedge.hub.WireShape;

/** The feed's frame: the body as it was posted. */
final class FeedShape implements WireShape {

    static final FeedShape INSTANCE = new FeedShape();

    private FeedShape() {}

    @Override
    public byte[] message(byte[] body) {
        return body;
    }

    @Override
    public byte[] stream(Origin origin, String stream, byte[] source, Span payload) {
        throw onlyMessages();
    }

    @Override
    public byte[] component(Origin origin, byte[] source, Span data) {
        throw onlyMessages();
    }

    @Override
    public byte[] category(Origin origin, byte[] source, Span data) {
        throw onlyMessages();
    }

    private static IllegalArgumentException onlyMessages() {
        return new IllegalArgumentException("the feed carries messages only");
    }
}
