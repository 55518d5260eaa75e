package io.firstlight.standalone.command;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** Short conversations with a Kafka cluster from the command line. Stateless. */
public final class KafkaAccess {

    /** How long a command waits for the cluster's answer. */
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    private KafkaAccess() {}

    /** A conversation. */
    @FunctionalInterface
    public interface Conversation<T> {
        T with(Admin admin) throws InterruptedException;
    }

    /**
     * Opens an admin client for the conversation and closes it after.
     *
     * @throws CommandFailure if the cluster does not answer, or refuses
     */
    public static <T> T talk(String servers, Conversation<T> conversation) {
        try (Admin admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                servers,
                AdminClientConfig.CLIENT_ID_CONFIG,
                "firstlight-command",
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                (int) PATIENCE.toMillis(),
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                (int) PATIENCE.toMillis()))) {
            return conversation.with(admin);
        } catch (KafkaException e) {
            throw failure(servers, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted while waiting for Kafka at " + servers, "run it again", e);
        }
    }

    /** The result of an admin request; a failure of Kafka's is thrown as what it is. */
    public static <T> T await(KafkaFuture<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
        }
    }

    /** What Kafka said, in one line. */
    public static CommandFailure failure(String servers, KafkaException cause) {
        if (cause instanceof org.apache.kafka.common.errors.TimeoutException) {
            return new CommandFailure(
                    "Kafka at " + servers + " does not answer within " + PATIENCE.toSeconds() + " s",
                    "check that it runs and that --kafka names it",
                    cause);
        }
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new CommandFailure(
                "Kafka at " + servers + " refuses: " + root.getMessage(), "check --kafka and the broker's log", cause);
    }
}
