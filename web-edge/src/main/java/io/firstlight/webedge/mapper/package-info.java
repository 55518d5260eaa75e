/**
 * The generic REST mapper: endpoints that an operator declares in a file become requests in Kafka topics, and what workers answer goes back
 * over HTTP. {@link io.firstlight.webedge.mapper.MapperService} puts it together, {@link io.firstlight.webedge.mapper.MapperConfig} reads the
 * file; the HTTP side is {@code MapperRoutes} among the other routes, the workers' side is {@link io.firstlight.ingest.worker}.
 *
 * <p>{@code Exchanges} is the core without a thread: who waits for which answer. Around it a thread reads the edge's partition of replies
 * ({@code ReplyReader}), a timer ends what has waited too long, and every answer is completed on a virtual thread of its own, because writing
 * it takes as long as the client takes to read it. Nothing here knows the hub.
 */
@NullMarked
package io.firstlight.webedge.mapper;

import org.jspecify.annotations.NullMarked;
