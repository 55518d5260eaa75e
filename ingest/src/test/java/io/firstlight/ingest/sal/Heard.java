package io.firstlight.ingest.sal;

import io.firstlight.ingest.component.Feed;
import io.firstlight.ingest.component.Sample;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A listener that keeps what it hears. */
final class Heard implements Feed.Listener {

    final List<Sample> samples = new CopyOnWriteArrayList<>();
    final AtomicInteger ticks = new AtomicInteger();
    final AtomicInteger caughtUp = new AtomicInteger();
    /** How many samples there were when it had caught up. */
    volatile int samplesOfThePast;

    @Override
    public void sample(Sample sample) {
        samples.add(sample);
    }

    @Override
    public void caughtUp() {
        samplesOfThePast = samples.size();
        caughtUp.incrementAndGet();
    }

    @Override
    public void tick() {
        ticks.incrementAndGet();
    }

    boolean hasCaughtUp() {
        return caughtUp.get() > 0;
    }

    /** The numbers that samples carry in field {@code n}, in order. */
    List<Long> numbers() {
        return samples.stream().map(sample -> sample.fields().integer("n", -1)).toList();
    }

    /** Short: {@code Csc:1 stream n}, with an asterisk if it is past. */
    List<String> lines() {
        return samples.stream()
                .map(sample -> sample.component().key()
                        + ' '
                        + sample.stream()
                        + ' '
                        + sample.fields().integer("n", -1)
                        + (sample.past() ? "*" : ""))
                .toList();
    }

    static String json(Sample sample) {
        return new String(sample.fields().toJson(), StandardCharsets.US_ASCII);
    }
}
