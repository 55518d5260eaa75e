/**
 * What the servers of one machine stand on: the guarded data directory, free ports on loopback, and the one exception
 * that says why a server could not start and what to do about it.
 *
 * <p>Entry types: {@link io.firstlight.embedded.DataDirectory}, {@link io.firstlight.embedded.StartupFailure}. The
 * servers are in the packages {@code kafka} and {@code postgres}; what the tests of other modules use is in {@code
 * testkit}. No thread of this package's own. Nothing here reads the environment, deletes data, or speaks to another
 * machine.
 */
@NullMarked
package io.firstlight.embedded;

import org.jspecify.annotations.NullMarked;
