/**
 * One service in one process, as a cluster runs it: {@code web-edge}, {@code router}, {@code archive}. Each command checks all its options,
 * then starts a {@link io.firstlight.standalone.startup.ServiceStack} and waits for the signal to stop ({@link
 * io.firstlight.standalone.service.Foreground}). Services without HTTP of their own get a port for health and metrics.
 *
 * <p>Nothing embedded here, and no development users: those are in the package {@code single}.
 */
@NullMarked
package io.firstlight.standalone.service;

import org.jspecify.annotations.NullMarked;
