package io.firstlight.archive.sink;

import io.firstlight.archive.ArchiveLab;
import io.firstlight.archive.sink.RecordReader.Reading;
import io.firstlight.archive.store.RecordTable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;

import static org.assertj.core.api.Assertions.assertThat;

class RecordReaderTest {

    @ParameterizedTest
    @ValueSource(strings = {"{}", " {\"a\": {\"b\": [1, 2.50, null]}} ", "{\"a\":1,\"a\":2}", "{\"é\":\"\\u0000\"}"})
    void aMessageIsAnyStrictObject(String value) {
        assertThat(RecordReader.message(record(value))).isInstanceOf(Reading.Message.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "\"s\"",
                "null",
                "3",
                "{\"a\":NaN}",
                "{\"a\":-Infinity}",
                "{} {}",
                "{\"a\":1",
                "{a:1}",
                "{'a':1}"
            })
    void anythingElseIsUnfitToBeAMessage(String value) {
        assertThat(RecordReader.message(record(value))).isInstanceOf(Reading.Unfit.class);
    }

    @Test
    void aMessageWithoutValueOrInAnotherEncodingIsUnfit() {
        assertThat(RecordReader.message(record(null))).isEqualTo(new Reading.Unfit("the record has no value"));
        byte[] latin1 = "{\"a\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(RecordReader.message(new ConsumerRecord<>("t", 0, 0, null, latin1)))
                .isEqualTo(new Reading.Unfit("the value is not UTF-8"));
    }

    @Test
    void aComponentRecordOfTheTopicsCategoryIsStored() {
        assertThat(RecordReader.component(record(ArchiveLab.event("Lab", 0, "1")), RecordTable.EVENT))
                .isInstanceOf(Reading.Component.class);
    }

    @Test
    void aComponentRecordOfAnotherCategoryIsLeftToTheRouter() {
        assertThat(RecordReader.component(record(ArchiveLab.event("Lab", 0, "1")), RecordTable.ACK))
                .isEqualTo(new Reading.LeftToRouter("its category event is not the topic's"));
    }

    @Test
    void aMalformedComponentRecordIsLeftToTheRouter() {
        assertThat(RecordReader.component(record("{}"), RecordTable.EVENT)).isInstanceOf(Reading.LeftToRouter.class);
    }

    private static ConsumerRecord<byte[], byte[]> record(@Nullable String value) {
        return new ConsumerRecord<>("t", 0, 0, null, value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }
}
