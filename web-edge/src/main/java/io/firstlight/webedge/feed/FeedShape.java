package io.firstlight.webedge.feed;

import io.firstlight.schemas.json.JsonOutput;
import io.firstlight.schemas.json.Span;
import io.firstlight.schemas.record.InitialStateRequest;
import io.firstlight.schemas.record.StreamSpan;
import io.firstlight.webedge.hub.Extras;
import io.firstlight.webedge.hub.Origin;
import io.firstlight.webedge.hub.WireShape;

import java.util.List;

/**
 * The feed's frame: the body as it was posted; or, with positions, {@code {"position": "...", "message": <body>}}.
 */
public final class FeedShape implements WireShape {

    /** fpesa's. */
    static final FeedShape BARE = new FeedShape(false);

    /** Ours. */
    static final FeedShape WITH_POSITIONS = new FeedShape(true);

    private final boolean positions;

    private FeedShape(boolean positions) {
        this.positions = positions;
    }

    @Override
    public boolean hasPositions() {
        return positions;
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
    public byte[] message(byte[] body, Extras extras) {
        String position = extras.position();
        return position == null
                ? body
                : new JsonOutput(body.length + position.length() + 32)
                        .literal("{\"position\": \"")
                        .literal(position)
                        .literal("\", \"message\": ")
                        .span(body)
                        .literal("}")
                        .toByteArray();
    }

    @Override
    public byte[] stream(Origin origin, String stream, byte[] source, Span payload, Extras extras) {
        throw onlyMessages();
    }

    @Override
    public byte[] component(Origin origin, byte[] source, Span data, Extras extras) {
        throw onlyMessages();
    }

    @Override
    public byte[] category(Origin origin, byte[] source, Span data, Extras extras) {
        throw onlyMessages();
    }

    @Override
    public byte[] selection(Origin origin, String name, byte[] source, List<StreamSpan> streams, Extras extras) {
        throw onlyMessages();
    }

    @Override
    public byte[] request(InitialStateRequest request, Extras extras) {
        throw onlyMessages();
    }

    private static IllegalArgumentException onlyMessages() {
        return new IllegalArgumentException("the feed carries messages only");
    }
}
