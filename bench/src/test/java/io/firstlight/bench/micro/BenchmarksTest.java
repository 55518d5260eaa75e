package io.firstlight.bench.micro;

import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

import java.util.Collection;

import static org.assertj.core.api.Assertions.assertThat;

class BenchmarksTest {

    @Test
    void everyBenchmarkRunsWithEveryParameter() throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include("io\\.firstlight\\..*")
                        .forks(0)
                        .warmupIterations(0)
                        .measurementIterations(1)
                        .measurementTime(TimeValue.milliseconds(2))
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();

        assertThat(results)
                .extracting(result -> result.getParams().getBenchmark().replaceAll(".*\\.(\\w+\\.\\w+)$", "$1"))
                .contains(
                        "ParseBenchmark.parse",
                        "LivenessBenchmark.hear",
                        "PositionBenchmark.encode",
                        "PositionBenchmark.decode",
                        "OutboxBenchmark.offerAndFlush",
                        "OutboxBenchmark.offerSampleAndFlush",
                        "SubscriptionBenchmark.subscribeAndUnsubscribe",
                        "IntakeBenchmark.accept",
                        "LoveFanOutBenchmark.dispatchAndFlush");
        assertThat(results)
                .allSatisfy(result ->
                        assertThat(result.getPrimaryResult().getScore()).isPositive());
    }
}
