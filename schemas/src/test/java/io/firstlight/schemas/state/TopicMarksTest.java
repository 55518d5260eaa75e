package io.firstlight.schemas.state;

import io.firstlight.schemas.topic.Topic;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** The text form; that it is found again on a broker is tested with the router. */
class TopicMarksTest {

    @Test
    void readsBackItsText() {
        TopicMarks marks = new TopicMarks(Map.of(
                Topic.EVENT, new TopicMarks.Mark(Uuid.randomUuid(), 4),
                Topic.STATE, new TopicMarks.Mark(Uuid.randomUuid(), 12)));
        assertThat(TopicMarks.parse(marks.text())).isEqualTo(marks);
        assertThat(marks.of(Topic.LOG)).isNull();
    }

    @Test
    void fitsIntoTheMetadataThatBrokersTake() {
        TopicMarks all = new TopicMarks(Stream.of(Topic.values())
                .collect(Collectors.toMap(topic -> topic, topic -> new TopicMarks.Mark(Uuid.randomUuid(), 100_000))));
        assertThat(all.text()).hasSizeLessThan(4_096);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "event",
                "event=x:1",
                "event=Xy0xWvkLQ4yW1gV5sKXb2w:x",
                "planet=Xy0xWvkLQ4yW1gV5sKXb2w:1",
                "= :"
            })
    void takesOtherTextForNoMark(String text) {
        assertThat(TopicMarks.parse(text).marks()).isEmpty();
    }
}
