/**
 * {@code firstlight tap}: prints the records of the log as they come, for people and for programs. {@link
 * io.firstlight.standalone.tap.TapCommand} reads the options, {@link io.firstlight.standalone.tap.Tap} reads the topics, a {@link
 * io.firstlight.standalone.tap.LineFormat} writes the lines.
 *
 * <p>Runs on the main thread; only {@link io.firstlight.standalone.tap.Tap#stop} is called from another (the one that handles Ctrl-C).
 * Joins no consumer group and commits nothing, so it leaves no trace on the cluster.
 */
@NullMarked
package io.firstlight.standalone.tap;

import org.jspecify.annotations.NullMarked;
