package io.firstlight.webedge.hub;

/**
 * Bounds of a hub.
 *
 * @param tailBytes most bytes of recent records kept per topic
 * @param replays most replays at once
 */
public record HubSettings(long tailBytes, int replays) {}
