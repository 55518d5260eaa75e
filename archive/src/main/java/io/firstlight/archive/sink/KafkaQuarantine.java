package io.firstlight.archive.sink;

import io.firstlight.archive.store.Quarantine;
import io.firstlight.archive.store.QuarantineUnavailable;
import io.firstlight.archive.store.Refused;
import io.firstlight.schemas.quarantine.QuarantineHeaders;
import io.firstlight.schemas.state.SourceOffset;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** The quarantine topic. Key, value and headers stay as they came; our headers are added behind. Thread-safe. */
final class KafkaQuarantine implements Quarantine {

    private static final Logger log = LoggerFactory.getLogger(KafkaQuarantine.class);
    private static final String SERVICE = "archive";

    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final Clock clock;

    /** With a producer that waits for all replicas. */
    KafkaQuarantine(Producer<byte[], byte[]> producer, String topic, Clock clock) {
        this.producer = producer;
        this.topic = topic;
        this.clock = clock;
    }

    @Override
    public void keep(List<Refused> records) throws QuarantineUnavailable, InterruptedException {
        try {
            List<Future<RecordMetadata>> sent = new ArrayList<>(records.size());
            for (Refused record : records) {
                sent.add(producer.send(withHeaders(record, record.source().value())));
            }
            for (int i = 0; i < sent.size(); i++) {
                await(sent.get(i), records.get(i));
            }
        } catch (KafkaException e) {
            throw new QuarantineUnavailable(e);
        }
    }

    private void await(Future<RecordMetadata> acknowledgement, Refused record)
            throws QuarantineUnavailable, InterruptedException {
        try {
            acknowledgement.get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof RecordTooLargeException)) {
                throw new QuarantineUnavailable(e);
            }
            keepWithoutValue(record);
        }
    }

    /** A value that just fitted into its topic is too large together with our headers; these still say where it lies. */
    private void keepWithoutValue(Refused record) throws QuarantineUnavailable, InterruptedException {
        log.error("{} is too large for the quarantine; only its headers are kept there", sourceOf(record.source()));
        try {
            producer.send(withHeaders(
                            new Refused(record.source(), record.reason() + " (value left out: too large)"), null))
                    .get();
        } catch (ExecutionException e) {
            throw new QuarantineUnavailable(e);
        }
    }

    private ProducerRecord<byte[], byte[]> withHeaders(Refused record, byte @Nullable [] value) {
        ConsumerRecord<byte[], byte[]> source = record.source();
        List<Header> headers = new ArrayList<>(List.of(source.headers().toArray()));
        headers.addAll(new QuarantineHeaders(record.reason(), sourceOf(source).toString(), SERVICE, clock.instant())
                .toHeaders());
        return new ProducerRecord<>(topic, null, source.key(), value, headers);
    }

    private static SourceOffset sourceOf(ConsumerRecord<byte[], byte[]> record) {
        return new SourceOffset(record.topic(), record.partition(), record.offset());
    }
}
