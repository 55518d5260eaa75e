/**
 * The demo observatory: a small simulation of some components of Rubin's auxiliary telescope, so that there is something to see and to
 * command. {@link io.firstlight.standalone.demo.Observatory} is its core, without thread and clock; {@link
 * io.firstlight.standalone.demo.DemoObservatory} drives it and sends through the producer SDK like any other producer; {@link
 * io.firstlight.standalone.demo.DemoCommander} is the commander in LOVE's shape in front of it.
 *
 * <p>Nothing of it knows the edge, and the edge does not know that it is a demo. Threads: one steps and sends; those of the commander's server
 * execute commands. A lock in the driver keeps them apart in the core; sending happens outside of it.
 */
@NullMarked
package io.firstlight.standalone.demo;

import org.jspecify.annotations.NullMarked;
