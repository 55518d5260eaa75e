package io.firstlight.ingest.source;

import io.firstlight.ingest.producer.Acknowledgement;
import io.firstlight.ingest.producer.Message;
import io.firstlight.ingest.producer.MessageSender;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A sender that keeps what it is sent, and answers as told: takes everything at once unless told otherwise. */
public final class FakeSender implements MessageSender {

    private final List<Message> sent = new CopyOnWriteArrayList<>();
    private volatile Function<Message, CompletableFuture<Acknowledgement>> answer = message -> taken();

    /** The answer of a log that has it. */
    public static CompletableFuture<Acknowledgement> taken() {
        return CompletableFuture.completedFuture(new Acknowledgement("fake", null, 0, 0));
    }

    /** From now on it answers so. */
    public void answer(Function<Message, CompletableFuture<Acknowledgement>> next) {
        answer = next;
    }

    @Override
    public CompletableFuture<Acknowledgement> send(Message message) {
        sent.add(message);
        return answer.apply(message);
    }

    /** All that it was sent, as {@code category component data}. */
    public List<String> sent() {
        return sent.stream().map(FakeSender::text).toList();
    }

    /** A message as {@code category component data}. */
    public static String text(Message message) {
        return message.category().wireName()
                + ' '
                + message.component()
                + ' '
                + new String(message.data(), StandardCharsets.UTF_8);
    }
}
