/**
 * Clients that use positions, and what must hold for them: {@link io.firstlight.bench.session.ChurnCommand} has them come and go,
 * {@link io.firstlight.bench.session.FailoverCommand} ends their edge, {@link io.firstlight.bench.session.SlowClientCommand} has one of them
 * stop to read, {@link io.firstlight.bench.session.ReplayCommand} reads the log's past.
 *
 * <p>{@link io.firstlight.bench.session.Session} is one subscription with what it has seen; it is walked by the thread that polls the sockets.
 * Only frames' beginnings and ends are looked at, so that many clients cost little beside the edge.
 */
package io.firstlight.bench.session;
