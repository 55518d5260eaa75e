package io.firstlight.standalone.service;

import io.firstlight.standalone.command.PortConverter;
import picocli.CommandLine.Option;

/** Where a service without HTTP of its own answers {@code /health/live}, {@code /health/ready} and {@code /metrics}. */
public final class HealthOptions {

    @Option(
            names = "--health-host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address for health and metrics (default: ${DEFAULT-VALUE}).")
    private String host;

    @Option(
            names = "--health-port",
            paramLabel = "PORT",
            defaultValue = "8081",
            converter = PortConverter.class,
            description =
                    "Port for /health/live, /health/ready and /metrics; 0 takes a free one (default: ${DEFAULT-VALUE}).")
    private int port;

    /** The address to listen on. */
    public String host() {
        return host;
    }

    /** The port to listen on. */
    public int port() {
        return port;
    }
}
