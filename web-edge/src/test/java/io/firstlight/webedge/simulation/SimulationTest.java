package io.firstlight.webedge.simulation;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

class SimulationTest {

    private static final Logger log = LoggerFactory.getLogger(SimulationTest.class);

    /** How many seeds are run. */
    private static final String SEEDS = "simulation.seeds";

    /** The only seed to be run. */
    private static final String SEED = "simulation.seed";

    private static final int USUAL_SEEDS = 2000;
    private static final int BROKEN_SEEDS = 300;
    private static final int THREADS = 2;

    @Test
    void everyClientSeesTheFoldOfTheLogAtEveryPositionThatItIsTold() throws InterruptedException {
        Long only = Long.getLong(SEED);
        if (only != null) {
            Checks checks = new Simulation(only, Breakage.NONE).run();
            log.info("seed {}: {} checks", only, checks.total());
            return;
        }
        int seeds = Integer.getInteger(SEEDS, USUAL_SEEDS);
        AtomicInteger next = new AtomicInteger();
        AtomicReference<Throwable> fault = new AtomicReference<>();
        Checks all = new Checks();
        long began = System.nanoTime();
        Thread[] threads = new Thread[THREADS];
        for (int t = 0; t < THREADS; t++) {
            threads[t] = new Thread(() -> {
                for (int seed = next.getAndIncrement();
                        seed < seeds && fault.get() == null;
                        seed = next.getAndIncrement()) {
                    try {
                        Checks checks = new Simulation(seed, Breakage.NONE).run();
                        synchronized (all) {
                            all.add(checks);
                        }
                    } catch (Throwable e) {
                        fault.compareAndSet(null, e);
                    }
                }
            });
            threads[t].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        if (fault.get() != null) {
            fail("run it again alone with -D" + SEED + "=N: " + fault.get().getMessage(), fault.get());
        }
        log.info("{} seeds, {} checks in {} ms: {}", seeds, all.total(), (System.nanoTime() - began) / 1_000_000, all);
        for (Checks.Kind kind : Checks.Kind.values()) {
            assertThat(all.of(kind)).as("%s within %d seeds", kind, seeds).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource(value = Breakage.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void whatIsBrokenOnPurposeIsFound(Breakage breakage) {
        for (int seed = 0; seed < BROKEN_SEEDS; seed++) {
            try {
                new Simulation(seed, breakage).run();
            } catch (Violation e) {
                log.info(
                        "{} found with seed {}: {}",
                        breakage,
                        seed,
                        e.what().lines().findFirst().orElse(""));
                return;
            }
        }
        fail(breakage + " was not found within " + BROKEN_SEEDS + " seeds");
    }
}
