package io.firstlight.webedge.love;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firstlight.schemas.position.Position;
import io.firstlight.schemas.position.PositionToken;
import io.firstlight.webedge.history.Moment;
import io.firstlight.webedge.hub.Start;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/**
 * Our options of a LOVE subscription, each absent by default. Immutable.
 *
 * @param used whether there was any
 * @param id the client's own mark, as JSON
 * @param start where to begin; null as LOVE does
 * @param positions whether frames carry positions
 * @param positionEveryMs how often the position is told anyway, 0 for never
 * @param minIntervalMs least time between frames of an address, 0 for none
 */
record LoveOptions(
        boolean used,
        @Nullable String id,
        @Nullable Start start,
        boolean positions,
        int positionEveryMs,
        int minIntervalMs) {

    private static final List<String> NAMES =
            List.of("id", "snapshot", "positions", "position_every", "resume", "from", "to", "speed", "max_rate");
    private static final double MOST_SPEED = 1000;
    private static final double LEAST_SPEED = 0.1;

    /** An option that has no sense; the message says which and why. */
    static final class BadOption extends Exception {
        private static final long serialVersionUID = 1L;

        private final String reason;

        BadOption(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }

        String reason() {
            return reason;
        }
    }

    /** Reads the options of a frame. */
    static LoveOptions of(ObjectNode frame) throws BadOption {
        boolean used = NAMES.stream().anyMatch(frame::has);
        if (!used) {
            return new LoveOptions(false, null, null, false, 0, 0);
        }
        JsonNode id = frame.get("id");
        if (id != null && (!id.isValueNode() || id.toString().length() > 200)) {
            throw new BadOption("id must be a text, number or truth value of at most 200 characters");
        }
        double every = number(frame, "position_every", 0, 1, 3600);
        double rate = number(frame, "max_rate", 0, 0.001, 1000);
        return new LoveOptions(
                true,
                id == null ? null : id.toString(),
                start(frame),
                truth(frame, "positions") || every > 0,
                (int) (every * 1000),
                rate == 0 ? 0 : (int) Math.ceil(1000 / rate));
    }

    private static @Nullable Start start(ObjectNode frame) throws BadOption {
        JsonNode resume = frame.get("resume");
        if (frame.has("from")) {
            if (resume != null) {
                throw new BadOption("resume and from exclude each other");
            }
            return new Start.Replay(
                    moment("from", frame.get("from")),
                    frame.has("to") ? moment("to", frame.get("to")) : null,
                    frame.has("speed") ? speed(frame.get("speed")) : 1);
        }
        if (frame.has("to") || frame.has("speed")) {
            throw new BadOption("to and speed belong to a replay, which needs from");
        }
        if (resume != null) {
            if (!resume.isTextual()) {
                throw new BadOption("resume must be a position");
            }
            Optional<Position> position = PositionToken.decode(resume.asText());
            return position.isPresent() ? new Start.At(position.get()) : new Start.Foreign();
        }
        return frame.has("snapshot") ? new Start.Now(truth(frame, "snapshot")) : null;
    }

    /** A time (ISO 8601 or unix milliseconds) or a position. */
    static Moment moment(String name, @Nullable JsonNode value) throws BadOption {
        if (value != null && value.isIntegralNumber() && value.canConvertToLong()) {
            return new Moment.AtTime(value.asLong());
        }
        if (value != null && value.isTextual()) {
            String text = value.asText();
            Optional<Position> position = PositionToken.decode(text);
            if (position.isPresent()) {
                return new Moment.AtPosition(position.get());
            }
            try {
                return new Moment.AtTime(OffsetDateTime.parse(text).toInstant().toEpochMilli());
            } catch (DateTimeParseException e) {
                return new Moment.AtTime(utc(name, text));
            }
        }
        throw noMoment(name);
    }

    private static long utc(String name, String text) throws BadOption {
        try {
            return Instant.parse(text + 'Z').toEpochMilli();
        } catch (DateTimeParseException e) {
            throw noMoment(name);
        }
    }

    private static BadOption noMoment(String name) {
        return new BadOption(
                name + " must be a time (ISO 8601 such as 2026-03-01T12:00:00Z, or unix milliseconds) or a position");
    }

    /** The speed of a replay. */
    static double speed(@Nullable JsonNode value) throws BadOption {
        if (value != null && value.isTextual() && value.asText().equals("max")) {
            return Double.POSITIVE_INFINITY;
        }
        if (value != null && value.isNumber() && value.asDouble() >= LEAST_SPEED && value.asDouble() <= MOST_SPEED) {
            return value.asDouble();
        }
        throw new BadOption("speed must be a number from 0.1 to 1000, or \"max\"");
    }

    private static boolean truth(ObjectNode frame, String name) throws BadOption {
        JsonNode value = frame.get(name);
        if (value != null && !value.isBoolean()) {
            throw new BadOption(name + " must be true or false");
        }
        return value != null && value.asBoolean();
    }

    private static double number(ObjectNode frame, String name, double absent, double least, double most)
            throws BadOption {
        JsonNode value = frame.get(name);
        if (value == null) {
            return absent;
        }
        if (!value.isNumber() || value.asDouble() < least || value.asDouble() > most) {
            throw new BadOption(name + " must be a number from " + least + " to " + most);
        }
        return value.asDouble();
    }
}
