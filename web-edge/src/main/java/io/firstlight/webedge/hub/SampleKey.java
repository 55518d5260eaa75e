package io.firstlight.webedge.hub;

import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.record.StreamSpan;
import io.firstlight.webedge.target.Target;

import java.util.List;

/**
 * What makes telemetry of two records replaceable one by the other in an outbox: for a single stream its target alone, for any other the
 * same component and streams within the target. It names the target, so that what waits can be found when the subscription ends.
 */
record SampleKey(Target target, Component component, List<String> streams) {

    /** The key of a record's frame; {@code streams} are those that the frame carries. */
    static Object of(Target target, Component component, List<StreamSpan> streams) {
        return target instanceof Target.OfStream
                ? target
                : new SampleKey(
                        target,
                        component,
                        streams.stream().map(StreamSpan::stream).toList());
    }

    /** Whether the key is one of that target. */
    static boolean isOf(Object key, Target target) {
        return key.equals(target) || (key instanceof SampleKey of && of.target.equals(target));
    }
}
