package io.firstlight.schemas.quarantine;

import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;

final class QuarantineHeadersTest {

    private static final QuarantineHeaders HEADERS = new QuarantineHeaders(
            "no größer object", "firstlight.event/3/4711", "router", Instant.parse("2026-11-21T06:00:00.250Z"));

    @Test
    void comeBackAsTheyWereWritten() {
        assertThat(QuarantineHeaders.of(new RecordHeaders(HEADERS.toHeaders()))).contains(HEADERS);
    }

    @Test
    void areNoneWithoutEachOfTheFour() {
        for (var left : HEADERS.toHeaders()) {
            RecordHeaders headers = new RecordHeaders(HEADERS.toHeaders());
            headers.remove(left.key());
            assertThat(QuarantineHeaders.of(headers))
                    .as("without " + left.key())
                    .isEmpty();
        }
    }

    @Test
    void areNoneWithATimeThatIsNone() {
        RecordHeaders headers = new RecordHeaders(HEADERS.toHeaders());
        headers.remove(QuarantineHeaders.TIME);
        headers.add(QuarantineHeaders.TIME, "yesterday".getBytes(StandardCharsets.UTF_8));
        assertThat(QuarantineHeaders.of(headers)).isEmpty();
    }
}
