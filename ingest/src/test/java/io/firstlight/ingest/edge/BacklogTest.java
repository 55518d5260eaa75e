package io.firstlight.ingest.edge;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;

class BacklogTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final Backlog backlog = new Backlog(100);

    private Backlog.Outcome put(int bytes, Duration patience) throws InterruptedException {
        return backlog.put("topic", bytes, number -> "frame " + number, patience);
    }

    private List<Long> sendAll() throws InterruptedException {
        List<Long> numbers = new ArrayList<>();
        for (Backlog.Entry entry = backlog.next(Duration.ZERO); entry != null; entry = backlog.next(Duration.ZERO)) {
            numbers.add(entry.number());
        }
        return numbers;
    }

    @Test
    void sendsInOrderAndAfterARewindAgainWhatWasNotAnsweredBeforeWhatIsNew() throws Exception {
        for (int i = 0; i < 4; i++) {
            put(10, Duration.ZERO);
        }
        assertThat(sendAll()).containsExactly(1L, 2L, 3L, 4L);
        backlog.remove(1);
        backlog.remove(3);
        put(10, Duration.ZERO);

        assertThat(backlog.rewind()).isEqualTo(2);

        assertThat(sendAll()).containsExactly(2L, 4L, 5L);
        assertThat(backlog.bytes()).isEqualTo(30);
    }

    @Test
    void givesUpTheLargestOfThoseThatWereSent() throws Exception {
        put(10, Duration.ZERO);
        put(30, Duration.ZERO);
        put(20, Duration.ZERO);
        assertThat(sendAll()).containsExactly(1L, 2L, 3L);
        put(40, Duration.ZERO);

        assertThat(backlog.removeLargestSent())
                .get()
                .extracting(Backlog.Entry::number)
                .isEqualTo(2L);

        assertThat(backlog.bytes()).isEqualTo(70);
        backlog.rewind();
        assertThat(backlog.removeLargestSent()).as("none is sent").isEmpty();
        assertThat(sendAll()).containsExactly(1L, 3L, 4L);
    }

    @Test
    void takesNothingBeyondItsBytesUntilAnAnswerMakesRoom() throws Exception {
        put(60, Duration.ZERO);
        assertThat(put(60, Duration.ZERO)).isInstanceOf(Backlog.Outcome.Full.class);
        assertThat(put(101, LONG)).isInstanceOf(Backlog.Outcome.TooLarge.class);

        CompletableFuture<Backlog.Outcome> second = CompletableFuture.supplyAsync(() -> {
            try {
                return put(60, LONG);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(sendAll()).containsExactly(1L);
        backlog.remove(1);

        assertThat(second.get()).isInstanceOf(Backlog.Outcome.Taken.class);
        assertThat(sendAll()).containsExactly(2L);
    }

    @Test
    void givesBackOnClosingWhatWasNotAnswered() throws Exception {
        put(10, Duration.ZERO);
        put(10, Duration.ZERO);
        assertThat(backlog.next(Duration.ZERO)).isNotNull();

        assertThat(backlog.close(Duration.ZERO))
                .extracting(Backlog.Entry::number)
                .containsExactly(1L, 2L);
        assertThat(put(10, LONG)).isInstanceOf(Backlog.Outcome.Closed.class);
    }

    @Test
    void isAnsweredOncePerMessage() throws Exception {
        put(10, Duration.ZERO);
        assertThat(sendAll()).containsExactly(1L);

        assertThat(backlog.remove(1)).isPresent();
        assertThat(backlog.remove(1)).isEmpty();
        assertThat(backlog.isOwedAnswers()).isFalse();
    }
}
