/**
 * Starting several services in one process and stopping them again: {@link io.firstlight.standalone.startup.ServiceStack} starts steps as
 * soon as those that they need have started, and closes them the other way round, each bounded in time; a {@link
 * io.firstlight.standalone.startup.Progress} tells the user.
 *
 * <p>Each step starts and closes on a thread of its own; the stack may be started by one thread and closed by another. Knows no service.
 */
@NullMarked
package io.firstlight.standalone.startup;

import org.jspecify.annotations.NullMarked;
