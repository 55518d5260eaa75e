package io.firstlight.webedge.simulation;

import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.webedge.hub.Answers;
import org.jspecify.annotations.Nullable;

import java.util.Map;

/** What a client reads. The bytes on the simulated wire are this frame's number in the {@link FrameBook} and padding. */
sealed interface Frame {

    /**
     * A value or several of one component.
     *
     * @param group the group's name, as LOVE's frames carry it
     * @param number that of the record
     * @param values payload by stream
     * @param count how many records it stands for; 0 if it says nothing of that
     * @param extremes as clients get them, null if none
     */
    record Values(
            String group,
            Category category,
            Component component,
            int number,
            Map<String, String> values,
            boolean snapshot,
            int count,
            @Nullable String extremes,
            @Nullable String position)
            implements Frame {}

    /** A subscription stands. */
    record Begun(String group, int generation, Answers.Subscribed outcome) implements Frame {}

    /** Something happened to it. */
    record Told(String group, int generation, Answers.Notice notice, int frames) implements Frame {}

    /** A position alone. */
    record At(String group, int generation, String position) implements Frame {}

    /**
     * A subscription was ended as asked.
     *
     * @param before subscriptions of that group with a lower generation are over
     */
    record Ended(String group, int before) implements Frame {}
}
