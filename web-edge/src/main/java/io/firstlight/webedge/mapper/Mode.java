package io.firstlight.webedge.mapper;

import java.util.Optional;
import java.util.stream.Stream;

/** What an endpoint waits for. */
public enum Mode {
    /** Until Kafka has the request; the client learns where. */
    FIRE_AND_FORGET("fire-and-forget"),
    /** Until a worker has answered; the client gets the answer. */
    REQUEST_RESPONSE("request-response");

    private final String word;

    Mode(String word) {
        this.word = word;
    }

    /** The word in the configuration. */
    public String word() {
        return word;
    }

    /** The mode of that word. */
    static Optional<Mode> of(String word) {
        return Stream.of(values()).filter(mode -> mode.word.equals(word)).findFirst();
    }
}
