package io.firstlight.webedge.hub;

import io.firstlight.schemas.json.Span;

/**
 * Turns records into the frames of a protocol. The hub calls each method once per record and shares the bytes among all subscribers of the
 * same shape, which is told by identity: a protocol has one instance of each shape. Stateless.
 */
public interface WireShape {

    /** The frame of one stream's payload, for subscribers of that stream. */
    byte[] stream(Origin origin, String stream, byte[] source, Span payload);

    /** The frame of all streams of a record, for subscribers of the whole component. */
    byte[] component(Origin origin, byte[] source, Span data);

    /** The frame of all streams of a record, for subscribers of the whole category. */
    byte[] category(Origin origin, byte[] source, Span data);

    /** The frame of a record of the message topic. */
    byte[] message(byte[] body);
}
