/**
 * LOVE's protocol. Over HTTP, {@link io.firstlight.webedge.love.LoveResources} puts together what its front end keeps on the server.
 *
 * <p>Over WebSocket, {@link io.firstlight.webedge.love.LoveProtocol} is one edge's: {@code LoveConversation} turns a client's frames into
 * requests to the hub and the intake, {@code LoveShape} turns records into frames, {@code Heartbeats} are made here.
 *
 * <p>Groups are opaque names of the form {@code category-csc-salindex-stream}; {@code all} has a meaning in two places only:
 * {@code category-csc-salindex-all} and {@code category-all-all-all}. Frames have the spacing of Python's JSON writer.
 */
package io.firstlight.webedge.love;
