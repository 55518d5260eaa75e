package io.firstlight.standalone.tap;

import java.time.Clock;
import java.time.Instant;

/** Where in the log to begin. */
sealed interface StartPoint {

    /** At the oldest record kept. */
    record Beginning() implements StartPoint {}

    /** After the newest record. */
    record End() implements StartPoint {}

    /** At the first record of that time or later. */
    record At(Instant time) implements StartPoint {}

    /**
     * Reads {@code beginning}, {@code end} or a {@link Moment}.
     *
     * @throws IllegalArgumentException if it is none of them
     */
    static StartPoint parse(String text, Clock clock) {
        return switch (text) {
            case "beginning" -> new Beginning();
            case "end" -> new End();
            default -> new At(Moment.parse(text, clock, "beginning, end, "));
        };
    }
}
