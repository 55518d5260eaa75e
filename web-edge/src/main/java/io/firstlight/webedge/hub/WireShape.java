package io.firstlight.webedge.hub;

import io.firstlight.schemas.json.Span;
import io.firstlight.schemas.record.InitialStateRequest;
import io.firstlight.schemas.record.StreamSpan;

import java.util.List;

/**
 * Turns records into the frames of a protocol. The hub calls each method once per record and shares the bytes among all subscriptions of
 * the same shape, which is told by identity: a protocol has few instances of each. Stateless.
 */
public interface WireShape {

    /** Whether frames carry positions; if not, none are made. */
    boolean hasPositions();

    /** Whether a frame that stands for several records says so, with their extremes; if not, it is the last one's. */
    boolean hasExtremes();

    /** Whether telemetry, too, must reach the client record by record: then it is never merged. */
    boolean isLossless();

    /** What holds records back from one row of subscribers; by default nothing is. */
    default Throttle throttle() {
        return Throttle.NONE;
    }

    /** The frame of one stream's payload, for subscribers of that stream. */
    byte[] stream(Origin origin, String stream, byte[] source, Span payload, Extras extras);

    /** The frame of all streams of a record, for subscribers of the whole component. */
    byte[] component(Origin origin, byte[] source, Span data, Extras extras);

    /** The frame of all streams of a record, for subscribers of the whole category. */
    byte[] category(Origin origin, byte[] source, Span data, Extras extras);

    /** The frame of some streams of a record, for subscribers of a selection of that name. */
    byte[] selection(Origin origin, String name, byte[] source, List<StreamSpan> streams, Extras extras);

    /** The frame of a request for initial state, for producers that have registered. */
    byte[] request(InitialStateRequest request, Extras extras);

    /** The frame of a record of the message topic. */
    byte[] message(byte[] body, Extras extras);
}
