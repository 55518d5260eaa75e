package io.firstlight.standalone.demo.sal;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;

/**
 * One telemetry topic, event or command of a component.
 *
 * @param name the name of the stream, or of the command without {@code cmd_}
 * @param fields its own fields, without the private ones that all topics have
 */
public record SalTopic(String name, List<Field> fields) {

    public SalTopic {
        fields = List.copyOf(fields);
    }

    /** A topic of those fields. */
    public static SalTopic of(String name, Field... fields) {
        return new SalTopic(name, List.of(fields));
    }

    /** Eight hexadecimal digits that change with the fields, as {@code private_revCode} does. */
    String revision() {
        CRC32 checksum = new CRC32();
        checksum.update(toString().getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits((int) checksum.getValue());
    }
}
