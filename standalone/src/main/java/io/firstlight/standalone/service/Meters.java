package io.firstlight.standalone.service;

import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** The registry of one process, with the figures of the Java runtime in it; closing ends their listeners. */
public final class Meters implements AutoCloseable {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbageCollection = new JvmGcMetrics();

    private Meters() {}

    /** A registry that counts from now on. */
    public static Meters start() {
        Meters meters = new Meters();
        meters.garbageCollection.bindTo(meters.registry);
        new JvmMemoryMetrics().bindTo(meters.registry);
        new JvmThreadMetrics().bindTo(meters.registry);
        new ProcessorMetrics().bindTo(meters.registry);
        return meters;
    }

    /** Where the services count. */
    public PrometheusMeterRegistry registry() {
        return registry;
    }

    @Override
    public void close() {
        garbageCollection.close();
        registry.close();
    }
}
