/**
 * WebSocket clients by the thousand on one thread: {@link io.firstlight.bench.socket.SocketPool} opens connections and is polled by the
 * thread that owns it.
 *
 * <p>A client of our own, because a library's costs more per frame than the server that is measured beside it. It speaks as much of
 * RFC 6455 as a load needs: no TLS, no extensions, no messages in several frames, frames up to a limit.
 */
package io.firstlight.bench.socket;
