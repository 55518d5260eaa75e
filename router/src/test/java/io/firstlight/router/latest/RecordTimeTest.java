package io.firstlight.router.latest;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

class RecordTimeTest {

    @Test
    void isTheRecordsOwnTime() {
        assertThat(new RecordTime().extract(record(17), 99)).isEqualTo(17);
        assertThat(new RecordTime().extract(record(0), 99)).isZero();
    }

    @Test
    void isTheNewestTimeOfThePartitionForARecordWithout() {
        assertThat(new RecordTime().extract(record(-1), 99)).isEqualTo(99);
        assertThat(new RecordTime().extract(record(-1), -1)).isZero();
    }

    private static ConsumerRecord<Object, Object> record(long timeMs) {
        return new ConsumerRecord<>(
                "t", 0, 0, timeMs, TimestampType.CREATE_TIME, 0, 0, "", "", new RecordHeaders(), Optional.empty());
    }
}
