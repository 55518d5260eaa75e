package io.firstlight.ingest.source;

import io.firstlight.ingest.producer.Acknowledgement;
import io.firstlight.ingest.producer.Message;
import io.firstlight.schemas.address.Component;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

final class DeliveryTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final FakeSender sender = new FakeSender();
    private final List<Integer> done = new CopyOnWriteArrayList<>();
    private final Delivery delivery = new Delivery(sender, 3, Duration.ofMillis(5), new SourceMeters("test", registry));

    @AfterEach
    void close() {
        delivery.close();
    }

    private static Message message(int number) {
        return Message.telemetry(new Component("Lab", number)).stream("s")
                .flag("f", true)
                .build();
    }

    private boolean deliver(int number) throws InterruptedException {
        return delivery.deliver(message(number), () -> done.add(number));
    }

    private List<String> components() {
        return sender.sent().stream()
                .map(text -> text.substring(text.indexOf(' ') + 1, text.indexOf(" {")))
                .toList();
    }

    @Test
    void tellsOfEachMessageWhenTheLogHasIt() throws Exception {
        CompletableFuture<Acknowledgement> first = new CompletableFuture<>();
        sender.answer(message -> message.component().salindex() == 1 ? first : FakeSender.taken());

        deliver(1);
        deliver(2);
        assertThat(done).containsExactly(2);
        first.complete(new Acknowledgement("fake", null, 0, 0));

        assertThat(done).containsExactly(2, 1);
        assertThat(delivery.awaitDone(Duration.ofSeconds(10))).isTrue();
        assertThat(registry.get("firstlight.source.acknowledged").counter().count())
                .isEqualTo(2);
    }

    @Test
    void sendsAgainInOrderUntilTheLogTakesIt() throws Exception {
        List<CompletableFuture<Acknowledgement>> refused = new ArrayList<>();
        sender.answer(message -> {
            CompletableFuture<Acknowledgement> answer = new CompletableFuture<>();
            refused.add(answer);
            return answer;
        });
        deliver(1);
        deliver(2);
        deliver(3);
        AtomicBoolean away = new AtomicBoolean(true);
        sender.answer(message ->
                away.get() ? CompletableFuture.failedFuture(new IllegalStateException("away")) : FakeSender.taken());
        refused.reversed().forEach(answer -> answer.completeExceptionally(new IllegalStateException("away")));

        await().until(() -> sender.sent().size() > 5);
        assertThat(done).isEmpty();
        away.set(false);

        await().until(() -> done.size() == 3);
        assertThat(done).containsExactly(1, 2, 3);
        assertThat(components().subList(3, components().size() - 2)).containsOnly("Lab:1");
        assertThat(components()).endsWith("Lab:1", "Lab:2", "Lab:3");
    }

    @Test
    void holdsUpWhoDeliversWhileThereIsNoRoom() throws Exception {
        CompletableFuture<Acknowledgement> answer = new CompletableFuture<>();
        sender.answer(message -> answer);
        Thread delivering = Thread.ofVirtual().start(() -> {
            try {
                for (int i = 1; i <= 4; i++) {
                    deliver(i);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        await().until(() -> sender.sent().size() == 3);
        await().until(() -> delivering.getState() == Thread.State.WAITING);
        assertThat(delivery.awaitDone(Duration.ZERO)).isFalse();

        answer.complete(new Acknowledgement("fake", null, 0, 0));

        await().until(() -> done.size() == 4);
        assertThat(delivery.underWay()).isZero();
    }

    @Test
    void letsGoOfWhoIsHeldUpAndSaysNothingMoreWhenClosed() throws Exception {
        CompletableFuture<Acknowledgement> answer = new CompletableFuture<>();
        sender.answer(message -> answer);
        deliver(1);

        delivery.close();
        answer.complete(new Acknowledgement("fake", null, 0, 0));

        assertThat(deliver(2)).isFalse();
        assertThat(done).isEmpty();
    }
}
