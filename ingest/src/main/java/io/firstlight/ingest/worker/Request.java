package io.firstlight.ingest.worker;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;

/**
 * A request as it came over HTTP. Immutable, but for the tree in it.
 *
 * @param data the body; JSON null if the endpoint takes none
 * @param args the query's parameters; empty if there were none
 * @param deadline until when the client waits; null if nobody does
 * @param partition with the offset, what names the request when it comes again
 * @param offset its place in the partition
 */
public record Request(
        JsonNode data, Map<String, String> args, @Nullable Instant deadline, int partition, long offset) {

    public Request {
        args = Map.copyOf(args);
    }
}
