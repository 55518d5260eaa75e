package io.firstlight.standalone.service;

import io.firstlight.auth.AuthException;
import io.firstlight.embedded.StartupFailure;
import io.firstlight.router.RouterException;
import io.firstlight.standalone.command.CommandFailure;
import io.firstlight.standalone.startup.StepFailed;
import org.apache.kafka.common.KafkaException;

import java.net.BindException;

/** What the services throw at start, as one line for the user and one that says what to do. */
public final class Failures {

    private Failures() {}

    /** A failed step, named, with the reason. */
    static Exception inWords(StepFailed failed) {
        Exception reason = inWords(failed.reason());
        return reason instanceof CommandFailure known
                ? new CommandFailure(failed.step() + ": " + known.getMessage(), known.whatToDo(), failed)
                : reason;
    }

    /** The same exception if its message is for users already. */
    static Exception inWords(Exception thrown) {
        return switch (thrown) {
            case CommandFailure known -> known;
            case StartupFailure known -> known;
            case AuthException auth -> new CommandFailure(text(auth), "the users and keys are as they were", auth);
            case RouterException router ->
                new CommandFailure(text(router), "check that Kafka runs and that --kafka names it", router);
            case KafkaException kafka ->
                new CommandFailure(
                        "Kafka: " + text(kafka), "check that it runs, that --kafka names it, and its log", kafka);
            default -> unforeseen(thrown);
        };
    }

    private static Exception unforeseen(Exception thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof BindException || String.valueOf(t.getMessage()).contains("Address already in use")) {
                return new CommandFailure(
                        "the port is in use by another process", "stop that process, or choose another port", thrown);
            }
        }
        return new CommandFailure(text(thrown), "the log may say more; --verbose shows where it comes from", thrown);
    }

    private static String text(Exception thrown) {
        String message = thrown.getMessage();
        return message == null || message.isBlank() ? thrown.getClass().getSimpleName() : message;
    }
}
