package io.firstlight.ingest.source.poll;

import io.firstlight.ingest.producer.Acknowledgement;
import io.firstlight.ingest.producer.Message;
import io.firstlight.ingest.producer.MessageSender;
import io.firstlight.ingest.source.Refusal;
import io.firstlight.ingest.source.Source;
import io.firstlight.ingest.source.SourceMeters;
import io.firstlight.schemas.topic.TopicPlan;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;

/**
 * JSON over HTTP, asked for period by period; each answer is a message. The first requests are spread over their periods at random, so that not all are
 * due at once. A request that is still under way when the next is due makes that one be left out.
 *
 * <p>An answer's entity tag is sent along with the next request, once Kafka has the answer; what is still the same is then not sent again ({@code
 * 304}). Any other status than {@code 200} is a failure, redirections too: they could carry headers with secrets elsewhere. Failures are counted,
 * and logged when they begin and end; if the rule says so an event tells of it. They touch no other poll. While Kafka takes nothing, answers are
 * lost, which is counted.
 *
 * <p>One thread of its own begins requests and works through answers, beside those of the HTTP client. {@link #start} and {@link #close} may be called
 * from any thread.
 */
public final class PollSource implements Source {

    private static final Logger LOG = LoggerFactory.getLogger(PollSource.class);
    private static final Duration CLOSES_WITHIN = Duration.ofSeconds(2);

    private final List<PollState> polls;
    private final SourceMeters meters;
    private final RandomGenerator random;
    private final AtomicBoolean losing = new AtomicBoolean();
    private @Nullable Running running;
    private boolean closed;

    private record Running(MessageSender sender, HttpClient http, ScheduledExecutorService thread) {}

    /**
     * A source; asks for nothing before it is started.
     *
     * @param random spreads the first requests
     */
    public PollSource(PollConfig config, MeterRegistry registry, RandomGenerator random) {
        this.polls = config.polls().stream().map(PollState::new).toList();
        this.meters = new SourceMeters("poll", registry);
        this.random = random;
    }

    @Override
    public synchronized void start(MessageSender sender) {
        if (running != null || closed) {
            throw new IllegalStateException("the polling source was started or closed before");
        }
        HttpClient http = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("poll-source").daemon().factory());
        Running now = new Running(sender, http, thread);
        running = now;
        for (PollState state : polls) {
            long periodMs = state.poll().period().toMillis();
            var unused = thread.scheduleAtFixedRate(
                    () -> ask(state, now), random.nextLong(periodMs), periodMs, TimeUnit.MILLISECONDS);
        }
    }

    private void ask(PollState state, Running now) {
        if (!state.begin()) {
            return;
        }
        Poll poll = state.poll();
        CompletableFuture<HttpResponse<byte[]>> answer = now.http.sendAsync(
                poll.request(state.entityTag()), head -> new LimitedBody(TopicPlan.MAX_RECORD_BYTES));
        // The request's own timeout ends with the answer's headers.
        var unused = answer.copy()
                .orTimeout(poll.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((response, failure) -> {
                    if (failure != null) {
                        answer.cancel(true);
                    }
                    onThread(now, () -> answered(state, now, response, failure));
                });
    }

    private static void onThread(Running now, Runnable work) {
        try {
            now.thread.execute(work);
        } catch (RejectedExecutionException e) {
            LOG.debug("an answer came after the end", e);
        }
    }

    private void answered(
            PollState state, Running now, @Nullable HttpResponse<byte[]> response, @Nullable Throwable failure) {
        state.ended();
        if (response == null) {
            away(state, now, reason(failure));
        } else if (response.statusCode() == 304) {
            there(state, now);
        } else if (response.statusCode() == 200) {
            there(state, now);
            take(state, now, response);
        } else {
            away(state, now, "HTTP status " + response.statusCode());
        }
    }

    private static String reason(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        if (cause == null) {
            return "no answer";
        }
        String message = cause.getMessage();
        return cause.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }

    private void take(PollState state, Running now, HttpResponse<byte[]> response) {
        Optional<Message> message;
        try {
            message = state.poll().message(response.body());
        } catch (IllegalArgumentException e) {
            meters.refused(Refusal.MALFORMED, "the answer of " + state.poll() + ", " + e.getMessage());
            return;
        }
        if (message.isEmpty()) {
            meters.refused(Refusal.NO_FIELDS, "the answer of " + state.poll());
            return;
        }
        String tag = response.headers().firstValue("ETag").orElse(null);
        var unused = send(message.get(), now).thenAccept(acknowledgement -> state.known(tag));
    }

    private void there(PollState state, Running now) {
        if (state.isNews(true)) {
            LOG.info("{} answers", state.poll());
            sendEvent(state.event(true, ""), now);
        }
    }

    private void away(PollState state, Running now, String reason) {
        meters.failed();
        if (state.isNews(false)) {
            LOG.warn("{} does not answer as it should, further failures are only counted: {}", state.poll(), reason);
            sendEvent(state.event(false, reason), now);
        }
    }

    private void sendEvent(Optional<Message> event, Running now) {
        if (event.isPresent()) {
            var unused = send(event.get(), now);
        }
    }

    private CompletableFuture<Acknowledgement> send(Message message, Running now) {
        return now.sender.send(message).whenComplete((acknowledgement, failure) -> {
            if (failure == null) {
                meters.acknowledged();
                if (losing.compareAndSet(true, false)) {
                    LOG.info("answers reach Kafka again");
                }
            } else {
                meters.lost();
                if (losing.compareAndSet(false, true)) {
                    LOG.warn("answers are lost while Kafka is away", failure);
                }
            }
        });
    }

    /** Whether at least one of those that are asked was not away when last asked. */
    @Override
    public boolean isWorking() {
        return polls.stream().anyMatch(PollState::isReachable);
    }

    @Override
    public void close() {
        Running now;
        synchronized (this) {
            closed = true;
            now = running;
            running = null;
        }
        if (now == null) {
            return;
        }
        now.thread.shutdownNow();
        now.http.shutdownNow();
        try {
            if (!now.thread.awaitTermination(CLOSES_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn(
                        "the polling source is still held up after {} s and is left behind", CLOSES_WITHIN.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
