package io.firstlight.schemas.record;

import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SenderMarkTest {

    @Test
    void comesBackFromItsHeader() {
        SenderMark mark = new SenderMark("6f1c.A-b_2", 4711);

        assertThat(SenderMark.of(new RecordHeaders().add(mark.toHeader()))).isEqualTo(mark);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "a", "a/", "/1", "a/0", "a/-1", "a/1x", "a b/1", "a/1234567890123456789"})
    void isNoneWhenAHeaderOfItsNameSaysSomethingElse(String value) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(SenderMark.HEADER, value.getBytes(StandardCharsets.UTF_8));

        assertThat(SenderMark.of(headers)).isNull();
    }

    @Test
    void hasALegalNameAndANumberFromOneOn() {
        assertThat(SenderMark.of(new RecordHeaders())).isNull();
        assertThatIllegalArgumentException().isThrownBy(() -> new SenderMark("a/b", 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new SenderMark("a", 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new SenderMark("a", SenderMark.MOST + 1));
        SenderMark last = new SenderMark("a", SenderMark.MOST);
        assertThat(SenderMark.of(new RecordHeaders().add(last.toHeader()))).isEqualTo(last);
    }
}
