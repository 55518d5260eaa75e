package io.firstlight.standalone.startup;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@Timeout(30)
final class ServiceStackTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final RecordedProgress progress = new RecordedProgress();
    private final ServiceStack stack = new ServiceStack(progress, System::nanoTime);

    /** A part that closes at once. */
    private record Part() implements AutoCloseable {
        @Override
        public void close() {}
    }

    @Test
    void startsAStepAfterThoseThatItNeedsAndClosesTheOtherWayRound() throws Exception {
        Step<Part> broker = stack.add("broker", LONG, Part::new);
        Step<Part> router = stack.add("router", LONG, Part::new, broker);
        stack.add("edge", LONG, Part::new, router);

        stack.start();
        stack.close();

        assertThat(progress.heard)
                .containsExactly(
                        "starting broker",
                        "started broker",
                        "starting router",
                        "started router",
                        "starting edge",
                        "started edge",
                        "stopping edge",
                        "stopped edge",
                        "stopping router",
                        "stopped router",
                        "stopping broker",
                        "stopped broker");
    }

    @Test
    void startsIndependentStepsAtTheSameTime() throws Exception {
        CyclicBarrier meeting = new CyclicBarrier(2);
        for (String name : List.of("broker", "database")) {
            stack.add(name, LONG, () -> {
                // Passed only if the other one is starting as well.
                meeting.await(10, TimeUnit.SECONDS);
                return new Part();
            });
        }

        stack.start();

        assertThat(progress.heard).contains("started broker", "started database");
        stack.close();
    }

    @Test
    void closesIndependentStepsAtTheSameTime() throws Exception {
        CyclicBarrier meeting = new CyclicBarrier(2);
        for (String name : List.of("broker", "database")) {
            stack.add(name, LONG, () -> () -> meeting.await(10, TimeUnit.SECONDS));
        }

        stack.start();
        stack.close();

        assertThat(progress.heard).contains("stopped broker", "stopped database");
    }

    @Test
    void aStepUsesWhatAnotherMade() throws Exception {
        record Port(int number) implements AutoCloseable {
            @Override
            public void close() {}
        }
        Step<Port> broker = stack.add("broker", LONG, () -> new Port(9092));
        CompletableFuture<Integer> seen = new CompletableFuture<>();
        stack.add(
                "edge",
                LONG,
                () -> {
                    seen.complete(broker.get().number());
                    return new Part();
                },
                broker);

        stack.start();

        assertThat(seen).isCompletedWithValue(9092);
        stack.close();
    }

    @Test
    void closesWhatHasStartedWhenAStepFails() {
        Step<Part> broker = stack.add("broker", LONG, Part::new);
        Step<Part> router = stack.add(
                "router",
                LONG,
                () -> {
                    throw new IllegalStateException("no topics");
                },
                broker);
        stack.add("edge", LONG, Part::new, router);

        assertThatThrownBy(stack::start).isInstanceOfSatisfying(StepFailed.class, failed -> {
            assertThat(failed.step()).isEqualTo("router");
            assertThat(failed.reason()).hasMessage("no topics");
        });

        assertThat(progress.heard)
                .containsExactly(
                        "starting broker",
                        "started broker",
                        "starting router",
                        "failed router",
                        "stopping broker",
                        "stopped broker");
    }

    @Test
    void interruptsStepsThatAreStartingWhenAnotherFails() {
        CountDownLatch slowIsStarting = new CountDownLatch(1);
        stack.add("slow", LONG, () -> {
            slowIsStarting.countDown();
            new CountDownLatch(1).await();
            return new Part();
        });
        stack.add("failing", LONG, () -> {
            slowIsStarting.await();
            throw new IllegalStateException("no port");
        });

        assertThatThrownBy(stack::start)
                .isInstanceOfSatisfying(
                        StepFailed.class, failed -> assertThat(failed.step()).isEqualTo("failing"));
        assertThat(progress.heard).contains("failed slow", "failed failing").doesNotContain("stopping slow");
    }

    @Test
    void givesUpStartingWhenClosedMeanwhile() {
        CountDownLatch slowIsStarting = new CountDownLatch(1);
        Step<Part> broker = stack.add("broker", LONG, Part::new);
        Step<Part> slow = stack.add(
                "slow",
                LONG,
                () -> {
                    slowIsStarting.countDown();
                    new CountDownLatch(1).await();
                    return new Part();
                },
                broker);
        stack.add("edge", LONG, Part::new, slow);
        CompletableFuture<Void> closing = CompletableFuture.runAsync(() -> {
            try {
                slowIsStarting.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            stack.close();
        });

        assertThatThrownBy(stack::start).isInstanceOf(StartAbandoned.class);

        closing.join();
        assertThat(progress.heard).contains("stopped broker").doesNotContain("starting edge");
    }

    @Test
    void leavesAStepBehindThatDoesNotCloseInTimeAndGoesOn() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        Step<Part> broker = stack.add("broker", LONG, Part::new);
        stack.add("stuck", Duration.ofMillis(50), () -> never::await, broker);

        stack.start();
        stack.close();

        assertThat(progress.heard).endsWith("stopping stuck", "left behind stuck", "stopping broker", "stopped broker");
        never.countDown();
    }

    @Test
    void goesOnWhenAStepFailsToClose() throws Exception {
        Step<Part> broker = stack.add("broker", LONG, Part::new);
        stack.add(
                "edge",
                LONG,
                () -> () -> {
                    throw new IllegalStateException("socket is gone");
                },
                broker);

        stack.start();
        stack.close();

        assertThat(progress.heard).endsWith("left behind edge", "stopping broker", "stopped broker");
    }

    @Test
    void closesOnceHoweverOftenItIsAsked() throws Exception {
        AtomicInteger closed = new AtomicInteger();
        stack.add("broker", LONG, () -> closed::incrementAndGet);
        stack.start();

        CompletableFuture<Void> other = CompletableFuture.runAsync(stack::close);
        stack.close();
        other.join();
        stack.close();

        assertThat(closed).hasValue(1);
    }

    @Test
    void aTaskHasNothingToStop() throws Exception {
        AtomicInteger ran = new AtomicInteger();
        stack.task("topics", ran::incrementAndGet);

        stack.start();
        stack.close();

        assertThat(ran).hasValue(1);
        assertThat(progress.heard).containsExactly("starting topics", "started topics");
    }

    @Test
    void closingAStackThatNeverStartedDoesNothing() {
        stack.add("broker", LONG, Part::new);

        stack.close();

        assertThat(progress.heard).isEmpty();
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThatThrownBy(stack::start).isInstanceOf(StartAbandoned.class));
    }
}
