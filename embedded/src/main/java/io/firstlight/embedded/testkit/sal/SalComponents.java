package io.firstlight.embedded.testkit.sal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Components that write to SAL as salobj does: they make their topics, register their schemas, and write records in Confluent's wire format
 * under SAL's keys. Thread-safe.
 */
public final class SalComponents implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FRAME_BYTES = 5;
    private static final double START_TAI = 1_690_852_677.0;

    private final String subname;
    private final URI registry;
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<Schema, Integer> ids = new ConcurrentHashMap<>();
    private final AtomicInteger sequence = new AtomicInteger();
    private final AtomicReference<@Nullable Exception> failed = new AtomicReference<>();

    /**
     * Components of one SAL.
     *
     * @param registry the registry's URL, up to before {@code /subjects}
     */
    public SalComponents(String bootstrapServers, URI registry, String subname) {
        this(bootstrapServers, registry, subname, 0);
    }

    /**
     * Components of one SAL.
     *
     * @param registry the registry's URL, up to before {@code /subjects}
     * @param flushMs how long a sample may wait for others, in ms; salobj writes out every 25 ms
     */
    public SalComponents(String bootstrapServers, URI registry, String subname, int flushMs) {
        this.subname = subname;
        this.registry = registry;
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "1", "linger.ms", flushMs),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Makes the Kafka topics, with one partition each; those of events are compacted. */
    public void create(SalTopicKind... kinds) {
        await(() -> admin.createTopics(List.of(kinds).stream()
                        .map(kind -> new NewTopic(kind.topic(subname), 1, (short) 1)
                                .configs(kind.isEvent() ? Map.of("cleanup.policy", "compact") : Map.of()))
                        .toList())
                .all()
                .get());
    }

    /** Deletes the Kafka topic. */
    public void delete(SalTopicKind kind) {
        await(() -> admin.deleteTopics(List.of(kind.topic(subname))).all().get());
    }

    /** A record of that kind with everything as it is by default but for these, and for what salobj fills in. */
    public GenericRecord record(SalTopicKind kind, int index, Map<String, ?> values) {
        Schema schema = kind.schema();
        GenericRecord record = new GenericData.Record(schema);
        for (Schema.Field field : schema.getFields()) {
            record.put(field.pos(), GenericData.get().getDefaultValue(field));
        }
        int number = sequence.incrementAndGet();
        if (kind.indexed()) {
            record.put("salIndex", index);
        }
        record.put("private_sndStamp", START_TAI + number);
        record.put("private_kafkaStamp", START_TAI + number);
        record.put("private_efdStamp", START_TAI + number - 37);
        record.put("private_seqNum", number);
        record.put("private_revCode", "a1b2c3d4");
        record.put("private_identity", kind.indexed() ? kind.component() + ':' + index : kind.component());
        record.put("private_origin", 4711);
        values.forEach(record::put);
        return record;
    }

    /** Writes such a record and waits for it. */
    public RecordMetadata write(SalTopicKind kind, int index, Map<String, ?> values) {
        return writeRaw(kind, index, encoded(kind, record(kind, index, values)));
    }

    /** Writes any bytes where a record's would be, or none, and waits for it. */
    public RecordMetadata writeRaw(SalTopicKind kind, int index, byte @Nullable [] value) {
        return await(() -> producer.send(at(kind, index, value)).get());
    }

    /** Writes any bytes where a record's would be, and does not wait; {@link #flush} says what became of it. */
    public void send(SalTopicKind kind, int index, byte @Nullable [] value) {
        var unused = producer.send(at(kind, index, value), (metadata, failure) -> {
            if (failure != null) {
                failed.compareAndSet(null, failure);
            }
        });
    }

    private ProducerRecord<byte[], byte[]> at(SalTopicKind kind, int index, byte @Nullable [] value) {
        return new ProducerRecord<>(kind.topic(subname), 0, kind.key(index), value);
    }

    /**
     * Waits for all that was sent.
     *
     * @throws IllegalStateException if something was not written
     */
    public void flush() {
        producer.flush();
        Exception failure = failed.getAndSet(null);
        if (failure != null) {
            throw new IllegalStateException("not all was written", failure);
        }
    }

    /** A record's bytes, its schema registered. */
    public byte[] encoded(SalTopicKind kind, GenericRecord record) {
        return framed(id(kind.topic(subname) + "-value", record.getSchema()), record);
    }

    /** A record's bytes under that schema id. */
    public static byte[] framed(int id, GenericRecord record) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ByteBuffer.allocate(FRAME_BYTES).put((byte) 0).putInt(id).array());
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        try {
            new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private int id(String subject, Schema schema) {
        return ids.computeIfAbsent(schema, unused -> register(subject, schema.toString()));
    }

    /** Registers a schema, whatever it is, and returns its id. */
    public int register(String subject, String schema) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(registry + "/subjects/" + subject + "/versions"))
                    .header("Content-Type", StandInRegistry.CONTENT_TYPE)
                    .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(Map.of("schema", schema))))
                    .build();
            JsonNode answer = JSON.readTree(
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body());
            if (!answer.path("id").isInt()) {
                throw new IllegalStateException("the registry says " + answer);
            }
            return answer.path("id").intValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private interface Waiting<T extends @Nullable Object> {
        T get() throws ExecutionException, InterruptedException;
    }

    private static <T extends @Nullable Object> T await(Waiting<T> waiting) {
        try {
            return waiting.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
        http.shutdownNow();
    }
}
