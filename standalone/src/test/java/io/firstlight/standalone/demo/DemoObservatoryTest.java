package io.firstlight.standalone.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.firstlight.ingest.producer.Acknowledgement;
import io.firstlight.ingest.producer.Message;
import io.firstlight.ingest.producer.MessageSender;
import io.firstlight.schemas.address.Component;
import io.firstlight.standalone.demo.sal.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The driver: its thread, and what happens when Kafka takes nothing. */
@Timeout(30)
final class DemoObservatoryTest {

    private static final Component DOME = new Component("ATDome", 0);

    /** A log that can be told to take nothing. */
    private static final class Log implements MessageSender {
        private final List<Message> taken = new CopyOnWriteArrayList<>();
        private volatile boolean away;

        @Override
        public CompletableFuture<Acknowledgement> send(Message message) {
            if (away) {
                return CompletableFuture.failedFuture(new IllegalStateException("away"));
            }
            taken.add(message);
            return CompletableFuture.completedFuture(new Acknowledgement("t", null, 0, 0));
        }

        long count(String csc, String stream) {
            return taken.stream()
                    .filter(message -> message.component().csc().equals(csc)
                            && SteppedObservatory.json(message).has(stream))
                    .count();
        }
    }

    private static DemoObservatory observatory() {
        return new DemoObservatory(InstantSource.system(), new Random(1), "1", 1);
    }

    private static Reply command(DemoObservatory observatory, String name) {
        return observatory.execute(DOME, name, JsonNodeFactory.instance.objectNode(), "ada");
    }

    @Test
    void announcesStepsTakesCommandsAndSaysGoodbye() {
        Log log = new Log();
        try (DemoObservatory observatory = observatory()) {
            observatory.start(log);
            await().until(() -> log.count("ATDome", "position") >= 2);
            assertThat(log.count("ATDome", "summaryState")).isEqualTo(1);
            assertThat(command(observatory, "openShutter")).isEqualTo(Reply.DONE);
            await().until(() -> log.count("ATDome", "mainDoorState") >= 2);
        }
        assertThat(log.count("ATDome", "summaryState")).isEqualTo(2);
        assertThat(SteppedObservatory.json(log.taken.getLast()).toString()).contains("\"summaryState\":{\"value\":4");
    }

    @Test
    void tellsEveryEventAnewWhenKafkaIsBack() {
        Log log = new Log();
        try (DemoObservatory observatory = observatory()) {
            observatory.start(log);
            await().until(() -> log.count("ATDome", "position") >= 1);
            log.away = true;
            assertThat(command(observatory, "disable")).isEqualTo(Reply.DONE);
            long before = log.count("ATDome", "softwareVersions");
            // The message of the command is lost in one of the next steps; a step more, and it is known.
            await().until(observatory::hasLostSome);
            log.away = false;
            await().until(() -> log.count("ATDome", "softwareVersions") > before);
            await().untilAsserted(() -> assertThat(log.taken)
                    .filteredOn(message -> message.component().equals(DOME)
                            && SteppedObservatory.json(message).has("summaryState"))
                    .last()
                    .satisfies(message -> assertThat(
                                    SteppedObservatory.json(message).toString())
                            .contains("\"summaryState\":{\"value\":1")));
        }
    }

    @Test
    void commandsAreRefusedWhileTooMuchWaitsAndTheStopIsNotHeldUp() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        MessageSender stuck = message -> {
            held.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return CompletableFuture.failedFuture(new IllegalStateException("away"));
        };
        DemoObservatory observatory = observatory();
        observatory.start(stuck);
        held.await();
        Reply reply = Reply.DONE;
        for (int i = 0; i < 2_000 && reply instanceof Reply.Done; i++) {
            reply = command(observatory, "stopMotion");
        }
        assertThat(reply)
                .isEqualTo(Reply.rejected("the demo observatory cannot tell what it does: Kafka takes nothing"));

        long before = System.nanoTime();
        observatory.close();
        assertThat(System.nanoTime() - before).isLessThan(2_000_000_000L);
        assertThat(command(observatory, "stopMotion")).isEqualTo(Reply.rejected("the demo observatory is stopping"));
    }
}
