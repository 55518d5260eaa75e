package io.firstlight.schemas.exchange;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class RequestTest {

    private static final RequestHeaders HEADERS =
            new RequestHeaders("abc-1", "firstlight.reply", 3, 1_795_216_794_330L);

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void headersAreReadAsTheyWereWritten() {
        Headers headers = new RecordHeaders(HEADERS.toHeaders());

        assertThat(RequestHeaders.wantAnswer(headers)).isTrue();
        assertThat(RequestHeaders.of(headers)).contains(HEADERS);
        assertThat(RequestHeaders.correlationId(new RecordHeaders(HEADERS.ofAnswer())))
                .contains("abc-1");
    }

    @Test
    void aRecordWithoutHeadersWantsNoAnswer() {
        assertThat(RequestHeaders.wantAnswer(new RecordHeaders())).isFalse();
        assertThat(RequestHeaders.of(new RecordHeaders())).isEmpty();
        assertThat(RequestHeaders.correlationId(new RecordHeaders())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "correlation_id,''",
        "reply_topic,a topic",
        "reply_partition,-1",
        "reply_partition,first",
        "deadline,soon",
        "deadline,99999999999999999999"
    })
    void headersThatAreNotOfTheirFormAreNone(String name, String text) {
        Headers headers = new RecordHeaders(HEADERS.toHeaders());
        headers.add(name, utf8(text));

        assertThat(RequestHeaders.of(headers)).isEmpty();
    }

    @Test
    void oneLackingHeaderMakesARequestThatCannotBeAnswered() {
        Headers headers = new RecordHeaders(HEADERS.toHeaders());
        headers.remove(RequestHeaders.REPLY_PARTITION);

        assertThat(RequestHeaders.wantAnswer(headers)).isTrue();
        assertThat(RequestHeaders.of(headers)).isEmpty();
    }

    @Test
    void aValueIsWrittenAsFpesaDoes() {
        assertThat(new String(RequestValue.write(utf8("{\"a\":2}"), null), StandardCharsets.UTF_8))
                .isEqualTo("{\"data\": {\"a\":2}, \"args\": null}");
        assertThat(new String(RequestValue.write(null, Map.of()), StandardCharsets.UTF_8))
                .isEqualTo("{\"data\": null, \"args\": {}}");
    }

    @Test
    void aValueIsReadAsItWasWritten() {
        byte[] written = RequestValue.write(utf8("[1.5]"), Map.of("q", "a \"b\" \u00e4"));

        RequestValue read = RequestValue.parse(written).orElseThrow();

        assertThat(read.data()).hasToString("[1.5]");
        assertThat(read.args()).isEqualTo(Map.of("q", "a \"b\" \u00e4"));
        assertThat(RequestValue.parse(RequestValue.write(null, null))
                        .orElseThrow()
                        .data()
                        .isNull())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"data\": null}",
                "{\"args\": null}",
                "{\"data\": null, \"args\": []}",
                "{\"data\": null, \"args\": {\"a\": 1}}"
            })
    void otherValuesAreNoRequests(String value) {
        assertThat(RequestValue.parse(utf8(value))).isEmpty();
    }

    @Test
    void aTombstoneIsNoRequest() {
        assertThat(RequestValue.parse(null)).isEmpty();
    }
}
