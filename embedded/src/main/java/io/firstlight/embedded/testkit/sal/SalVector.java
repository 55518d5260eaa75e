package io.firstlight.embedded.testkit.sal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A record of SAL, and what LOVE's producer makes of it. {@code vectors.py} beside the table made it: the expected texts are printed by Python.
 *
 * @param name what it is about
 * @param kind the topic; each vector's component has a name of its own
 * @param schema the schema, as it is registered
 * @param record the record, written at 1690852677 and of origin 4711
 * @param love the fields in LOVE's form, as Python's {@code json.dumps} prints them when {@code private_rcvStamp} is {@link #RECEIVED_TAI}
 */
public record SalVector(String name, SalTopicKind kind, String schema, GenericRecord record, String love) {

    /** When the records arrive, TAI unix seconds. */
    public static final double RECEIVED_TAI = 1_690_852_677.25;
    /** The same moment, UTC unix milliseconds. */
    public static final long RECEIVED_EPOCH_MS = 1_690_852_640_250L;

    /** All that there are. */
    public static List<SalVector> all() {
        return all("Test");
    }

    /** The same of other components, whose names begin so. */
    public static List<SalVector> all(String component) {
        try (InputStream table = Objects.requireNonNull(SalVector.class.getResourceAsStream("vectors.json"))) {
            List<SalVector> vectors = new ArrayList<>();
            for (JsonNode vector : new ObjectMapper().readTree(table)) {
                vectors.add(of(vector, component + vectors.size()));
            }
            return vectors;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SalVector of(JsonNode vector, String component) {
        String schema = vector.path("schema").toString();
        Object record = value(new Schema.Parser().parse(schema), vector.path("record"));
        return new SalVector(
                vector.path("name").textValue(),
                new SalTopicKind(component, vector.path("salName").textValue(), false, false, List.of()),
                schema,
                (GenericRecord) Objects.requireNonNull(record),
                vector.path("love").textValue());
    }

    private static @Nullable Object value(Schema schema, JsonNode json) {
        return switch (schema.getType()) {
            case NULL -> null;
            case BOOLEAN -> json.booleanValue();
            case INT -> json.intValue();
            case LONG -> json.longValue();
            case FLOAT -> json.isTextual() ? Float.parseFloat(json.textValue()) : (float) json.doubleValue();
            case DOUBLE -> json.isTextual() ? Double.parseDouble(json.textValue()) : json.doubleValue();
            case STRING -> json.textValue();
            case ENUM -> new GenericData.EnumSymbol(schema, json.textValue());
            case ARRAY -> {
                List<@Nullable Object> values = new ArrayList<>();
                json.forEach(element -> values.add(value(schema.getElementType(), element)));
                yield values;
            }
            case UNION ->
                json.isNull()
                        ? null
                        : value(
                                schema.getTypes().stream()
                                        .filter(branch -> branch.getType() != Schema.Type.NULL)
                                        .findFirst()
                                        .orElseThrow(),
                                json);
            case RECORD -> {
                GenericRecord record = new GenericData.Record(schema);
                schema.getFields()
                        .forEach(field -> record.put(field.pos(), value(field.schema(), json.path(field.name()))));
                yield record;
            }
            default -> throw new IllegalArgumentException(schema.toString());
        };
    }
}
