package io.firstlight.ingest.sal;

import io.firstlight.schemas.json.JsonOutput;
import io.firstlight.schemas.json.PythonJson;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What a value of an Avro type looks like: how to step over it, and what it is in JSON and in Java. {@link #skip} checks everything; the
 * other two are for values that have been checked. Immutable.
 */
sealed interface Shape {

    /** LOVE's word for values that are neither numbers nor texts. */
    String NO_DATA_TYPE = "None";

    /** Steps over a value. */
    void skip(AvroInput in);

    /** Writes a value as Python's {@code json.dumps} does. */
    void write(AvroInput in, JsonOutput out);

    /** A value as {@link io.firstlight.ingest.component.Fields#value} has it. */
    @Nullable
    Object read(AvroInput in);

    /** LOVE's name of the type. */
    String dataType();

    /** The fewest bytes that a value takes. */
    int leastBytes();

    /** No value. */
    record Nothing() implements Shape {
        @Override
        public void skip(AvroInput in) {}

        @Override
        public void write(AvroInput in, JsonOutput out) {
            out.literal("null");
        }

        @Override
        public @Nullable Object read(AvroInput in) {
            return null;
        }

        @Override
        public String dataType() {
            return NO_DATA_TYPE;
        }

        @Override
        public int leastBytes() {
            return 0;
        }
    }

    /** Yes or no; {@code Int} for LOVE, as Python's booleans are integers. */
    record Flag() implements Shape {
        @Override
        public void skip(AvroInput in) {
            in.flag();
        }

        @Override
        public void write(AvroInput in, JsonOutput out) {
            PythonJson.flag(out, in.flag());
        }

        @Override
        public Object read(AvroInput in) {
            return in.flag();
        }

        @Override
        public String dataType() {
            return "Int";
        }

        @Override
        public int leastBytes() {
            return 1;
        }
    }

    /** A whole number of either size. */
    record Whole() implements Shape {
        @Override
        public void skip(AvroInput in) {
            in.whole();
        }

        @Override
        public void write(AvroInput in, JsonOutput out) {
            out.number(in.whole());
        }

        @Override
        public Object read(AvroInput in) {
            return in.whole();
        }

        @Override
        public String dataType() {
            return "Int";
        }

        @Override
        public int leastBytes() {
            return 1;
        }
    }

    /** A number of 64 bits, or of 32 that is widened as Python does. */
    record Real(boolean single) implements Shape {
        private double value(AvroInput in) {
            return single ? in.single() : in.real();
        }

        @Override
        public void skip(AvroInput in) {
            in.pass(leastBytes());
        }

        @Override
        public void write(AvroInput in, JsonOutput out) {
            PythonJson.number(out, value(in));
        }

        @Override
        public Object read(AvroInput in) {
            return value(in);
        }

        @Override
        public String dataType() {
            return "Float";
        }

        @Override
        public int leastBytes() {
            return single ? Float.BYTES : Double.BYTES;
        }
    }

    /** A text. */
    record Text() implements Shape {
        @Override
        public void skip(AvroInput in) {
            in.pass(in.length());
        }

        @Override
        public void write(AvroInput in, JsonOutput out) {
            int length = in.length();
            int from = in.pass(length);
            PythonJson.text(out, in.bytes(), from, from + length);
        }

        @Override
        public Object read(AvroInput in) {
            int length = in.length();
            return new String(in.bytes(), in.pass(length), length, StandardCharsets.UTF_8);
        }

        @Override
        public String dataType() {
            return "String";
        }

        @Override
        public int leastBytes() {
            return 1;
        }
    }

    /** A name out of a few; a text for LOVE. */
    record Symbol(List<String> names) implements Shape {
        public Symbol {
            names = List.copyOf(names);
        }

        @Override
        public void skip(AvroInput in) {
            in.choice(names.size());
        }

        @Override
        public void write(AvroInput in, JsonOutput out) {
            PythonJson.text(out, names.get(in.choice(names.size())));
        }

        @Override
        public Object read(AvroInput in) {
            return names.get(in.choice(names.size()));
        }

        @Override
        public String dataType() {
            return "String";
        }

        @Override
        public int leastBytes() {
            return 1;
        }
    }

    /** Bytes, of a fixed number or with their length before them (-1). JSON has nothing for them: they are left out, as null. */
    record Opaque(int fixed) implements Shape {
        @Override
        public void skip(AvroInput in) {
            in.pass(fixed < 0 ? in.length() : fixed);
        }

        @Override
        public void write(AvroInput in, JsonOutput out) {
            skip(in);
            out.literal("null");
        }

        @Override
        public @Nullable Object read(AvroInput in) {
            skip(in);
            return null;
        }

        @Override
        public String dataType() {
            return NO_DATA_TYPE;
        }

        @Override
        public int leastBytes() {
            return fixed < 0 ? 1 : fixed;
        }
    }

    /** An array. LOVE knows those of numbers. */
    record Series(Shape element) implements Shape {
        @Override
        public void skip(AvroInput in) {
            for (int items = in.block(element.leastBytes());
                    items > 0;
                    items = in.remaining(items, element.leastBytes())) {
                element.skip(in);
            }
        }

        @Override
        public void write(AvroInput in, JsonOutput out) {
            String before = "[";
            for (int items = in.block(element.leastBytes());
                    items > 0;
                    items = in.remaining(items, element.leastBytes())) {
                out.literal(before);
                element.write(in, out);
                before = ", ";
            }
            out.literal(before.equals("[") ? "[]" : "]");
        }

        @Override
        public Object read(AvroInput in) {
            List<@Nullable Object> values = new ArrayList<>();
            for (int items = in.block(element.leastBytes());
                    items > 0;
                    items = in.remaining(items, element.leastBytes())) {
                values.add(element.read(in));
            }
            return Collections.unmodifiableList(values);
        }

        @Override
        public String dataType() {
            return switch (element.dataType()) {
                case "Int" -> "Array<Int>";
                case "Float" -> "Array<Float>";
                default -> NO_DATA_TYPE;
            };
        }

        @Override
        public int leastBytes() {
            return 1;
        }
    }

    /** One of several, mostly nothing or a value. */
    record Choice(List<Shape> branches) implements Shape {
        public Choice {
            branches = List.copyOf(branches);
        }

        private Shape chosen(AvroInput in) {
            return branches.get(in.choice(branches.size()));
        }

        @Override
        public void skip(AvroInput in) {
            chosen(in).skip(in);
        }

        @Override
        public void write(AvroInput in, JsonOutput out) {
            chosen(in).write(in, out);
        }

        @Override
        public @Nullable Object read(AvroInput in) {
            return chosen(in).read(in);
        }

        /** That of the first branch that is a value. */
        @Override
        public String dataType() {
            return branches.stream()
                    .filter(branch -> !(branch instanceof Nothing))
                    .findFirst()
                    .map(Shape::dataType)
                    .orElse(NO_DATA_TYPE);
        }

        @Override
        public int leastBytes() {
            return 1;
        }
    }

    /** A record within a record: an object in JSON, nothing for {@link #read}. SAL has none. */
    record Group(List<String> names, List<Shape> shapes) implements Shape {
        public Group {
            names = List.copyOf(names);
            shapes = List.copyOf(shapes);
        }

        @Override
        public void skip(AvroInput in) {
            shapes.forEach(shape -> shape.skip(in));
        }

        @Override
        public void write(AvroInput in, JsonOutput out) {
            out.literal("{");
            for (int i = 0; i < names.size(); i++) {
                PythonJson.text(out.literal(i == 0 ? "" : ", "), names.get(i));
                shapes.get(i).write(in, out.literal(": "));
            }
            out.literal("}");
        }

        @Override
        public @Nullable Object read(AvroInput in) {
            skip(in);
            return null;
        }

        @Override
        public String dataType() {
            return NO_DATA_TYPE;
        }

        @Override
        public int leastBytes() {
            return shapes.stream().mapToInt(Shape::leastBytes).sum();
        }
    }

    /** A map from texts: an object in JSON, nothing for {@link #read}. SAL has none. */
    record Mapping(Shape element) implements Shape {
        private static final Text KEY = new Text();

        @Override
        public void skip(AvroInput in) {
            for (int items = in.block(1); items > 0; items = in.remaining(items, 1)) {
                KEY.skip(in);
                element.skip(in);
            }
        }

        @Override
        public void write(AvroInput in, JsonOutput out) {
            String before = "{";
            for (int items = in.block(1); items > 0; items = in.remaining(items, 1)) {
                KEY.write(in, out.literal(before));
                element.write(in, out.literal(": "));
                before = ", ";
            }
            out.literal(before.equals("{") ? "{}" : "}");
        }

        @Override
        public @Nullable Object read(AvroInput in) {
            skip(in);
            return null;
        }

        @Override
        public String dataType() {
            return NO_DATA_TYPE;
        }

        @Override
        public int leastBytes() {
            return 1;
        }
    }
}
