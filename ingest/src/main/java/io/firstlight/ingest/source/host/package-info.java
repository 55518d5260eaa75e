/**
 * This machine's own telemetry, as component {@code Host}: {@link io.firstlight.ingest.source.host.HostSource}.
 *
 * <p>Three layers: {@code HostSensors} reads (OSHI behind an interface), one {@code HostStream} per stream computes rates from two readings
 * and writes the fields, {@code HostSampler} puts a sample together and watches thresholds. All of it is stepped by one thread, which
 * {@code HostSource} owns.
 *
 * <p>A sensor that fails costs its stream, not the others; what the hardware does not show has no stream. A rate needs two readings: a
 * device that has just appeared has the rate NaN once. Percentages of CPU are of one core for processes, of all cores for the total.
 */
@NullMarked
package io.firstlight.ingest.source.host;

import org.jspecify.annotations.NullMarked;
