/**
 * State is kept: Kafka Streams topologies that make the state topic from the category topics.
 *
 * <p>{@link io.firstlight.router.RouterService} is the composition root: started and closed by one thread, it lets Kafka Streams run as
 * many threads as {@link io.firstlight.router.RouterConfig} says, and one more thread look at the topics: what it does is in
 * {@code Upkeep}, which ends the run of a topology and begins another when the layout of the topics has changed. Each topology is a package of its own:
 * {@link io.firstlight.router.latest} keeps the latest value of every address. What readers of the state rely on is in
 * {@link io.firstlight.schemas.state.RouterContract} and {@link io.firstlight.schemas.state.RouterProgress}, so that they need not know
 * this module.
 *
 * <p>It answers no queries and serves no sockets: the state topic is its only product.
 */
package io.firstlight.router;
