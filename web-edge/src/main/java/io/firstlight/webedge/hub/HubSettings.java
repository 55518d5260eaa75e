package io.firstlight.webedge.hub;

/**
 * Bounds of a hub.
 *
 * @param tailBytes most bytes of recent records kept per topic
 * @param replays most replays at once
 * @param subscriptions most subscriptions of one connection: names are the clients', and each costs memory
 */
public record HubSettings(long tailBytes, int replays, int subscriptions) {}
