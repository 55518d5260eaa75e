package io.firstlight.ingest.producer;

import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.address.Names;
import io.firstlight.schemas.json.JsonOutput;
import io.firstlight.schemas.json.NonFiniteNumbers;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntConsumer;

/**
 * Writes a message field by field, in the form of LOVE's producers:
 * <code>{"value": 12.5, "dataType": "Float", "units": "deg"}</code>. Data types: {@code Float}, {@code Int} (whole numbers and booleans),
 * {@code String}, {@code Array<Float>}, {@code Array<Int>}, and of our own {@code Array<String>} for lists of names, which SAL lacks.
 * Fields without a unit have {@code unitless}. Numbers that are not finite are written as {@link NonFiniteNumbers} says.
 *
 * <p>Begin a stream with {@link #stream}, then add its fields. Not thread-safe, used once; field names are for the caller to keep
 * distinct within a stream.
 */
public final class MessageBuilder {

    /** The unit of what has none. */
    public static final String UNITLESS = "unitless";

    private final Category category;
    private final Component component;
    private final JsonOutput out = new JsonOutput(512).literal("{");
    private final List<String> streams = new ArrayList<>(4);
    private final String open;
    private final String close;
    private boolean firstField;

    MessageBuilder(Category category, Component component) {
        this.category = Objects.requireNonNull(category, "category");
        this.component = Objects.requireNonNull(component, "component");
        boolean list = category == Category.EVENT;
        open = list ? "\":[{" : "\":{";
        close = list ? "}]" : "}";
    }

    /**
     * Begins a stream; the fields that follow are its own.
     *
     * @throws IllegalArgumentException if the name is illegal or was used in this message already
     */
    public MessageBuilder stream(String name) {
        if (!Names.isLegal(name) || streams.contains(name)) {
            throw new IllegalArgumentException("stream '" + name + "' is illegal or stands in the message twice");
        }
        if (!streams.isEmpty()) {
            out.literal(close).literal(",");
        }
        streams.add(name);
        out.literal("\"").literal(name).literal(open);
        firstField = true;
        return this;
    }

    /** Adds a real number. */
    public MessageBuilder number(String field, double value, String units) {
        begin(field);
        write(value);
        return end("Float", units);
    }

    /** Adds a whole number. */
    public MessageBuilder integer(String field, long value, String units) {
        begin(field);
        out.number(value);
        return end("Int", units);
    }

    /** Adds a yes or no; LOVE calls its data type {@code Int}. */
    public MessageBuilder flag(String field, boolean value) {
        begin(field);
        out.literal(value ? "true" : "false");
        return end("Int", UNITLESS);
    }

    /** Adds a text. */
    public MessageBuilder text(String field, String value) {
        begin(field);
        out.quoted(value);
        return end("String", UNITLESS);
    }

    /** Adds a list of real numbers. */
    public MessageBuilder numbers(String field, double[] values, String units) {
        return list(field, values.length, i -> write(values[i])).end("Array<Float>", units);
    }

    /** Adds a list of whole numbers. */
    public MessageBuilder integers(String field, long[] values, String units) {
        return list(field, values.length, i -> out.number(values[i])).end("Array<Int>", units);
    }

    /** Adds a list of texts. */
    public MessageBuilder texts(String field, List<String> values) {
        return list(field, values.size(), i -> out.quoted(values.get(i))).end("Array<String>", UNITLESS);
    }

    /** Adds a field whose value is JSON already, as it is: no data type, no unit. The caller vouches for strict JSON. */
    public MessageBuilder json(String field, byte[] value) {
        name(field);
        out.span(value);
        return this;
    }

    /** The message. */
    public Message build() {
        JsonOutput closed = streams.isEmpty() ? out : out.literal(close);
        return new Message(category, component, closed.literal("}").toByteArray());
    }

    private void begin(String field) {
        name(field);
        out.literal("{\"value\":");
    }

    private void name(String field) {
        if (streams.isEmpty()) {
            throw new IllegalStateException("field '" + field + "' comes before the first stream");
        }
        if (!firstField) {
            out.literal(",");
        }
        firstField = false;
        out.quoted(field).literal(":");
    }

    private MessageBuilder end(String dataType, String units) {
        out.literal(",\"dataType\":\"")
                .literal(dataType)
                .literal("\",\"units\":")
                .quoted(units)
                .literal("}");
        return this;
    }

    private MessageBuilder list(String field, int length, IntConsumer element) {
        begin(field);
        out.literal("[");
        for (int i = 0; i < length; i++) {
            if (i > 0) {
                out.literal(",");
            }
            element.accept(i);
        }
        out.literal("]");
        return this;
    }

    private void write(double value) {
        out.literal(Double.isFinite(value) ? Double.toString(value) : NonFiniteNumbers.encoded(value));
    }
}
