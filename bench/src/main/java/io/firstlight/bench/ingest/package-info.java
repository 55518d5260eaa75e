/**
 * Loads that go in. {@link io.firstlight.bench.ingest.IngestCommand} writes through the Java producer straight into Kafka,
 * {@link io.firstlight.bench.ingest.SocketIngestCommand} through LOVE's WebSocket into an edge, and reads back what Kafka has of it.
 *
 * <p>One thread sends. What a load leaves in the latest state it deletes at its end.
 */
package io.firstlight.bench.ingest;
