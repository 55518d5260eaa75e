package io.firstlight.webedge.command;

import io.firstlight.ingest.producer.NotAcknowledged;
import io.firstlight.schemas.address.Category;
import io.firstlight.webedge.command.claim.Claims;
import io.firstlight.webedge.command.claim.ClaimsUnavailable;
import io.firstlight.webedge.commander.Commander;
import io.firstlight.webedge.commander.CommanderOutcome;
import io.firstlight.webedge.commander.CommanderRequest;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Carries commands out. Each goes through the same steps, in this order:
 *
 * <ol>
 *   <li>its idempotency key is claimed, if it has one; whoever comes second is given the first one's answer;
 *   <li>it is written to the log; if the log does not take it, it is not sent;
 *   <li>it is sent to the commander, once;
 *   <li>what came of it is written to the log with the same correlation id;
 *   <li>the answer is kept for those who ask again, and given.
 * </ol>
 *
 * <p>A process that is killed between two steps leaves a command in the log without acknowledgement and a claim without answer: the outcome
 * is unknown, and is called so. Nothing executes it again.
 *
 * <p>Each command has a thread of its own while it is under way; there are at most so many, none waits in a queue. Thread-safe.
 */
public final class CommandDesk implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(CommandDesk.class);

    /** How long the log may take; somebody waits, and a command must not move the telescope when nobody expects it any more. */
    static final Duration LOG_WITHIN = Duration.ofSeconds(5);

    /** What an attempt may take beside the commander: the log twice, at its worst. */
    private static final Duration AROUND = Duration.ofSeconds(30);

    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(1);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final Duration THREAD_KEPT = Duration.ofSeconds(30);
    private static final int MOST_ANSWER_BYTES = 1 << 20;

    private final Commander commander;
    private final CommandLog commandLog;
    private final Claims claims;
    private final String serverUrl;
    private final Duration timeout;
    private final Duration logWithin;
    private final CommandMeters meters;
    private final Clock clock;
    private final ThreadPoolExecutor threads;

    /** A desk; it starts no thread before the first command. */
    public CommandDesk(
            CommandConfig config,
            Commander commander,
            CommandLog commandLog,
            Claims claims,
            MeterRegistry registry,
            Clock clock) {
        this(config, commander, commandLog, claims, registry, clock, LOG_WITHIN);
    }

    CommandDesk(
            CommandConfig config,
            Commander commander,
            CommandLog commandLog,
            Claims claims,
            MeterRegistry registry,
            Clock clock,
            Duration logWithin) {
        this.commander = commander;
        this.commandLog = commandLog;
        this.claims = claims;
        this.serverUrl = config.serverUrl();
        this.timeout = config.timeout();
        this.logWithin = logWithin;
        this.meters = new CommandMeters(registry);
        this.clock = clock;
        this.threads = new ThreadPoolExecutor(
                0,
                config.inFlight(),
                THREAD_KEPT.toMillis(),
                TimeUnit.MILLISECONDS,
                new SynchronousQueue<>(),
                Thread.ofPlatform().daemon().name("command-", 0).factory());
        registry.gauge("firstlight.edge.commands.in.flight", threads, ThreadPoolExecutor::getActiveCount);
    }

    /** Has a command carried out; the future never fails. */
    public CompletableFuture<CommandAnswer> submit(CommandOrder order) {
        CompletableFuture<CommandAnswer> answer = new CompletableFuture<>();
        try {
            threads.execute(() -> answer.complete(carriedOut(order)));
        } catch (RejectedExecutionException e) {
            meters.ended(CommandMeters.End.BUSY);
            answer.complete(CommandAnswer.of(
                    503,
                    threads.isShutdown()
                            ? "This edge is stopping; nothing was sent."
                            : threads.getMaximumPoolSize() + " commands are under way; nothing was sent. Try again.",
                    null));
        }
        return answer;
    }

    private CommandAnswer carriedOut(CommandOrder order) {
        UUID correlationId = UUID.randomUUID();
        try {
            return order.idempotencyKey() == null
                    ? attempt(order, correlationId).answer(correlationId)
                    : carryOutOnce(order, new Claims.Wish(order.user(), order.idempotencyKey()), correlationId);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return CommandAnswer.of(
                    503, "This edge is stopping; whether the command was executed is not known.", correlationId);
        } catch (ClaimsUnavailable e) {
            log.warn("command {} was not sent: {}", order.request().address(), e.getMessage());
            return CommandAnswer.of(503, "The database does not answer; nothing was sent.", null);
        } catch (RuntimeException e) {
            log.error("command {} of {} failed ({})", order.request().address(), order.user(), correlationId, e);
            return CommandAnswer.of(
                    500, "The server failed; whether the command was executed is not known.", correlationId);
        }
    }

    /**
     * What came of one attempt.
     *
     * @param nothingSent whether the commander surely knows nothing of it, so that it may be tried again under the same key
     */
    @SuppressWarnings("ArrayRecordComponent") // shared, never compared
    private record Attempt(int status, byte[] body, boolean nothingSent) {

        CommandAnswer answer(UUID correlationId) {
            return new CommandAnswer(status, body, correlationId, false);
        }
    }

    private CommandAnswer carryOutOnce(CommandOrder order, Claims.Wish wish, UUID correlationId)
            throws InterruptedException {
        byte[] hash = order.bodyHash();
        // An attempt takes no longer than this, so neither does somebody wait for it longer.
        Duration within = timeout.plus(AROUND);
        for (long looks = timeout.dividedBy(LOOK_EVERY); ; looks--) {
            switch (claims.claim(wish, hash, correlationId, within)) {
                case Claims.Claim.Mine mine -> {
                    return carryOutClaimed(order, wish, correlationId);
                }
                case Claims.Claim.Finished first -> {
                    meters.ended(CommandMeters.End.REPLAYED);
                    return new CommandAnswer(first.status(), first.body(), first.correlationId(), true);
                }
                case Claims.Claim.OfAnother other -> {
                    return conflict(422, "This Idempotency-Key belongs to another command; nothing was sent.", null);
                }
                case Claims.Claim.Abandoned abandoned -> {
                    return conflict(
                            409,
                            "The outcome of the first request with this Idempotency-Key is unknown: the edge that"
                                    + " carried it out is gone. It is not executed again.",
                            abandoned.correlationId());
                }
                case Claims.Claim.UnderWay first -> {
                    if (looks <= 0) {
                        return conflict(
                                409,
                                "The first request with this Idempotency-Key is still under way; nothing more was sent.",
                                null);
                    }
                    Thread.sleep(LOOK_EVERY);
                }
            }
        }
    }

    private CommandAnswer conflict(int status, String ack, @Nullable UUID correlationId) {
        meters.ended(CommandMeters.End.CONFLICT);
        return CommandAnswer.of(status, ack, correlationId);
    }

    private CommandAnswer carryOutClaimed(CommandOrder order, Claims.Wish wish, UUID correlationId)
            throws InterruptedException {
        Attempt attempt = attempt(order, correlationId);
        try {
            if (attempt.nothingSent()) {
                claims.release(wish, correlationId);
            } else {
                claims.finish(wish, correlationId, attempt.status(), attempt.body());
            }
        } catch (ClaimsUnavailable e) {
            // The command has had its effect, and its sender is owed the answer; who asks again hears that it is
            // unknown.
            log.warn("the answer of command {} could not be kept: {}", correlationId, e.getMessage());
        }
        return attempt.answer(correlationId);
    }

    private Attempt attempt(CommandOrder order, UUID correlationId) throws InterruptedException {
        if (!commander.configured()) {
            meters.ended(CommandMeters.End.UNREACHABLE);
            return attempt(send(order, ""));
        }
        String identity = order.user() + '@' + serverUrl;
        Instant begun = clock.instant();
        byte[] record = CommandRecords.command(order, identity, correlationId, begun);
        if (!isLogged(order, correlationId, record, begun)) {
            meters.ended(CommandMeters.End.NOT_LOGGED);
            String ack = "The log did not take the command; nothing was sent.";
            return new Attempt(503, CommanderOutcome.ackBody(ack), true);
        }
        CommanderOutcome outcome = send(order, identity);
        acknowledge(order, correlationId, outcome.status(), outcome.ack(), begun);
        meters.ended(end(outcome));
        return attempt(outcome);
    }

    private static Attempt attempt(CommanderOutcome outcome) {
        return new Attempt(
                outcome.status(),
                outcome.body(),
                outcome instanceof CommanderOutcome.Failed failed && failed.nothingSent());
    }

    private CommanderOutcome send(CommandOrder order, String identity) throws InterruptedException {
        CompletableFuture<CommanderOutcome> sent = commander.send(
                CommanderRequest.post("/cmd", order.request().withIdentity(identity), timeout, MOST_ANSWER_BYTES));
        try {
            return sent.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the commander's answer failed", e);
        }
    }

    private boolean isLogged(CommandOrder order, UUID correlationId, byte[] record, Instant begun)
            throws InterruptedException {
        CompletableFuture<?> logged =
                commandLog.send(Category.COMMAND, order.request().address().component(), record);
        try {
            logged.get(logWithin.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException e) {
            log.warn("command {} was not sent, as the log did not take it: {}", correlationId, e.getMessage());
            if (e.getCause() instanceof NotAcknowledged refused
                    && refused.reason().mayBeInLog()) {
                notSent(order, correlationId, begun);
            }
            return false;
        } catch (TimeoutException e) {
            log.warn("command {} was not sent, as the log did not take it within {}", correlationId, logWithin);
            // It may get into the log yet, and is not to stand there as one whose outcome is unknown.
            var unused = logged.thenRunAsync(() -> notSent(order, correlationId, begun), threads);
            return false;
        }
    }

    private void notSent(CommandOrder order, UUID correlationId, Instant begun) {
        acknowledge(order, correlationId, 503, "The log was too slow; nothing was sent.", begun);
    }

    private void acknowledge(CommandOrder order, UUID correlationId, int status, String ack, Instant begun) {
        Instant now = clock.instant();
        byte[] record =
                CommandRecords.acknowledgement(order, correlationId, status, ack, Duration.between(begun, now), now);
        var unused = commandLog
                .send(Category.ACK, order.request().address().component(), record)
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        meters.ackLost();
                        log.error(
                                "the log did not take the acknowledgement of command {} ({} {}): {}",
                                correlationId,
                                status,
                                CommanderOutcome.bounded(ack),
                                failure.getMessage());
                    }
                });
    }

    private static CommandMeters.End end(CommanderOutcome outcome) {
        return switch (outcome) {
            case CommanderOutcome.Answered answered ->
                answered.status() < 300 ? CommandMeters.End.DONE : CommandMeters.End.FAILED;
            case CommanderOutcome.Failed failed ->
                failed.status() == 504
                        ? CommandMeters.End.TIMED_OUT
                        : failed.commanderStatus() > 0 ? CommandMeters.End.FAILED : CommandMeters.End.UNREACHABLE;
        };
    }

    /** Takes no more, and gives those under way a second to end; what they did after that is not known. Idempotent. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(CLOSE_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("{} commands are broken off; their outcome is not known", threads.getActiveCount());
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
