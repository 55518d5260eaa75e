package io.firstlight.bench.page;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.bench.run.LoadFailure;
import io.firstlight.schemas.json.Json;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** fpesa's REST of one edge, as a client without a token uses it. Thread-safe. */
final class MessagePagesClient implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String PATH = "/api/v1/messages/";

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final URI edge;

    MessagePagesClient(URI edge) {
        this.edge = edge;
    }

    /** How many messages are stored. */
    long total() throws IOException, InterruptedException {
        return json("?offset=0&limit=0").get("total").asLong();
    }

    JsonNode json(String query) throws IOException, InterruptedException {
        return Json.mapper().readTree(get(query));
    }

    /** The answer to a question, which must be 200. */
    byte[] get(String query) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(edge.resolve(PATH + query)).GET());
    }

    /** Posts a message and waits until the log has it. */
    void post(byte[] body) throws IOException, InterruptedException {
        send(HttpRequest.newBuilder(edge.resolve(PATH)).POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    private byte[] send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer =
                http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new LoadFailure(
                    answer.request().method() + " " + answer.request().uri() + " is answered with "
                            + answer.statusCode(),
                    answer.statusCode() == 401 ? "start the edge with --message-access open" : "see the edge's log");
        }
        return answer.body();
    }

    @Override
    public void close() {
        http.close();
    }
}
