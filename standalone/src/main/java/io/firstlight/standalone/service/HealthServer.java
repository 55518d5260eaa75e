package io.firstlight.standalone.service;

import io.firstlight.webedge.rest.HealthRoutes;
import io.javalin.Javalin;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

import java.util.function.BooleanSupplier;

/** Health and metrics of one service over HTTP, with the same paths as an edge has. Thread-safe. */
public final class HealthServer implements AutoCloseable {

    private final Javalin server;

    private HealthServer(Javalin server) {
        this.server = server;
    }

    /** Begins to answer; {@code ready} is asked at each request. */
    public static HealthServer start(HealthOptions options, BooleanSupplier ready, PrometheusMeterRegistry meters) {
        Javalin server = Javalin.create(http -> {
            http.startup.showJavalinBanner = false;
            new HealthRoutes(ready, meters).register(http.routes);
        });
        return new HealthServer(server.start(options.host(), options.port()));
    }

    /** The port that it listens on. */
    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }
}
