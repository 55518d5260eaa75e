/**
 * How things are counted and timed: {@link io.firstlight.bench.measure.Pace} says when a message is due,
 * {@link io.firstlight.bench.measure.Latencies} takes times, {@link io.firstlight.bench.measure.SequenceCheck} finds what is missing,
 * {@link io.firstlight.bench.measure.CpuMeter} reads what processes have used, {@link io.firstlight.bench.measure.Report} shows it all.
 */
package io.firstlight.bench.measure;
