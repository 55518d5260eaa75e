package io.firstlight.webedge.rest;

import io.javalin.config.RoutesConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

import java.util.function.BooleanSupplier;

/** {@code /health/live}, {@code /health/ready}, {@code /metrics}: for load balancers and Prometheus, open to everybody. */
public final class HealthRoutes {

    private final BooleanSupplier ready;
    private final PrometheusMeterRegistry meters;

    /**
     * The routes.
     *
     * @param ready whether clients may be sent here now
     */
    public HealthRoutes(BooleanSupplier ready, PrometheusMeterRegistry meters) {
        this.ready = ready;
        this.meters = meters;
    }

    /** Adds the routes. */
    public void register(RoutesConfig routes) {
        routes.get(
                "/health/live",
                context -> context.contentType("application/json").result("{\"status\": \"live\"}"));
        routes.get("/health/ready", context -> {
            boolean now = ready.getAsBoolean();
            context.status(now ? 200 : 503)
                    .contentType("application/json")
                    .result(now ? "{\"status\": \"ready\"}" : "{\"status\": \"not ready\"}");
        });
        routes.get(
                "/metrics",
                context -> context.contentType("text/plain; version=0.0.4; charset=utf-8")
                        .result(meters.scrape()));
    }
}
