package io.firstlight.webedge;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** As many clients and producers as an observatory has, doing what LOVE's do. */
class LoveLoadTest {

    @TempDir
    private static Path directory;

    private static RunningEdge edge;

    @BeforeAll
    static void start() throws Exception {
        edge = new RunningEdge(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        edge.close();
    }

    private static void together(List<Callable<Void>> tasks) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(tasks.size())) {
            for (Future<Void> done : threads.invokeAll(tasks)) {
                done.get();
            }
        }
    }

    private static SocketClient register(SocketClient producer, String csc) throws InterruptedException {
        producer.subscribe("initial_state", "all", "all", "all").next();
        producer.subscribe("initial_state", csc, "all", "all").next();
        return producer;
    }

    /**
     * The summary view of LOVE's front end: 510 subscriptions at once. Invariants, for each client: confirmations come in the order of the
     * requests, the state of each address comes once and after its confirmation; and every request reaches the producer.
     */
    @Test
    void confirmsTheSummaryViewOfTwentyFrontEndsInOrderAndGivesEachAllStates() throws Exception {
        int clients = 20;
        int components = 51;
        int streams = 10;
        try (SocketClient producer = register(edge.producer(), "View")) {
            for (int c = 0; c < components; c++) {
                StringBuilder data = new StringBuilder();
                for (int s = 0; s < streams; s++) {
                    data.append(s == 0 ? "{" : ",").append("\"s" + s + "\":[{\"of\":\"View-" + c + "-s" + s + "\"}]");
                }
                producer.send("{\"category\":\"event\",\"data\":[{\"csc\":\"View\",\"salindex\":" + c + ",\"data\":"
                        + data + "}}]}");
            }
            try (SocketClient last = edge.client("user", "user")) {
                last.subscribe("event", "View", "" + (components - 1), "s0").next();
                last.next();
            }
            String token = edge.token("user", "user");
            List<Callable<Void>> frontEnds = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                frontEnds.add(() -> {
                    try (SocketClient client = edge.socket("/manager/ws/subscription?token=" + token)) {
                        openView(client, components, streams);
                    }
                    return null;
                });
            }

            together(frontEnds);

            for (int i = 0; i < clients * components * streams + 1; i++) {
                assertThat(producer.next()).startsWith("{\"category\": \"initial_state\"");
            }
        }
    }

    private static void openView(SocketClient client, int components, int streams) throws Exception {
        List<String> asked = new ArrayList<>();
        for (int c = 0; c < components; c++) {
            for (int s = 0; s < streams; s++) {
                asked.add("View-" + c + "-s" + s);
                client.subscribe("event", "View", "" + c, "s" + s);
            }
        }
        List<String> confirmed = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        while (confirmed.size() < asked.size() || seen.size() < asked.size()) {
            JsonNode frame = client.nextJson();
            if (frame.get("data").isTextual()) {
                confirmed.add(frame.get("data").asText().replace("Successfully subscribed to event-", ""));
            } else {
                JsonNode payload = frame.at("/data/0/data").elements().next();
                String of = payload.at("/0/of").asText();
                assertThat(frame.get("subscription").asText()).isEqualTo("event-" + of);
                assertThat(confirmed).contains(of);
                assertThat(seen.add(of)).as("state of %s comes once", of).isTrue();
            }
        }
        assertThat(confirmed).isEqualTo(asked);
    }

    /**
     * LOVE's producers: at each reconnect one connection that is dropped at once, then one that registers, says again what it last said and
     * goes on. Four of them speak for the same component. Invariant: a client sees every sample of every producer, in order, each as often
     * as it was sent.
     */
    @Test
    void losesNothingOfAHundredProducersThatReconnect() throws Exception {
        int producers = 100;
        int rounds = 4;
        int samples = 5;
        try (SocketClient client = edge.client("user", "user")) {
            client.subscribe("event", "all", "all", "all").next();
            List<Callable<Void>> all = new ArrayList<>();
            for (int p = 0; p < producers; p++) {
                // The last four are one component's, each with a stream of its own.
                int index = Math.min(p, producers - 4);
                String stream = "s" + p;
                all.add(() -> {
                    int sent = 0;
                    for (int round = 0; round < rounds; round++) {
                        edge.producer().close();
                        try (SocketClient producer = register(edge.producer(), "Fleet")) {
                            for (int again = sent == 0 ? 1 : 0; again <= samples; again++) {
                                int sample = again == 0 ? sent : ++sent;
                                producer.send("{\"category\":\"event\",\"data\":[{\"csc\":\"Fleet\",\"salindex\":"
                                        + index + ",\"data\":{\"" + stream + "\":[" + sample + "]}}]}");
                            }
                            producer.finish();
                        }
                    }
                    return null;
                });
            }

            together(all);

            Map<String, List<Integer>> seen = new HashMap<>();
            for (int i = 0; i < producers * (rounds * samples + rounds - 1); i++) {
                JsonNode data = client.nextJson().at("/data/0/data");
                String stream = data.fieldNames().next();
                seen.computeIfAbsent(stream, s -> new ArrayList<>())
                        .add(data.get(stream).get(0).asInt());
            }
            List<Integer> expected = new ArrayList<>();
            for (int sample = 1; sample <= rounds * samples; sample++) {
                expected.add(sample);
                if (sample % samples == 0 && sample < rounds * samples) {
                    expected.add(sample);
                }
            }
            assertThat(seen).hasSize(producers);
            assertThat(seen.values()).allSatisfy(of -> assertThat(of).isEqualTo(expected));
        }
        await().untilAsserted(() ->
                assertThat(edge.meter("firstlight.edge.connections")).isZero());
        assertThat(edge.meter("firstlight.edge.records.malformed")).isZero();
    }
}
