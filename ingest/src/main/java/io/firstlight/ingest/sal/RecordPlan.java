package io.firstlight.ingest.sal;

import io.firstlight.schemas.json.JsonOutput;
import io.firstlight.schemas.json.PythonJson;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How to read the records of one writer's schema: made once, used for all of them. Its fields come in LOVE's order, the private ones first wherever
 * the schema has them, and all that is the same in every record's JSON is prepared. Immutable.
 */
final class RecordPlan {

    /** The fields that SAL adds to every topic, in LOVE's order. */
    private static final List<String> PRIVATE_FIELDS = List.of(
            "salIndex",
            "private_sndStamp",
            "private_rcvStamp",
            "private_efdStamp",
            "private_kafkaStamp",
            "private_seqNum",
            "private_revCode",
            "private_identity",
            "private_origin");

    private static final String NO_UNITS = "unitless";
    private static final int BYTES_PER_VALUE = 24;

    /** In the order of the wire. */
    private final List<Shape> shapes;

    private final Map<String, Integer> places;

    /** In LOVE's order: the fields' places, and the text before and after each value. */
    private final int[] order;

    private final byte[][] before;
    private final byte[][] after;

    private final int salIndexAt;
    private final int sentAt;
    private final int receivedAt;
    private final int expectedBytes;

    private RecordPlan(List<Schema.Field> fields) {
        ShapeMaker shapeMaker = new ShapeMaker();
        shapes = fields.stream().map(field -> shapeMaker.of(field.schema())).toList();
        places = new HashMap<>();
        fields.forEach(field -> places.put(field.name(), field.pos()));
        order = IntStream.range(0, fields.size())
                .boxed()
                .sorted(Comparator.comparingInt(at -> rank(fields.get(at).name())))
                .mapToInt(Integer::intValue)
                .toArray();
        before = new byte[order.length][];
        after = new byte[order.length][];
        int prepared = 2;
        for (int i = 0; i < order.length; i++) {
            Schema.Field field = fields.get(order[i]);
            before[i] = opening(i == 0 ? "{" : ", ", field.name());
            after[i] = closing(shapes.get(order[i]).dataType(), units(field));
            prepared += before[i].length + after[i].length + BYTES_PER_VALUE;
        }
        expectedBytes = prepared;
        salIndexAt = placeOf("salIndex", "Int");
        sentAt = placeOf("private_sndStamp", "Float");
        receivedAt = placeOf("private_rcvStamp", "Float");
    }

    /**
     * The plan of a schema.
     *
     * @throws UnusableSchema if its records cannot be read
     */
    static RecordPlan of(String schema) {
        Schema parsed;
        try {
            // Avro's parser has exceptions of many kinds for what is none. Names and defaults are the writer's
            // business: the names become JSON keys, the defaults nothing.
            parsed = new Schema.Parser(NameValidator.NO_VALIDATION)
                    .setValidateDefaults(false)
                    .parse(schema);
        } catch (RuntimeException | StackOverflowError e) {
            throw new UnusableSchema("it is no Avro schema: " + e.getMessage(), e);
        }
        if (parsed.getType() != Schema.Type.RECORD) {
            throw new UnusableSchema("it describes no record", null);
        }
        return new RecordPlan(parsed.getFields());
    }

    private static int rank(String name) {
        int rank = PRIVATE_FIELDS.indexOf(name);
        return rank < 0 ? PRIVATE_FIELDS.size() : rank;
    }

    private static String units(Schema.Field field) {
        String units = field.getProp("units");
        return units == null || units.isEmpty() ? NO_UNITS : units;
    }

    private static byte[] opening(String punctuation, String name) {
        JsonOutput out = new JsonOutput(64).literal(punctuation);
        PythonJson.text(out, name);
        return out.literal(": {\"value\": ").toByteArray();
    }

    private static byte[] closing(String dataType, String units) {
        JsonOutput out = new JsonOutput(64)
                .literal(", \"dataType\": \"")
                .literal(dataType)
                .literal("\", \"units\": ");
        PythonJson.text(out, units);
        return out.literal("}").toByteArray();
    }

    private int placeOf(String name, String dataType) {
        Integer at = places.get(name);
        return at != null && shapes.get(at).dataType().equals(dataType) ? at : -1;
    }

    /** Whether a component has instances. */
    boolean isIndexed() {
        return salIndexAt >= 0;
    }

    /**
     * The instance that a record is of, 0 if there are none; the rest of the record is not looked at.
     *
     * @param from where the record begins in the bytes
     * @throws MalformedRecord if it does not get that far
     */
    int instance(byte[] bytes, int from) {
        if (salIndexAt < 0) {
            return 0;
        }
        AvroInput in = new AvroInput(bytes, from);
        for (int i = 0; i < salIndexAt; i++) {
            shapes.get(i).skip(in);
        }
        Object instance = shapes.get(salIndexAt).read(in);
        if (instance instanceof Long number && number == number.intValue()) {
            return number.intValue();
        }
        throw new MalformedRecord("salIndex is " + instance);
    }

    /**
     * Checks a record and finds its fields.
     *
     * @param from where the record begins in the bytes, which are kept and must not change
     * @param receivedTai what {@code private_rcvStamp} is to be
     * @throws MalformedRecord if it is none
     */
    RecordFields fields(byte[] bytes, int from, double receivedTai) {
        AvroInput in = new AvroInput(bytes, from);
        int[] starts = new int[shapes.size()];
        for (int i = 0; i < starts.length; i++) {
            starts[i] = in.at();
            shapes.get(i).skip(in);
        }
        if (in.left() > 0) {
            throw new MalformedRecord(in.left() + " bytes are left");
        }
        return new RecordFields(this, bytes, starts, receivedTai);
    }

    /** When the record was written, TAI unix seconds; NaN if it does not say. */
    double sentTai(byte[] bytes, int[] starts) {
        return sentAt >= 0 && shapes.get(sentAt).read(new AvroInput(bytes, starts[sentAt])) instanceof Double sent
                ? sent
                : Double.NaN;
    }

    @Nullable
    Object value(String name, byte[] bytes, int[] starts, double receivedTai) {
        Integer at = places.get(name);
        if (at == null) {
            return null;
        }
        return at == receivedAt ? (Object) receivedTai : shapes.get(at).read(new AvroInput(bytes, starts[at]));
    }

    byte[] json(byte[] bytes, int[] starts, double receivedTai) {
        JsonOutput out = new JsonOutput(expectedBytes);
        for (int i = 0; i < order.length; i++) {
            int at = order[i];
            out.span(before[i]);
            if (at == receivedAt) {
                PythonJson.number(out, receivedTai);
            } else {
                shapes.get(at).write(new AvroInput(bytes, starts[at]), out);
            }
            out.span(after[i]);
        }
        return out.literal(order.length == 0 ? "{}" : "}").toByteArray();
    }
}
