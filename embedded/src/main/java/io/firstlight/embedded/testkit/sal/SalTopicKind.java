package io.firstlight.embedded.testkit.sal;

import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A topic of a SAL component: what it is called, and the schema of its records as salobj makes it of the component's XML. Immutable.
 *
 * @param component the component's name
 * @param salName {@code position}, {@code logevent_summaryState}
 * @param indexed whether the component has instances
 * @param camera whether the schema is one of a camera, which has the private fields last
 * @param fields the topic's own fields
 */
public record SalTopicKind(String component, String salName, boolean indexed, boolean camera, List<FieldKind> fields) {

    private static final int EXPECTED_ELEMENTS = 3;

    public SalTopicKind {
        fields = List.copyOf(fields);
    }

    /**
     * A field.
     *
     * @param type its Avro type
     * @param absent its default
     * @param units its units; empty for none
     */
    public record FieldKind(String name, Schema type, Object absent, String units) {

        /** A field of {@code boolean}, {@code int}, {@code long}, {@code float}, {@code double} or {@code string}. */
        public static FieldKind of(String name, Schema.Type type, String units) {
            return new FieldKind(name, Schema.create(type), absent(type), units);
        }

        /** A field with an array of these. */
        public static FieldKind arrayOf(String name, Schema.Type element, String units) {
            return new FieldKind(
                    name,
                    Schema.createArray(Schema.create(element)),
                    Collections.nCopies(EXPECTED_ELEMENTS, absent(element)),
                    units);
        }

        private static Object absent(Schema.Type type) {
            return switch (type) {
                case BOOLEAN -> false;
                case INT -> 0;
                case LONG -> 0L;
                case FLOAT -> 0.0f;
                case DOUBLE -> 0.0;
                case STRING -> "";
                default -> throw new IllegalArgumentException("SAL has no fields of type " + type);
            };
        }
    }

    /** Telemetry of a component without instances. */
    public static SalTopicKind telemetry(String component, String topic, FieldKind... fields) {
        return new SalTopicKind(component, topic, false, false, List.of(fields));
    }

    /** An event of a component without instances. */
    public static SalTopicKind event(String component, String topic, FieldKind... fields) {
        return new SalTopicKind(component, "logevent_" + topic, false, false, List.of(fields));
    }

    /** The same of a component with instances. */
    public SalTopicKind withInstances() {
        return new SalTopicKind(component, salName, true, camera, fields);
    }

    /** The same of a camera. */
    public SalTopicKind ofCamera() {
        return new SalTopicKind(component, salName, indexed, true, fields);
    }

    /** The next version of it: with a field more. */
    public SalTopicKind with(FieldKind field) {
        List<FieldKind> more = new ArrayList<>(fields);
        more.add(field);
        return new SalTopicKind(component, salName, indexed, camera, more);
    }

    /** Whether it is one of events, whose topics are compacted. */
    public boolean isEvent() {
        return salName.startsWith("logevent_");
    }

    /** The Kafka topic. */
    public String topic(String subname) {
        return "lsst." + subname + '.' + component + '.' + salName;
    }

    /** A record's key: in events it names the instance, which compaction keeps the last record of. */
    public byte[] key(int index) {
        if (!isEvent()) {
            return new byte[0];
        }
        String instance = indexed ? "\"index\": " + index + ", " : "";
        return ("{ \"name\": \"" + component + "\", " + instance + "\"topic\": \"" + salName + "\" }")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The schema that a component registers. */
    public Schema schema() {
        List<Schema.Field> own = new ArrayList<>();
        for (FieldKind field : fields) {
            own.add(field(field.name(), field.type(), field.absent(), field.units(), "A field of the topic."));
        }
        List<Schema.Field> all = new ArrayList<>();
        if (camera) {
            all.addAll(own);
            all.addAll(privateFields());
        } else {
            all.addAll(privateFields());
            all.addAll(own);
        }
        Schema record = Schema.createRecord(salName, null, "lsst.sal." + component, false);
        record.setFields(all);
        return record;
    }

    private List<Schema.Field> privateFields() {
        Schema number = Schema.create(Schema.Type.DOUBLE);
        Schema whole = Schema.create(Schema.Type.INT);
        Schema text = Schema.create(Schema.Type.STRING);
        List<Schema.Field> all = new ArrayList<>();
        if (indexed) {
            all.add(field("salIndex", whole, 0, "unitless", "Index number of the instance."));
        }
        all.add(field("private_sndStamp", number, 0.0, "second", "When it was written, TAI unix seconds."));
        all.add(field("private_rcvStamp", number, 0.0, "second", "When it was read, TAI unix seconds."));
        all.add(field("private_efdStamp", number, 0.0, "second", "When it was written, UTC unix seconds."));
        all.add(field("private_kafkaStamp", number, 0.0, "second", "When it was written, TAI unix seconds."));
        all.add(field("private_seqNum", whole, 0, "unitless", "Counts the records of a writer."));
        all.add(field("private_revCode", text, "", "unitless", "Names the schema."));
        all.add(field("private_identity", text, "", "unitless", "Who wrote it."));
        all.add(field("private_origin", whole, 0, "unitless", "The writer's process id."));
        return all;
    }

    private static Schema.Field field(String name, Schema type, Object absent, String units, String description) {
        Schema.Field field = new Schema.Field(
                name, type, null, absent.equals(JsonProperties.NULL_VALUE) ? Schema.Field.NULL_DEFAULT_VALUE : absent);
        field.addProp("description", description);
        if (!units.isEmpty()) {
            field.addProp("units", units);
        }
        return field;
    }
}
