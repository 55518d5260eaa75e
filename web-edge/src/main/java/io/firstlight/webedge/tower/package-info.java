/**
 * Tower's protocol: groups of channels over one WebSocket, replaced as a whole, and notices as their emitters wrote them.
 *
 * <p>{@link io.firstlight.webedge.tower.TowerProtocol} is what the conversations of one edge share;
 * {@link io.firstlight.webedge.tower.TowerHandshake} tells who comes. A frame is read on its socket's thread
 * ({@code TowerRequest}); membership changes on the hub's thread, so what the answer says is in effect when it is sent. A channel is a
 * target of the hub, as far as its client may see it ({@code ChannelTargets}). Knows no HTTP but the handshake, and does not emit.
 */
package io.firstlight.webedge.tower;
