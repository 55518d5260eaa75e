package io.firstlight.standalone.fault;

import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * All clients: half of them begin on each edge, and they differ in what they subscribe to: single addresses, a component and the rest
 * by wildcard, or everything by wildcard. Thread-safe.
 */
final class Clients implements Follower, AutoCloseable {

    private static final int KINDS = 3;
    private static final int SINGLE_ADDRESSES = 6;

    private final ExecutorService callbacks = Executors.newFixedThreadPool(
            2, Thread.ofPlatform().name("clients-", 0).factory());
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("clients-timer").factory());
    private final HttpClient http = HttpClient.newBuilder().executor(callbacks).build();
    private final List<NumberedStream> streams;
    private final List<Client> all = new ArrayList<>();

    Clients(int count, List<URI> edges, List<NumberedStream> streams) {
        this.streams = streams;
        for (int i = 0; i < count; i++) {
            List<URI> ownFirst = new ArrayList<>(edges);
            Collections.rotate(ownFirst, i);
            all.add(new Client(http, timer, ownFirst, groups(i / edges.size()), i));
        }
    }

    private List<Group> groups(int client) {
        return switch (client % KINDS) {
            case 0 -> List.of(Group.everything("telemetry"), Group.everything("event"));
            case 1 -> {
                List<Group> single = new ArrayList<>();
                for (int i = 0; i < SINGLE_ADDRESSES; i++) {
                    single.add(
                            Group.of(streams.get((client + i) % streams.size()).address()));
                }
                yield single;
            }
            default -> {
                Group one = Group.of(streams.getFirst().address());
                yield List.of(
                        new Group("telemetry", one.csc(), one.salindex(), "all"),
                        new Group("event", "all", "all", Load.STREAM));
            }
        };
    }

    void start() {
        all.forEach(Client::start);
    }

    boolean areSubscribed() {
        return all.stream().allMatch(Client::isSubscribed);
    }

    /** How often connections ended so far. */
    int reconnects() {
        return all.stream().mapToInt(Client::reconnects).sum();
    }

    /** What they have seen; only while no frame is on its way. */
    List<GroupView> views() {
        return all.stream().flatMap(client -> client.views().stream()).toList();
    }

    /** In words, who lacks what. */
    List<String> lacks() {
        return all.stream().flatMap(client -> client.lacks(streams).stream()).toList();
    }

    @Override
    public long waitsSince() {
        return all.stream()
                .mapToLong(client -> client.waitsSince(streams))
                .min()
                .orElse(NumberedStream.NEVER);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        all.forEach(Client::close);
        http.shutdownNow();
        callbacks.shutdownNow();
    }
}
