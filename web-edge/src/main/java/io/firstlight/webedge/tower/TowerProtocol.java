package io.firstlight.webedge.tower;

import io.firstlight.webedge.hub.HubLoop;
import io.firstlight.webedge.hub.Throttle;
import io.firstlight.webedge.socket.Conversation;
import io.micrometer.core.instrument.MeterRegistry;

import java.util.function.LongSupplier;

/** Tower's protocol on one edge: what its conversations share. Thread-safe. */
public final class TowerProtocol {

    private final TowerConfig config;
    private final HubLoop hub;
    private final LongSupplier clockMs;
    private final TowerMeters meters;
    private final TowerShape plain = new TowerShape(false, this::throttle);
    private final TowerShape positioned = new TowerShape(true, this::throttle);

    /**
     * The protocol.
     *
     * @param clockMs a monotonic clock for the number of requests
     */
    public TowerProtocol(TowerConfig config, HubLoop hub, MeterRegistry meters, LongSupplier clockMs) {
        this.config = config;
        this.hub = hub;
        this.clockMs = clockMs;
        this.meters = new TowerMeters(meters);
    }

    /** How a connection of somebody who has shown who he is opens. */
    public Conversation.Opening opening(TowerHandshake.Shown shown) {
        return (connection, outbox) -> new TowerConversation(this, shown, connection, outbox);
    }

    private Throttle throttle() {
        return new NoticeThrottle(config, meters::heldBack);
    }

    TowerConfig config() {
        return config;
    }

    HubLoop hub() {
        return hub;
    }

    TowerMeters meters() {
        return meters;
    }

    TowerShape shape(TowerOptions options) {
        return options.positions() ? positioned : plain;
    }

    RequestBudget newBudget() {
        return new RequestBudget(config.requestsPerSecond(), clockMs);
    }
}
