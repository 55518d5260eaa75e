package io.firstlight.schemas.state;

import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SourceOffsetTest {

    @Test
    void readsBackItsHeaderForm() {
        SourceOffset source = new SourceOffset("firstlight.event", 3, 4711);
        assertThat(new String(source.toBytes(), StandardCharsets.UTF_8)).isEqualTo("firstlight.event/3/4711");
        assertThat(SourceOffset.parse(source.toBytes())).contains(source);
        SourceOffset large = new SourceOffset("t", 999_999_999, 999_999_999_999_999_999L);
        assertThat(SourceOffset.parse(large.toBytes())).contains(large);
    }

    @Test
    void namesTheTopicByItsIdToo() {
        Uuid id = Uuid.randomUuid();
        SourceOffset source = new SourceOffset("firstlight.event", 3, 4711, id);
        assertThat(new String(source.toBytes(), StandardCharsets.UTF_8)).isEqualTo("firstlight.event/3/4711/" + id);
        assertThat(SourceOffset.parse(source.toBytes())).contains(source);
        assertThat(source.in(null)).isEqualTo(new SourceOffset("firstlight.event", 3, 4711));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "t",
                "t/1",
                "t/1/",
                "/1/1",
                "t/-1/1",
                "t/1/-1",
                "t/1/1/1",
                "t/1/1/",
                "t/1/1/ABCDEFGHIJKLMNOPQRSTUVW",
                "t/1/1 ",
                "t/9999999999/1",
                "t/x/1",
                "t/١/1"
            })
    void refusesOtherTexts(String header) {
        assertThat(SourceOffset.parse(header.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @Test
    void refusesNegativeNumbers() {
        assertThatThrownBy(() -> new SourceOffset("t", -1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SourceOffset("t", 0, -1)).isInstanceOf(IllegalArgumentException.class);
    }
}
