package io.firstlight.standalone.demo.queue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firstlight.schemas.address.Component;

import java.util.function.BooleanSupplier;

/** One step of a script. */
sealed interface Step {

    /** A place that the script tells that it has reached. */
    record Checkpoint(String name) implements Step {}

    /** A command to a component; the script fails if it is refused. */
    record Command(Component component, String name, ObjectNode params) implements Step {}

    /**
     * Waits for something.
     *
     * @param what in words, for the one who reads why the script failed
     * @param seconds how long; the script fails then
     */
    record Until(String what, BooleanSupplier reached, double seconds) implements Step {}

    /** Waits so long. */
    record Wait(double seconds) implements Step {}
}
