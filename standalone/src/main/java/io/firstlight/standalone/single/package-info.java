/**
 * {@code firstlight standalone}: everything in one process, on an embedded Kafka and an embedded PostgreSQL or on servers that run already.
 * {@link io.firstlight.standalone.single.StandaloneCommand} reads the options, {@link io.firstlight.standalone.single.Standalone} is the
 * composition root.
 *
 * <p>The development users and their passwords exist here only, and only while the edge listens on loopback.
 */
@NullMarked
package io.firstlight.standalone.single;

import org.jspecify.annotations.NullMarked;
