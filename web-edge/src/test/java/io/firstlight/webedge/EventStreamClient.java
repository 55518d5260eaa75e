package io.firstlight.webedge;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Stream;

/** Reads an event stream as the standard says, an event at a time. */
final class EventStreamClient implements AutoCloseable {

    private final Stream<String> body;
    private final Iterator<String> lines;
    private final int status;

    /** One event: its fields, {@code event} and {@code id} only where it has them. */
    record Event(Map<String, String> fields) {
        String data() {
            return fields.getOrDefault("data", "");
        }

        String name() {
            return fields.getOrDefault("event", "message");
        }

        String id() {
            return fields.getOrDefault("id", "");
        }
    }

    private EventStreamClient(HttpResponse<Stream<String>> response) {
        this.status = response.statusCode();
        this.body = response.body();
        this.lines = body.iterator();
    }

    static EventStreamClient open(HttpClient http, URI uri, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        return new EventStreamClient(http.send(
                headers.length == 0 ? request.build() : request.headers(headers).build(),
                HttpResponse.BodyHandlers.ofLines()));
    }

    int status() {
        return status;
    }

    /** The next event; waits for it. */
    Event next() {
        Map<String, String> fields = new HashMap<>();
        while (true) {
            String line = lines.next();
            if (line.isEmpty()) {
                return new Event(fields);
            }
            int colon = line.indexOf(": ");
            fields.put(line.substring(0, colon), line.substring(colon + 2));
        }
    }

    /** The next event of that name. */
    Event next(String name) {
        Event event = next();
        while (!event.name().equals(name)) {
            event = next();
        }
        return event;
    }

    @Override
    public void close() {
        body.close();
    }
}
