package io.firstlight.router;

import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.junit.jupiter.api.Test;

import java.util.concurrent.atomic.AtomicLong;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

class ThreadFailuresTest {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final ThreadFailures failures = new ThreadFailures("router", nanos::get);

    @Test
    void replacesAThreadThatDiesNowAndThen() {
        for (int i = 0; i < 100; i++) {
            assertThat(failures.handle(new IllegalStateException("broker away")))
                    .isEqualTo(REPLACE_THREAD);
            nanos.addAndGet(ThreadFailures.WITHIN.dividedBy(4).toNanos());
        }
    }

    @Test
    void givesUpWhenThreadsDieAgainAndAgain() {
        for (int i = 0; i < ThreadFailures.MOST; i++) {
            assertThat(failures.handle(new IllegalStateException("always"))).isEqualTo(REPLACE_THREAD);
        }
        assertThat(failures.handle(new IllegalStateException("always"))).isEqualTo(SHUTDOWN_CLIENT);
    }

    @Test
    void givesUpAtOnceOnAnErrorOfTheJvm() {
        assertThat(failures.handle(new OutOfMemoryError("test"))).isEqualTo(SHUTDOWN_CLIENT);
    }

    @Test
    void stopsAtOnceWhereTopicsAreMissingSoThatTheUpkeepBeginsAnew() {
        assertThat(failures.topicsWereMissing()).isFalse();
        assertThat(failures.handle(new MissingSourceTopicException("event"))).isEqualTo(SHUTDOWN_CLIENT);
        assertThat(failures.topicsWereMissing()).isTrue();
    }
}
