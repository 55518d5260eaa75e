package io.firstlight.ingest.component;

import io.firstlight.ingest.producer.Acknowledgement;
import io.firstlight.ingest.producer.Message;
import io.firstlight.schemas.record.InitialStateRequest;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Takes messages at once, or loses them, or lets them wait, as the test says. */
final class FakeClient implements ProducerClient {

    private final List<String> order;
    private final List<String> taken = new ArrayList<>();
    private final Deque<CompletableFuture<Acknowledgement>> waiting = new ArrayDeque<>();
    private final TreeSet<String> registered = new TreeSet<>();
    private @Nullable Throwable failure;
    private boolean waits;
    private int attempts;
    private boolean working;
    private @Nullable Consumer<InitialStateRequest> asked;

    FakeClient(List<String> order) {
        this.order = order;
    }

    @Override
    public CompletableFuture<Acknowledgement> send(Message message) {
        attempts++;
        if (failure != null) {
            return CompletableFuture.failedFuture(failure);
        }
        taken.add(message.category().wireName() + " " + message.component().key() + " "
                + new String(message.data(), StandardCharsets.UTF_8));
        CompletableFuture<Acknowledgement> answer = new CompletableFuture<>();
        if (waits) {
            waiting.add(answer);
        } else {
            answer.complete(new Acknowledgement("fake", null, 0, taken.size()));
        }
        return answer;
    }

    /** From now on messages fail so; null for no more. */
    void fail(@Nullable Throwable with) {
        failure = with;
    }

    /** From now on messages wait for {@link #complete}, or no more. */
    void letWait(boolean wait) {
        waits = wait;
    }

    /** Answers all that wait. */
    void complete(@Nullable Throwable with) {
        for (CompletableFuture<Acknowledgement> answer = waiting.poll(); answer != null; answer = waiting.poll()) {
            if (with == null) {
                answer.complete(new Acknowledgement("fake", null, 0, 0));
            } else {
                answer.completeExceptionally(with);
            }
        }
    }

    /** What was taken since the last call: category, component, data. */
    List<String> taken() {
        List<String> lines = List.copyOf(taken);
        taken.clear();
        return lines;
    }

    /** How often a send was tried since the last call. */
    int attempts() {
        int count = attempts;
        attempts = 0;
        return count;
    }

    @Override
    public void start(Consumer<InitialStateRequest> questions) {
        order.add("client starts");
        asked = questions;
    }

    void ask(InitialStateRequest question) {
        Objects.requireNonNull(asked).accept(question);
    }

    @Override
    public void register(String csc) {
        registered.add(csc);
    }

    List<String> registered() {
        return List.copyOf(registered);
    }

    @Override
    public boolean isWorking() {
        return working;
    }

    /** What it says of itself. */
    void setWorking(boolean isWorking) {
        working = isWorking;
    }

    @Override
    public void close() {
        order.add("client closes");
    }
}
