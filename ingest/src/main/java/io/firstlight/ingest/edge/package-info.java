/**
 * A producer's connection to an edge, over LOVE's WebSocket: {@link io.firstlight.ingest.edge.EdgeClient}. Messages are numbered and wait in a {@code Backlog}
 * until the edge has acknowledged them; when the connection breaks, or the edge is another one, they are sent again, and the edge writes each once.
 *
 * <p>{@code Backlog} has no thread; the client owns one that connects and sends, and hears answers on the HTTP client's. The wire is in
 * {@code docs/protocols/publishing.md}.
 */
@NullMarked
package io.firstlight.ingest.edge;

import org.jspecify.annotations.NullMarked;
