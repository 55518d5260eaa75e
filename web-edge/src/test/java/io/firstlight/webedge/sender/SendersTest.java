package io.firstlight.webedge.sender;

import io.firstlight.ingest.intake.Numbering;
import io.firstlight.ingest.producer.Acknowledgement;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.record.SenderMark;
import io.firstlight.schemas.topic.Topic;
import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;

class SendersTest {

    private static final Component DOME = new Component("Dome", 1);

    private final SentNumbers numbers = new SentNumbers();
    private final Queue<CompletableFuture<Void>> readings = new ArrayDeque<>();
    private final Senders senders = new Senders(numbers, () -> {
        CompletableFuture<Void> reading = new CompletableFuture<>();
        readings.add(reading);
        return reading;
    });
    private int fenced;

    private Sender open() {
        return senders.open("s", () -> fenced++);
    }

    private static Acknowledgement at(long offset) {
        return new Acknowledgement("firstlight.event", null, 0, offset);
    }

    private Numbering.Finding find(Sender sender, long number) {
        return sender.numbering(new SenderMark("s", number)).find(Topic.EVENT, DOME);
    }

    private void logHas(long number) {
        numbers.saw(new SenderMark("s", number), Topic.EVENT, DOME.key(), at(number));
    }

    @Test
    void waitUntilTheLogHasBeenRead() {
        Sender sender = open();
        assertThat(sender.ready()).isNotDone();

        readings.remove().complete(null);

        assertThat(sender.ready()).isCompleted();
        assertThat(sender.begins()).isTrue();
    }

    @Test
    void waitFirstUntilWhatAnEarlierConnectionWritesHasEnded() {
        Sender earlier = open();
        readings.remove().complete(null);
        assertThat(earlier.begins()).isTrue();

        Sender later = open();
        assertThat(fenced).isEqualTo(1);
        assertThat(earlier.begins()).isFalse();
        assertThat(readings).as("the log is read after that").isEmpty();

        earlier.ended(new SenderMark("s", 1), true);
        readings.remove().complete(null);
        assertThat(later.ready()).isCompleted();
    }

    @Test
    void waitForAnEarlierConnectionAlsoWhenItIsClosed() {
        Sender earlier = open();
        readings.remove().complete(null);
        assertThat(earlier.begins()).isTrue();
        senders.close(earlier);

        open();
        assertThat(readings).isEmpty();

        earlier.ended(new SenderMark("s", 1), true);
        assertThat(readings).hasSize(1);
    }

    @Test
    void knowThatTheLogHasAllUpToTheLastNumberOfAComponent() {
        Sender sender = open();
        logHas(7);
        logHas(5);

        assertThat(find(sender, 3)).isEqualTo(new Numbering.Finding.Present(at(7)));
        assertThat(find(sender, 7)).isEqualTo(new Numbering.Finding.Present(at(7)));
        assertThat(find(sender, 8)).isInstanceOf(Numbering.Finding.Absent.class);
        assertThat(sender.numbering(new SenderMark("s", 7)).find(Topic.TELEMETRY, DOME))
                .isInstanceOf(Numbering.Finding.Absent.class);
        assertThat(sender.numbering(new SenderMark("s", 7)).find(Topic.EVENT, new Component("Dome", 2)))
                .isInstanceOf(Numbering.Finding.Absent.class);
        assertThat(sender.numbering(new SenderMark("other", 7)).find(Topic.EVENT, DOME))
                .isInstanceOf(Numbering.Finding.Absent.class);
    }

    @Test
    void doNotTakeAFailedMessageForWrittenWhenLaterOnesAre() {
        Sender sender = open();
        assertThat(sender.begins()).isTrue();
        sender.ended(new SenderMark("s", 5), false);
        assertThat(find(sender, 5)).isInstanceOf(Numbering.Finding.Absent.class);

        logHas(6);
        assertThat(find(sender, 5)).isInstanceOf(Numbering.Finding.Overtaken.class);
        assertThat(find(sender, 4)).isInstanceOf(Numbering.Finding.Present.class);
    }

    @Test
    void takeAFailedMessageForWrittenWhenTheLogHasItAfterAll() {
        Sender sender = open();
        assertThat(sender.begins()).isTrue();
        sender.ended(new SenderMark("s", 5), false);

        logHas(5);
        logHas(6);

        assertThat(find(sender, 5)).isInstanceOf(Numbering.Finding.Present.class);
    }

    @Test
    void areNotReadyWhenTheLogCannotBeRead() {
        Sender sender = open();

        readings.remove().completeExceptionally(new IllegalStateException("away"));

        assertThat(sender.ready()).isCompletedExceptionally();
    }
}
