package io.firstlight.bench.message;

import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;

import java.nio.charset.StandardCharsets;

/**
 * A message of a fixed size with room for a {@link Stamp}. Looks like telemetry of an axis: fields with value, data type and unit, then
 * blanks up to the size. Immutable, thread-safe.
 */
public final class Template {

    private final byte[] bytes;
    private final int stampAt;

    private Template(String before, String after, int size) {
        StringBuilder text = new StringBuilder(before).append(Stamp.EMPTY);
        int room = size - after.length();
        for (int i = 0; ; i++) {
            String field =
                    ",\"axis" + i + "\":{\"value\":" + (100 + i) + ".25,\"dataType\":\"Float\",\"units\":\"deg\"}";
            if (text.length() + field.length() > room) {
                break;
            }
            text.append(field);
        }
        text.append(" ".repeat(Math.max(0, room - text.length()))).append(after);
        bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
        stampAt = before.length();
    }

    /**
     * The data of an event's record: <code>{stream: [{...}]}</code>.
     *
     * @param size bytes; the least that holds a stamp if that is more
     */
    public static Template data(String stream, int size) {
        return new Template("{\"" + stream + "\":[{", "}]}", size);
    }

    /** A notice to be posted: its payload is an object with the stamp. */
    public static Template notice(String group, String type, int size) {
        return new Template("{\"group\":\"" + group + "\",\"type\":\"" + type + "\",\"payload\":{", "}}", size);
    }

    /** A whole frame of LOVE's protocol with one component's event. */
    public static Template loveFrame(Component component, String stream, int size) {
        return new Template(
                "{\"category\":\"" + Category.EVENT.loveName() + "\",\"data\":[{\"csc\":\"" + component.csc()
                        + "\",\"salindex\":" + component.salindex() + ",\"data\":{\"" + stream + "\":[{",
                "}]}}]}",
                size);
    }

    /** The message with that stamp; the caller's own. */
    public byte[] with(Stamp stamp) {
        byte[] copy = bytes.clone();
        stamp.write(copy, stampAt);
        return copy;
    }

    /** Bytes of each message. */
    public int size() {
        return bytes.length;
    }
}
