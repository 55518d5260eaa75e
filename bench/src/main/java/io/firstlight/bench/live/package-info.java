/**
 * Clients that listen while others post: whether each gets everything that was acknowledged, in the order of the log, once, whatever stands
 * beside them. {@link io.firstlight.bench.live.LiveFeed} is what one kind of client listens to, and the place to add another kind; {@link
 * io.firstlight.bench.live.LiveRun} puts posts and clients of any number of them through one origin; {@link
 * io.firstlight.bench.live.LogOrder} judges, by the places in the log that the posts were answered with.
 *
 * <p>One thread reads for all clients, one posts at the pace; answers come on the HTTP client's threads.
 */
package io.firstlight.bench.live;
