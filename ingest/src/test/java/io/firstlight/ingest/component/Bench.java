package io.firstlight.ingest.component;

import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.record.InitialStateRequest;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Producers between a feed, a client and a clock of the test's own. */
final class Bench {

    private static final Duration TICK = Duration.ofMillis(100);

    final List<String> order = new ArrayList<>();
    final FakeTime time = new FakeTime();
    final FakeFeed feed = new FakeFeed(order);
    final FakeClient client = new FakeClient(order);
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final ProducerFactory factory;

    Bench() {
        this(Map.of(), LastState.NONE);
    }

    Bench(Map<String, String> configuration, LastState lastState) {
        factory = new ProducerFactory(
                ComponentConfig.from(configuration),
                new Surroundings(feed, client, lastState, registry, time, time::nanoTime));
    }

    /** Starts producers for these names. */
    ProducerSet start(String... names) {
        ProducerSet set = ProducerSet.of(
                factory,
                Stream.of(names)
                        .map(ProducerFactory::component)
                        .map(factory::make)
                        .toList());
        set.start();
        return set;
    }

    /** Starts producers for these names, and has the feed caught up with a past of nothing. */
    ProducerSet startNow(String... names) {
        ProducerSet set = start(names);
        caughtUp();
        client.taken();
        return set;
    }

    void caughtUp() {
        feed.listener().caughtUp();
    }

    /** A sample of the moment. */
    void event(String component, String stream, Object... fields) {
        sample(Category.EVENT, component, stream, now(), false, fields);
    }

    void telemetry(String component, String stream, Object... fields) {
        sample(Category.TELEMETRY, component, stream, now(), false, fields);
    }

    void pastEvent(String component, String stream, double tai, Object... fields) {
        sample(Category.EVENT, component, stream, tai, true, fields);
    }

    private void sample(
            Category category, String component, String stream, double tai, boolean past, Object... fields) {
        feed.listener()
                .sample(new Sample(category, Component.parse(component), stream, tai, past, new FakeFields(fields)));
    }

    /** The moment as TAI. */
    double now() {
        return time.millis() / 1e3 + 37;
    }

    /** Goes on by that much, with the ticks that lie between. */
    void advance(double seconds) {
        for (long i = 0; i < Math.round(seconds * 10); i++) {
            time.advance(TICK);
            feed.listener().tick();
        }
    }

    /** Somebody asks; the next tick answers. */
    void ask(String csc, @Nullable Integer salindex, String event) {
        client.ask(new InitialStateRequest(csc, csc, salindex, event));
    }

    /** What was sent since the last call. */
    List<String> sent() {
        return client.taken();
    }

    /** What was sent of these components since the last call. */
    List<String> sentOf(String... components) {
        return client.taken().stream()
                .filter(line -> Stream.of(components).anyMatch(component -> line.contains(" " + component + " ")))
                .toList();
    }

    double count(String meter) {
        return registry.find("firstlight.component." + meter).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }
}
