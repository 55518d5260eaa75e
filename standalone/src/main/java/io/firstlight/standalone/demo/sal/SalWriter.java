package io.firstlight.standalone.demo.sal;

import io.firstlight.ingest.producer.Message;
import io.firstlight.ingest.producer.MessageBuilder;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.json.JsonOutput;
import io.firstlight.webedge.time.ObservatoryTime;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static io.firstlight.ingest.producer.MessageBuilder.UNITLESS;

/**
 * Writes the samples of one component as LOVE's producers do: one stream in a message, the private fields first, each field with value,
 * data type and units. Stamps of one component differ even within a step, because LOVE's front end takes log messages of the same stamp for
 * one. Owned by whoever holds the lock.
 */
public final class SalWriter {

    private static final double STAMP_STEP_SECONDS = 1e-6;

    private final Component component;
    private final long origin;
    private final Map<SalTopic, Header> headers = new HashMap<>();
    private double lastStamp;

    /**
     * A writer.
     *
     * @param origin what {@code private_origin} says: the number of the process
     */
    public SalWriter(Component component, long origin) {
        this.component = component;
        this.origin = origin;
    }

    /** What belongs to a topic, and the number of its last sample. */
    private static final class Header {
        private final String revision;
        private int sequence;

        private Header(String revision) {
            this.revision = revision;
        }
    }

    /** A sample of telemetry. */
    public Message telemetry(SalTopic topic, ObservatoryTime now, Object... values) {
        return sample(component, Category.TELEMETRY, topic, now, values);
    }

    /** An event. */
    public Message event(SalTopic topic, ObservatoryTime now, Object... values) {
        return sample(component, Category.EVENT, topic, now, values);
    }

    /** An event in the name of another component; numbers and stamps go on with this one's. */
    public Message eventOf(Component of, SalTopic topic, ObservatoryTime now, Object... values) {
        return sample(of, Category.EVENT, topic, now, values);
    }

    /** An event that is a plain object; of any component, as LOVE's producers invent some. */
    public static Message derived(Component component, String stream, String json) {
        return new Message(
                Category.EVENT, component, ("{\"" + stream + "\": " + json + "}").getBytes(StandardCharsets.UTF_8));
    }

    /** An event that is a plain object with one field, which holds the samples by name. */
    public Message collection(
            String stream, String field, SalTopic topic, ObservatoryTime now, Map<String, Object[]> samples) {
        JsonOutput out = new JsonOutput(1024).literal("{\"" + stream + "\": {\"" + field + "\": {");
        boolean first = true;
        for (Map.Entry<String, Object[]> sample : samples.entrySet()) {
            if (!first) {
                out.literal(", ");
            }
            first = false;
            byte[] data = sample(component, Category.TELEMETRY, topic, now, sample.getValue())
                    .data();
            // Telemetry is {"alarm":{...}}: what is between the colon and the last brace is the object of fields.
            int object = topic.name().length() + "{\"\":".length();
            out.quoted(sample.getKey()).literal(": ").span(data, object, data.length - 1);
        }
        return new Message(Category.EVENT, component, out.literal("}}}").toByteArray());
    }

    /** Seconds as JSON, to the microsecond and without an exponent. */
    public static String seconds(double seconds) {
        return BigDecimal.valueOf(seconds)
                .setScale(6, RoundingMode.HALF_EVEN)
                .stripTrailingZeros()
                .toPlainString();
    }

    private Message sample(Component of, Category category, SalTopic topic, ObservatoryTime now, Object[] values) {
        if (values.length != topic.fields().size()) {
            throw new IllegalArgumentException(topic.name() + " has "
                    + topic.fields().size() + " fields, not " + values.length + " " + Arrays.toString(values));
        }
        MessageBuilder message = Message.of(category, of).stream(topic.name());
        privateFields(message, of, topic, now);
        List<Field> fields = topic.fields();
        for (int i = 0; i < values.length; i++) {
            write(message, fields.get(i), values[i]);
        }
        return message.build();
    }

    private void privateFields(MessageBuilder message, Component of, SalTopic topic, ObservatoryTime now) {
        Header header = headers.computeIfAbsent(topic, key -> new Header(key.revision()));
        header.sequence = header.sequence == Integer.MAX_VALUE ? 1 : header.sequence + 1;
        double stamp = Math.max(now.tai(), lastStamp + STAMP_STEP_SECONDS);
        lastStamp = stamp;
        if (of.salindex() != 0) {
            message.integer("salIndex", of.salindex(), UNITLESS);
        }
        message.number("private_sndStamp", stamp, "second")
                .number("private_rcvStamp", stamp, "second")
                .number("private_efdStamp", stamp + now.taiToUtc(), "second")
                .number("private_kafkaStamp", stamp, "second")
                .integer("private_seqNum", header.sequence, UNITLESS)
                .text("private_revCode", header.revision)
                .text("private_identity", of.salindex() == 0 ? of.csc() : of.key())
                .integer("private_origin", origin, UNITLESS);
    }

    private static void write(MessageBuilder message, Field field, Object value) {
        switch (value) {
            case Boolean flag -> message.flag(field.name(), flag);
            case Number number -> write(message, field, number);
            case String text -> message.text(field.name(), text);
            case double[] numbers -> message.numbers(field.name(), numbers, field.units());
            case long[] numbers -> message.integers(field.name(), numbers, field.units());
            default ->
                throw new IllegalArgumentException(
                        field.name() + " cannot be a " + value.getClass().getSimpleName());
        }
    }

    private static void write(MessageBuilder message, Field field, Number number) {
        if (field.type().isWhole()) {
            message.integer(field.name(), number.longValue(), field.units());
        } else {
            message.number(field.name(), number.doubleValue(), field.units());
        }
    }
}
