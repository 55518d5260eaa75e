package io.firstlight.ingest.replay;

import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.address.Names;
import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.Objects;

/**
 * What to replay, and how.
 *
 * @param file the recorded file
 * @param format how it is written
 * @param timeColumn the column or key of the time; null takes {@code time}, else {@code timestamp}
 * @param component whose messages the rows become
 * @param stream the stream that they become
 * @param category {@link Category#TELEMETRY} or {@link Category#EVENT}
 * @param speed times as fast as recorded, above 0; {@link #MAX_SPEED} does not wait at all
 * @param strict whether the first bad row ends it
 * @param progressBar whether to draw one on standard error: for terminals only
 */
public record ReplayOptions(
        Path file,
        ReplayFormat format,
        @Nullable String timeColumn,
        Component component,
        String stream,
        Category category,
        double speed,
        boolean strict,
        boolean progressBar) {

    /** As fast as Kafka takes it. */
    public static final double MAX_SPEED = Double.POSITIVE_INFINITY;

    public ReplayOptions {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(component, "component");
        if (!Names.isLegal(stream)) {
            throw new IllegalArgumentException("stream '" + stream + "' must be 1 to " + Names.MAX_LENGTH
                    + " characters of ASCII letters, digits, '_', '-' and '.'");
        }
        if (category != Category.TELEMETRY && category != Category.EVENT) {
            throw new IllegalArgumentException("category " + category + " is neither telemetry nor event");
        }
        if (!(speed > 0)) {
            throw new IllegalArgumentException("speed " + speed + " is not above 0");
        }
    }

    /** The speed of a text: a number above 0, or {@code max}. */
    public static double speed(String text) {
        if (text.equals("max")) {
            return MAX_SPEED;
        }
        try {
            double speed = Double.parseDouble(text);
            if (speed > 0) {
                return speed;
            }
        } catch (NumberFormatException e) {
            // Falls through to the one message for both mistakes.
        }
        throw new IllegalArgumentException("speed '" + text + "' is neither a number above 0 nor 'max'");
    }
}
