package io.firstlight.schemas.topic;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import static org.assertj.core.api.Assertions.assertThat;

class WaitingTest {

    private final AtomicLong nowNanos = new AtomicLong(Long.MAX_VALUE - 10);
    private final AtomicInteger asked = new AtomicInteger();
    private final Waiting waiting = new Waiting(
            nowNanos::get, () -> nowNanos.addAndGet(Duration.ofSeconds(1).toNanos()));

    @Test
    void returnsAsSoonAsTheAnswerIsYes() throws InterruptedException {
        assertThat(waiting.until(() -> asked.incrementAndGet() == 3, Duration.ofSeconds(9)))
                .isTrue();
        assertThat(asked).hasValue(3);
    }

    @Test
    void endsWithPatience() throws InterruptedException {
        assertThat(waiting.until(() -> asked.incrementAndGet() > 10, Duration.ofSeconds(2)))
                .isFalse();
        assertThat(asked).hasValue(3);
    }

    @Test
    void asksOnceEvenWithoutPatience() throws InterruptedException {
        assertThat(waiting.until(() -> true, Duration.ZERO)).isTrue();
    }
}
