package io.firstlight.standalone.fault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A client as a careful one would be: it keeps the position of each of its groups, and when its connection ends, or is silent for 5 s
 * (a position comes every second), it goes to the next edge and resumes there; failing that, it waits a little longer each time, with
 * jitter. Thread-safe.
 */
final class Client implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(3);
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long LOOK_MS = 250;
    private static final long FIRST_BACKOFF_MS = 50;
    private static final int MOST_DOUBLINGS = 5;

    private final HttpClient http;
    private final ScheduledExecutorService timer;
    private final List<URI> edges;
    private final List<GroupView> views;
    private final Random random;
    private int edge;
    private int failuresInARow;
    private int reconnects;
    private boolean closed;
    private @Nullable Session session;

    /**
     * A client that does not run yet.
     *
     * @param edges where it may connect, its own edge first
     * @param timer shared by all clients
     */
    Client(HttpClient http, ScheduledExecutorService timer, List<URI> edges, List<Group> groups, long seed) {
        this.http = http;
        this.timer = timer;
        this.edges = List.copyOf(edges);
        this.views = groups.stream().map(GroupView::new).toList();
        this.random = new Random(seed);
    }

    void start() {
        connect();
        var unused = timer.scheduleAtFixedRate(this::look, LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
    }

    private synchronized void connect() {
        if (closed) {
            return;
        }
        Session next = new Session();
        session = next;
        var unused = http.newWebSocketBuilder()
                .connectTimeout(CONNECT_WITHIN)
                .buildAsync(edges.get(edge), next)
                .whenComplete((socket, failure) -> {
                    if (failure != null) {
                        ended(next);
                    }
                });
    }

    private synchronized void look() {
        if (session != null && System.nanoTime() - session.heardNanos > SILENCE_NANOS) {
            ended(session);
        }
    }

    /** The session is over, from whichever side; only the present one counts. */
    private synchronized void ended(Session over) {
        if (session != over || closed) {
            return;
        }
        over.abort();
        session = null;
        reconnects++;
        edge = (edge + 1) % edges.size();
        long most = FIRST_BACKOFF_MS << Math.min(failuresInARow++, MOST_DOUBLINGS);
        var unused = timer.schedule(this::connect, most / 2 + random.nextLong(most / 2), TimeUnit.MILLISECONDS);
    }

    private synchronized void message(Session from, String text) {
        if (session != from) {
            return;
        }
        JsonNode frame = parse(text);
        String answer = frame.path("data").isTextual() ? frame.path("data").textValue() : "";
        for (GroupView view : views) {
            String name = view.group().name();
            if (answer.equals("Successfully subscribed to " + name)) {
                view.confirmed(frame);
                failuresInARow = 0;
                return;
            }
            if (frame.path("subscription").asText().equals(name)) {
                view.received(frame);
                return;
            }
        }
        views.getFirst().odd("not understood: " + text);
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode().put("unreadable", text);
        }
    }

    /** When the oldest record was sent that it should have seen and has not; {@link NumberedStream#NEVER} if there is none. */
    synchronized long waitsSince(List<NumberedStream> streams) {
        long oldest = NumberedStream.NEVER;
        for (NumberedStream stream : streams) {
            for (GroupView view : views) {
                if (view.group().covers(stream.address())) {
                    oldest = Math.min(oldest, stream.sentAfter(view.lastOf(stream.address())));
                }
            }
        }
        return oldest;
    }

    /** In words, what it lacks and how it stands. */
    synchronized List<String> lacks(List<NumberedStream> streams) {
        String state = edges.get(edge).getAuthority() + (session == null ? ", not connected" : "") + ", " + reconnects
                + " reconnects";
        List<String> lacking = new ArrayList<>();
        for (GroupView view : views) {
            for (NumberedStream stream : streams) {
                int last = view.lastOf(stream.address());
                if (view.group().covers(stream.address()) && stream.sent() > last + 1) {
                    lacking.add(state + ": " + stream.address() + " is at " + last + " of " + (stream.sent() - 1) + "; "
                            + view);
                }
            }
        }
        return lacking;
    }

    /** Whether all its subscriptions are confirmed. */
    synchronized boolean isSubscribed() {
        return views.stream().allMatch(GroupView::isConfirmed);
    }

    /** How often its connection ended. */
    synchronized int reconnects() {
        return reconnects;
    }

    /** What it has seen, for the checker; only while no frame is on its way. */
    synchronized List<GroupView> views() {
        return views;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (session != null) {
            session.abort();
        }
    }

    /** One connection. Its callbacks come one after the other. */
    private final class Session implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();
        private volatile long heardNanos = System.nanoTime();
        private volatile @Nullable WebSocket socket;

        @Override
        public void onOpen(WebSocket opened) {
            socket = opened;
            List<String> subscriptions = new ArrayList<>();
            synchronized (Client.this) {
                if (session != this || closed) {
                    // Given up while it opened.
                    opened.abort();
                    return;
                }
                views.forEach(view -> subscriptions.add(view.subscription()));
            }
            CompletableFuture<WebSocket> sent = CompletableFuture.completedFuture(opened);
            for (String subscription : subscriptions) {
                sent = sent.thenCompose(ready -> ready.sendText(subscription, true));
            }
            opened.request(1);
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            heardNanos = System.nanoTime();
            text.append(part);
            if (last) {
                String whole = text.toString();
                text.setLength(0);
                message(this, whole);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            ended(this);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            ended(this);
        }

        void abort() {
            WebSocket open = socket;
            if (open != null) {
                open.abort();
            }
        }
    }
}
