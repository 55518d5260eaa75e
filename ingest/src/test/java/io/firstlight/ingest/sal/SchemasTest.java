package io.firstlight.ingest.sal;

import io.firstlight.ingest.sal.SchemaRegistry.Answer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;

final class SchemasTest {

    private static final String SCHEMA = "{\"type\": \"record\", \"name\": \"t\", \"fields\": []}";

    private final FakeRegistry registry = new FakeRegistry();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private long nowNs;
    private final Schemas schemas = new Schemas(registry, () -> nowNs, () -> 1.0, new SalMeters(meters));

    /** Answers when it is told to. */
    private static final class FakeRegistry implements SchemaRegistry {
        final Map<Integer, CompletableFuture<Answer>> open = new HashMap<>();
        final List<Integer> asked = new ArrayList<>();

        @Override
        public CompletableFuture<Answer> schema(int id) {
            asked.add(id);
            return open.computeIfAbsent(id, unused -> new CompletableFuture<>());
        }

        void answer(int id, Answer answer) {
            Objects.requireNonNull(open.remove(id)).complete(answer);
        }

        @Override
        public void close() {}
    }

    private void pass(Duration time) {
        nowNs += time.toNanos();
        schemas.turn();
    }

    @Test
    void asksOnceForAnIdAndKeepsTheAnswerForEver() {
        assertThat(schemas.of(1)).isInstanceOf(Schemas.Known.Pending.class);
        assertThat(schemas.of(1)).isInstanceOf(Schemas.Known.Pending.class);
        registry.answer(1, new Answer.Found(SCHEMA));
        schemas.turn();
        assertThat(schemas.of(1)).isInstanceOf(Schemas.Known.Usable.class);
        pass(Duration.ofDays(100));
        assertThat(schemas.of(1)).isInstanceOf(Schemas.Known.Usable.class);
        assertThat(registry.asked).containsExactly(1);
    }

    @Test
    void asksForAFewAtATime() {
        for (int id = 1; id <= 20; id++) {
            schemas.of(id);
        }
        assertThat(registry.asked).hasSize(8);
        registry.answer(1, new Answer.Found(SCHEMA));
        registry.answer(2, new Answer.Found(SCHEMA));
        schemas.turn();
        assertThat(registry.asked).hasSize(10);
    }

    @Test
    void asksAgainLaterAndLaterWhileTheRegistryIsAway() {
        schemas.of(1);
        schemas.of(2);
        for (Duration wait = Schemas.FIRST_WAIT;
                wait.compareTo(Schemas.LONGEST_WAIT) < 0;
                wait = wait.multipliedBy(2)) {
            List.copyOf(registry.open.keySet()).forEach(id -> registry.answer(id, new Answer.Away("test")));
            schemas.turn();
            registry.asked.clear();
            // Of two that failed at the start the second has doubled the wait already.
            pass(wait.minusMillis(1));
            assertThat(registry.asked).hasSizeLessThanOrEqualTo(1);
            pass(wait.plusMillis(2));
            assertThat(registry.asked).hasSize(1);
        }
        assertThat(schemas.isPending(1)).isTrue();
        int last = registry.asked.getFirst();
        registry.answer(last, new Answer.Found(SCHEMA));
        schemas.turn();
        assertThat(schemas.of(last)).isInstanceOf(Schemas.Known.Usable.class);
        registry.answer(3 - last, new Answer.Found(SCHEMA));
        schemas.turn();
        assertThat(schemas.isPending()).isFalse();
        assertThat(meters.get("firstlight.sal.registry.failures").counter().count())
                .isGreaterThan(5);
    }

    @Test
    void asksForAnUnknownIdAgainAfterAWhile() {
        schemas.of(1);
        registry.answer(1, new Answer.Unknown());
        schemas.turn();
        assertThat(schemas.of(1)).isInstanceOf(Schemas.Known.Unknown.class);
        assertThat(registry.asked).hasSize(1);
        pass(Schemas.UNKNOWN_FOR);
        assertThat(schemas.of(1)).isInstanceOf(Schemas.Known.Pending.class);
        registry.answer(1, new Answer.Found(SCHEMA));
        schemas.turn();
        assertThat(schemas.of(1)).isInstanceOf(Schemas.Known.Usable.class);
    }

    @Test
    void keepsSchemasThatCannotBeUsedAsSuch() {
        Map<Integer, Answer> answers = Map.of(
                1, new Answer.Foreign("PROTOBUF"),
                2, new Answer.Found("nonsense"),
                3, new Answer.Found("\"string\""));
        answers.keySet().forEach(schemas::of);
        answers.forEach(registry::answer);
        schemas.turn();
        for (int id : answers.keySet()) {
            assertThat(schemas.of(id)).isInstanceOf(Schemas.Known.Unusable.class);
        }
    }
}
