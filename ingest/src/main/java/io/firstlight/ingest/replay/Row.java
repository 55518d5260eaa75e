package io.firstlight.ingest.replay;

import io.firstlight.ingest.producer.MessageBuilder;

import java.util.function.Consumer;

/** One row of a file. */
sealed interface Row {

    /** The line that it begins in, from 1. */
    long line();

    /**
     * A row that can be sent.
     *
     * @param timeSeconds its time, unix seconds UTC
     * @param fields writes its other columns and does not fail
     */
    record Sample(long line, double timeSeconds, Consumer<MessageBuilder> fields) implements Row {}

    /** A row that cannot. */
    record Bad(long line, String reason) implements Row {}
}
