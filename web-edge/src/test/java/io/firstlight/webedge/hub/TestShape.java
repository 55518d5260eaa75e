package io.firstlight.webedge.hub;

import io.firstlight.schemas.json.Span;

import java.nio.charset.StandardCharsets;

/** Frames that a test can read; counts how often it encodes. */
final class TestShape implements WireShape {

    private int encoded;

    int encoded() {
        return encoded;
    }

    @Override
    public byte[] stream(Origin origin, String stream, byte[] source, Span payload) {
        return frame(origin.component() + "/" + stream + "=" + text(source, payload));
    }

    @Override
    public byte[] component(Origin origin, byte[] source, Span data) {
        return frame(origin.component() + "=" + text(source, data));
    }

    @Override
    public byte[] category(Origin origin, byte[] source, Span data) {
        return frame(origin.category().wireName() + ":" + origin.component() + "=" + text(source, data));
    }

    @Override
    public byte[] message(byte[] body) {
        return body;
    }

    private byte[] frame(String text) {
        encoded++;
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] source, Span span) {
        return new String(source, span.start(), span.length(), StandardCharsets.UTF_8);
    }
}
