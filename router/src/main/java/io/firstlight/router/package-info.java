/**
 * State is kept: Kafka Streams topologies that make the state topic from the category topics, and say who has fallen silent.
 *
 * <p>{@link io.firstlight.router.RouterService} and {@link io.firstlight.router.LivenessService} are the composition roots of one
 * application each: started and closed by one thread, they let Kafka Streams run as many threads as
 * {@link io.firstlight.router.RouterConfig} says, and one more thread look at the topics: {@code TopologyRunner} owns it, and what it does is in
 * {@code Upkeep}, which ends the run of a topology and begins another when the layout of the topics has changed. Each topology is a package of its own:
 * {@link io.firstlight.router.latest} keeps the latest value of every address, {@link io.firstlight.router.liveness} finds out who no longer speaks. What readers of the state rely on is in
 * {@link io.firstlight.schemas.state.RouterContract} and {@link io.firstlight.schemas.state.RouterProgress}, so that they need not know
 * this module.
 *
 * <p>It answers no queries and serves no sockets: the state topic and the events of liveness are its only products.
 */
package io.firstlight.router;
