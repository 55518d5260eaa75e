package io.firstlight.webedge.commander;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.firstlight.schemas.json.Json;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Asks the commander for its heartbeat every {@link #PERIOD}. A question has less than the period for its answer, so there is never more
 * than one, and a commander that hangs costs nothing but one waiting request. Thread-safe.
 */
public final class CommanderHeartbeat implements CommanderPulse, AutoCloseable {

    /** How often it asks; LOVE's. */
    public static final Duration PERIOD = Duration.ofSeconds(3);

    private static final Logger log = LoggerFactory.getLogger(CommanderHeartbeat.class);
    private static final Duration ANSWER_WITHIN = Duration.ofMillis(2500);
    private static final int MOST_BYTES = 4096;
    private static final int MOST_DIGITS = 40;

    private final Commander commander;
    private final Duration period;
    private final AtomicInteger up;
    private final ScheduledExecutorService timer;
    private volatile @Nullable String lastTimestamp;
    private volatile @Nullable Boolean alive;

    /** A heartbeat that does not beat yet; its gauge {@code firstlight.edge.commander.up} is there at once. */
    public CommanderHeartbeat(Commander commander, MeterRegistry meters) {
        this(commander, meters, PERIOD);
    }

    CommanderHeartbeat(Commander commander, MeterRegistry meters, Duration period) {
        this.commander = commander;
        this.period = period;
        this.up = new AtomicInteger();
        if (commander.configured()) {
            meters.gauge("firstlight.edge.commander.up", up);
        }
        this.timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("commander-heartbeat").factory());
    }

    /** Begins to ask; does nothing if there is no commander. */
    public void start() {
        if (commander.configured()) {
            var unused = timer.scheduleAtFixedRate(this::poll, 0, period.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void poll() {
        CompletableFuture<?> unused = commander
                .send(CommanderRequest.get("/heartbeat", ANSWER_WITHIN, MOST_BYTES))
                .thenAccept(this::answered);
    }

    /** What a question came to; answers come one after the other. */
    void answered(CommanderOutcome outcome) {
        String timestamp = outcome.status() == 200 ? timestamp(outcome.body()) : null;
        boolean now = timestamp != null;
        if (timestamp != null) {
            lastTimestamp = timestamp;
        }
        Boolean before = alive;
        alive = now;
        up.set(now ? 1 : 0);
        if (before == null || before != now) {
            if (now) {
                log.info("the commander at {} answers", commander.place());
            } else {
                log.warn("the commander at {} has no heartbeat: {}", commander.place(), outcome.ack());
            }
        }
    }

    private static @Nullable String timestamp(byte[] json) {
        try (JsonParser parser = Json.strictParser(json, 0, json.length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                if (field.equals("timestamp")) {
                    String text = parser.getText();
                    return value.isNumeric() && text.length() <= MOST_DIGITS ? text : null;
                }
                parser.skipChildren();
            }
            return null;
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public Optional<String> lastTimestamp() {
        return Optional.ofNullable(lastTimestamp);
    }

    @Override
    public boolean alive() {
        return Boolean.TRUE.equals(alive);
    }

    /** Asks no more. */
    @Override
    public void close() {
        timer.shutdownNow();
    }
}
