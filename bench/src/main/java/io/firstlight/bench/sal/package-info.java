/**
 * SAL's components as a load: {@link io.firstlight.bench.sal.SalCommand} writes their telemetry into SAL's topics, in Avro, and reads it again from an edge's
 * WebSocket, behind a producer that it starts. A thread writes, a thread reads.
 */
@NullMarked
package io.firstlight.bench.sal;

import org.jspecify.annotations.NullMarked;
