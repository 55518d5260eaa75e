package io.firstlight.bench.session;

import io.firstlight.bench.message.Streams;

import java.nio.charset.StandardCharsets;

/**
 * What one subscription covers of a load's streams, as LOVE's groups name it: {@code all} stands for any.
 *
 * @param streams the load's
 * @param csc the component
 * @param salindex its instance
 * @param stream the stream
 */
record Group(Streams streams, String csc, String salindex, String stream) {

    private static final String ANY = "all";

    /** One stream. */
    static Group ofStream(Streams streams, int key) {
        return new Group(streams, Streams.CSC, Integer.toString(streams.salindex(key)), Streams.name(key));
    }

    /** All streams of one instance. */
    static Group ofInstance(Streams streams, int salindex) {
        return new Group(streams, Streams.CSC, Integer.toString(salindex), ANY);
    }

    /** All streams of the load, by a selection. */
    static Group ofLoad(Streams streams) {
        return new Group(streams, Streams.CSC, ANY, ANY);
    }

    /** Everything of the category. */
    static Group ofCategory(Streams streams) {
        return new Group(streams, ANY, ANY, ANY);
    }

    /** Whether it covers that stream. */
    boolean includes(int key) {
        return (salindex.equals(ANY) || salindex.equals(Integer.toString(streams.salindex(key))))
                && (stream.equals(ANY) || stream.equals(Streams.name(key)));
    }

    /** The frame that subscribes, with more options. */
    byte[] subscription(String options) {
        return ("{\"option\":\"subscribe\",\"category\":\""
                        + streams.category().loveName() + "\",\"csc\":\"" + csc + "\",\"salindex\":\"" + salindex
                        + "\",\"stream\":\"" + stream + "\"," + options + "}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
