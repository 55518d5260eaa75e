package io.firstlight.webedge;

import io.firstlight.schemas.exchange.RequestHeaders;
import io.firstlight.schemas.exchange.RequestValue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** A worker that the test plays itself, with nothing but Kafka's clients: it takes requests and answers when and as often as it likes. */
final class HandWorker implements AutoCloseable {

    private static final long PATIENCE_MS = 20_000;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Deque<Taken> ahead = new ArrayDeque<>();

    /** A request as it lay in the topic. */
    record Taken(ConsumerRecord<byte[], byte[]> record, RequestHeaders headers, RequestValue value) {}

    /** One that takes what comes from now on. */
    HandWorker(String kafka, String topic) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka, "linger.ms", 0),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
    }

    /** The next request. */
    Taken take() {
        long deadline = System.nanoTime() + PATIENCE_MS * 1_000_000;
        while (ahead.isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("no request within " + PATIENCE_MS + " ms");
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(50))) {
                ahead.add(new Taken(
                        record,
                        RequestHeaders.of(record.headers()).orElseThrow(),
                        RequestValue.parse(record.value()).orElseThrow()));
            }
        }
        return ahead.remove();
    }

    /** Answers; returns when Kafka has it. */
    void answer(Taken taken, String json) throws Exception {
        RequestHeaders to = taken.headers();
        producer.send(new ProducerRecord<>(
                        to.replyTopic(),
                        to.replyPartition(),
                        null,
                        null,
                        json.getBytes(StandardCharsets.UTF_8),
                        to.ofAnswer()))
                .get();
    }

    @Override
    public void close() {
        consumer.close();
        producer.close();
    }
}
