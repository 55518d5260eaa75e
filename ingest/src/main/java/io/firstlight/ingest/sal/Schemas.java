package io.firstlight.ingest.sal;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * The plans by schema id. One that is missing is fetched, while its records wait: {@link #of} says so at once, {@link #turn} goes on with it. A few are
 * asked for at a time; while the registry is away one at a time, after waits that double, of which a random half is taken.
 *
 * <p>What is known is kept for ever, as ids are never used again. That an id is unknown is kept for a while: garbage names any number of
 * them, and a registry may come to know it.
 *
 * <p>Owned by the feed's thread.
 */
final class Schemas {

    static final Duration FIRST_WAIT = Duration.ofMillis(250);
    static final Duration LONGEST_WAIT = Duration.ofSeconds(15);
    static final Duration UNKNOWN_FOR = Duration.ofSeconds(30);

    private static final Logger log = LoggerFactory.getLogger(Schemas.class);
    private static final int AT_A_TIME = 8;
    private static final int MOST_UNKNOWN = 1_000;
    private static final int MOST_DOUBLINGS = 10;

    private final SchemaRegistry registry;
    private final LongSupplier nanoTime;
    private final DoubleSupplier random;
    private final SalMeters meters;

    private final Map<Integer, Known> known = new HashMap<>();
    private final Map<Integer, Long> unknownUntilNs = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Long> eldest) {
            return size() > MOST_UNKNOWN;
        }
    };
    /** Bounded: each id is one that some partition waits for. */
    private final Queue<Integer> waiting = new ArrayDeque<>();

    private final Map<Integer, CompletableFuture<SchemaRegistry.Answer>> asked = new HashMap<>();
    private final Set<Integer> pending = new HashSet<>();
    private int failures;
    private long againAtNs;

    /** What is known of an id. */
    sealed interface Known {

        /** Its records can be read. */
        record Usable(RecordPlan plan) implements Known {}

        /** Its records cannot be read. */
        record Unusable(String why) implements Known {}

        /** The registry does not know it. */
        record Unknown() implements Known {}

        /** The registry has yet to say. */
        record Pending() implements Known {}
    }

    /**
     * Plans of that registry.
     *
     * @param nanoTime time that passes, as {@link System#nanoTime}
     * @param random from 0 to before 1
     */
    Schemas(SchemaRegistry registry, LongSupplier nanoTime, DoubleSupplier random, SalMeters meters) {
        this.registry = registry;
        this.nanoTime = nanoTime;
        this.random = random;
        this.meters = meters;
    }

    /** What is known of an id now. If nothing is, it is asked for. */
    Known of(int id) {
        Known answer = known.get(id);
        if (answer != null) {
            return answer;
        }
        Long until = unknownUntilNs.get(id);
        if (until != null && nanoTime.getAsLong() - until < 0) {
            return new Known.Unknown();
        }
        if (pending.add(id)) {
            waiting.add(id);
            ask();
        }
        return new Known.Pending();
    }

    /** Whether the registry has yet to say something. */
    boolean isPending() {
        return !pending.isEmpty();
    }

    /** Whether that id's records still have to wait. */
    boolean isPending(int id) {
        return pending.contains(id);
    }

    /** Takes answers and asks further; returns at once. */
    void turn() {
        if (pending.isEmpty()) {
            return;
        }
        Iterator<Map.Entry<Integer, CompletableFuture<SchemaRegistry.Answer>>> answers =
                asked.entrySet().iterator();
        while (answers.hasNext()) {
            Map.Entry<Integer, CompletableFuture<SchemaRegistry.Answer>> answer = answers.next();
            if (answer.getValue().isDone()) {
                answers.remove();
                take(answer.getKey(), answer.getValue().join());
            }
        }
        ask();
    }

    private void ask() {
        if (failures > 0 && nanoTime.getAsLong() - againAtNs < 0) {
            return;
        }
        int most = failures > 0 ? 1 : AT_A_TIME;
        while (asked.size() < most) {
            Integer id = waiting.poll();
            if (id == null) {
                return;
            }
            asked.put(id, registry.schema(id));
        }
    }

    private void take(int id, SchemaRegistry.Answer answer) {
        if (answer instanceof SchemaRegistry.Answer.Away away) {
            failed(away.why());
            waiting.add(id);
            return;
        }
        if (failures > 0) {
            log.info("the schema registry answers again");
            failures = 0;
        }
        pending.remove(id);
        Known now = known(id, answer);
        if (now == null) {
            unknownUntilNs.remove(id);
            unknownUntilNs.put(id, nanoTime.getAsLong() + UNKNOWN_FOR.toNanos());
        } else {
            known.put(id, now);
        }
    }

    private static @Nullable Known known(int id, SchemaRegistry.Answer answer) {
        return switch (answer) {
            case SchemaRegistry.Answer.Found found -> plan(id, found.schema());
            case SchemaRegistry.Answer.Foreign foreign ->
                new Known.Unusable("schema " + id + " is of kind " + foreign.kind());
            case SchemaRegistry.Answer.Unknown unknown -> null;
            case SchemaRegistry.Answer.Away away -> throw new IllegalArgumentException(away.why());
        };
    }

    private static Known plan(int id, String schema) {
        try {
            return new Known.Usable(RecordPlan.of(schema));
        } catch (UnusableSchema e) {
            return new Known.Unusable("schema " + id + ": " + e.getMessage());
        }
    }

    private void failed(String why) {
        meters.registryFailed();
        if (failures == 0) {
            log.warn(
                    "the schema registry does not answer ({}); records whose schema is not known yet wait for it", why);
        }
        long longest = FIRST_WAIT.toNanos() << Math.min(failures, MOST_DOUBLINGS);
        long wait = Math.min(longest, LONGEST_WAIT.toNanos());
        againAtNs = nanoTime.getAsLong() + (long) (wait * (0.5 + random.getAsDouble() / 2));
        failures++;
    }
}
