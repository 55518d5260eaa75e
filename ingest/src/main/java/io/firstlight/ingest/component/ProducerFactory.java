package io.firstlight.ingest.component;

import io.firstlight.ingest.component.queue.ScriptQueueProducer;
import io.firstlight.ingest.component.relay.CscProducer;
import io.firstlight.ingest.component.relay.Outlets;
import io.firstlight.ingest.component.relay.PlainProducer;
import io.firstlight.ingest.component.relay.TopicChoice;
import io.firstlight.ingest.component.relay.TopicRelay;
import io.firstlight.ingest.component.watcher.WatcherProducer;
import io.firstlight.schemas.address.Component;

/**
 * Makes producers of components, all for the same surroundings. A {@link ProducerSet} of one factory's producers drives them. The factory
 * itself opens nothing and starts nothing. Used by one thread at a time.
 */
public final class ProducerFactory {

    private static final String SCRIPT_QUEUE = "ScriptQueue";

    private final ComponentConfig config;
    private final Surroundings surroundings;
    private final ComponentMeters meters;
    private final Outlets outlets;

    /** What a producer does. */
    public enum Kind {
        /** Passes topics on. */
        PLAIN,
        /** The same, and watches heartbeats. */
        CSC,
        /** The same, and derives the streams of the queue and its scripts. */
        SCRIPT_QUEUE,
        /** As {@link #CSC}, and the dictionary of alarms. */
        WATCHER
    }

    /** A factory for those surroundings. */
    public ProducerFactory(ComponentConfig config, Surroundings surroundings) {
        this.config = config;
        this.surroundings = surroundings;
        this.meters = new ComponentMeters(surroundings.registry());
        this.outlets = new Outlets(surroundings.client(), meters, surroundings.nanoTime());
    }

    /** The kind of a component, by its name: LOVE knows the same two that are special. */
    public Kind kind(Component component) {
        if (component.csc().equals(SCRIPT_QUEUE) && component.salindex() > 0) {
            return Kind.SCRIPT_QUEUE;
        }
        if (component.equals(WatcherProducer.watcher())) {
            return Kind.WATCHER;
        }
        return config.plain().contains(component.csc()) ? Kind.PLAIN : Kind.CSC;
    }

    /**
     * The component of a name that has a producer.
     *
     * @param name as {@link ComponentName} reads it
     * @throws IllegalArgumentException if it is none, or a script queue without index; the message is for who typed it
     */
    public static Component component(String name) {
        Component component = ComponentName.parse(name);
        if (component.csc().equals(SCRIPT_QUEUE) && component.salindex() == 0) {
            throw new IllegalArgumentException("'" + name + "' needs an index: ScriptQueue:1, for example");
        }
        return component;
    }

    /** A producer of the kind that belongs to the component. */
    public ComponentProducer make(Component component) {
        return make(kind(component), component, config.topics());
    }

    /** A producer of that kind for some topics: a component with many topics may have several producers. */
    public ComponentProducer make(Kind kind, Component component, TopicChoice topics) {
        TopicRelay relay = new TopicRelay(
                component, topics, config.telemetry(), config.period(), outlets, surroundings.nanoTime());
        if (kind == Kind.PLAIN) {
            return new PlainProducer(component, relay);
        }
        CscProducer csc = new CscProducer(component, relay, outlets, surroundings.clock(), surroundings.nanoTime());
        return switch (kind) {
            case PLAIN, CSC -> csc;
            case SCRIPT_QUEUE ->
                new ScriptQueueProducer(
                        csc,
                        config.finishedScripts(),
                        outlets,
                        surroundings.lastState(),
                        surroundings.clock(),
                        surroundings.nanoTime());
            case WATCHER ->
                new WatcherProducer(
                        csc,
                        config.alarmsEvery(),
                        outlets,
                        surroundings.lastState(),
                        surroundings.clock(),
                        surroundings.nanoTime());
        };
    }

    ComponentConfig config() {
        return config;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    ComponentMeters meters() {
        return meters;
    }

    Outlets outlets() {
        return outlets;
    }
}
