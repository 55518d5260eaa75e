package io.firstlight.ingest.sal;

import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Names;

/**
 * What a Kafka topic of SAL carries: one topic of all instances of a component.
 *
 * @param category {@link Category#TELEMETRY} or {@link Category#EVENT}
 * @param csc the component's name
 * @param stream the topic's name without prefix: {@code position}, {@code summaryState}
 */
record SalTopic(Category category, String csc, String stream) {

    private static final String EVENT = "logevent_";
    private static final String COMMAND = "command_";
    private static final String ACKNOWLEDGEMENT = "ackcmd";
    private static final String HEARTBEAT = "heartbeat";

    /** What a topic's name says. */
    sealed interface Reading {

        /** Samples of a component. */
        record Samples(SalTopic topic) implements Reading {}

        /** Samples, of a component or stream whose name is none for us. */
        record Illegal() implements Reading {}

        /** Commands, acknowledgements, or no topic of this SAL at all. */
        record Other() implements Reading {}
    }

    /**
     * Reads {@code lsst.<subname>.<component>.<topic>}.
     *
     * @param prefix {@code lsst.<subname>.}
     */
    static Reading read(String prefix, String name) {
        int dot = name.startsWith(prefix) ? name.indexOf('.', prefix.length()) : -1;
        if (dot < 0) {
            return new Reading.Other();
        }
        String csc = name.substring(prefix.length(), dot);
        String salName = name.substring(dot + 1);
        if (salName.equals(ACKNOWLEDGEMENT) || salName.startsWith(COMMAND)) {
            return new Reading.Other();
        }
        boolean event = salName.startsWith(EVENT);
        String stream = event ? salName.substring(EVENT.length()) : salName;
        if (!Names.isLegal(csc) || !Names.isLegal(stream)) {
            return new Reading.Illegal();
        }
        return new Reading.Samples(new SalTopic(event ? Category.EVENT : Category.TELEMETRY, csc, stream));
    }

    /** Whether what was said before matters: telemetry and heartbeats are about now. */
    boolean hasPast() {
        return category == Category.EVENT && !stream.equals(HEARTBEAT);
    }
}
