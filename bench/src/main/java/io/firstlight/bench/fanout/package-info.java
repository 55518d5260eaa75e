/**
 * Loads that go out. {@link io.firstlight.bench.fanout.FanOutCommand} publishes into Kafka and reads at thousands of LOVE sockets;
 * {@link io.firstlight.bench.fanout.LateJoinCommand} measures how soon those who come late have the latest values.
 *
 * <p>Threads of a fan-out: one publishes, one or more own the subscribers' sockets, one reads Kafka beside them (what Kafka itself costs),
 * and the calling one keeps the time. What a load leaves in the latest state it deletes at its end.
 */
package io.firstlight.bench.fanout;
