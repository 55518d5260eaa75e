/**
 * The figures, for whoever runs Firstlight and for whoever changes it: {@link io.firstlight.bench.BenchCommand} is {@code firstlight bench},
 * with a subcommand per load.
 *
 * <p>{@code ingest} and {@code fanout} put load on a Kafka and an edge that already run, and measure; {@code micro} has the JMH benchmarks
 * of single parts; {@code measure}, {@code message}, {@code socket} and {@code run} are the pieces. Nothing here judges a figure: no test
 * asserts a time.
 */
package io.firstlight.bench;
