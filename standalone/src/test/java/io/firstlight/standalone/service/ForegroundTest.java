package io.firstlight.standalone.service;

import io.firstlight.embedded.StartupFailure;
import io.firstlight.standalone.command.CommandFailure;
import io.firstlight.standalone.startup.ServiceStack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.BindException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(30)
final class ForegroundTest {

    private final ServiceStack stack = new ServiceStack(new LoggedProgress(), System::nanoTime);
    private final CompletableFuture<Exception> fault = new CompletableFuture<>();

    @Test
    void stopsTheRestInOrderWhenAPartFailsForGood() {
        AtomicBoolean closed = new AtomicBoolean();
        stack.add("broker", Duration.ofSeconds(5), () -> () -> closed.set(true));

        assertThatThrownBy(() -> Foreground.run(
                        stack, () -> fault.complete(new IllegalStateException("the disk is gone")), fault))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("the disk is gone");
        assertThat(closed).isTrue();
    }

    @Test
    void namesTheStepThatCouldNotStart() {
        stack.task("users and keys", () -> {
            throw new IllegalStateException("no key");
        });

        assertThatThrownBy(() -> Foreground.run(stack, () -> {}, fault)).hasMessage("users and keys: no key");
    }

    @Test
    void keepsTheWordsOfAFailureThatSaysWhatToDo() {
        stack.task("PostgreSQL", () -> {
            throw StartupFailure.portTaken(5432, "PostgreSQL", null);
        });

        assertThatThrownBy(() -> Foreground.run(stack, () -> {}, fault))
                .isInstanceOfSatisfying(
                        StartupFailure.class,
                        failure -> assertThat(failure.whatToDo()).contains("another port"));
    }

    @Test
    void recognisesATakenPortHoweverDeepItLies() {
        stack.task("health", () -> {
            throw new IllegalStateException("cannot start", new BindException("Address already in use"));
        });

        assertThatThrownBy(() -> Foreground.run(stack, () -> {}, fault))
                .hasMessage("health: the port is in use by another process");
    }
}
