package io.firstlight.standalone.tap;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.schemas.json.Json;
import io.firstlight.schemas.topic.TopicPlan;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

final class LinesTest {

    private static final String TELEMETRY =
            "{\"category\":\"telemetry\",\"csc\":\"Dome\",\"salindex\":1,\"data\":{\"position\":{\"azimuth\":12.5},"
                    + "\"motor\":{\"current\":1}}}";

    private static ConsumerRecord<byte[], byte[]> record(String topic, @Nullable String key, byte @Nullable [] value) {
        return new ConsumerRecord<>(
                topic,
                2,
                4711,
                Instant.parse("2026-01-31T22:15:00.5Z").toEpochMilli(),
                TimestampType.CREATE_TIME,
                -1,
                -1,
                key == null ? null : key.getBytes(StandardCharsets.UTF_8),
                value,
                new RecordHeaders(),
                Optional.empty());
    }

    private static ConsumerRecord<byte[], byte[]> record(String topic, @Nullable String key, String value) {
        return record(topic, key, value.getBytes(StandardCharsets.UTF_8));
    }

    @Nested
    final class ForPeople {
        private final LineFormat format = new HumanLine(TopicPlan.defaults());

        @Test
        void showTimeTopicKeyAndStreams() {
            assertThat(format.line(record("firstlight.telemetry", "Dome:1", TELEMETRY)))
                    .isEqualTo("2026-01-31T22:15:00.500Z  telemetry Dome:1  position={\"azimuth\":12.5}"
                            + "  motor={\"current\":1}");
        }

        @Test
        void shortenLongValues() {
            String line = format.line(record("firstlight.message", null, "{\"x\":\"" + "a".repeat(5_000_000) + "\"}"));

            assertThat(line).contains("message   -  {\"x\":\"aaa").endsWith("…").hasSizeLessThan(300);
        }

        @Test
        void saySoWhenTheValueIsGone() {
            assertThat(format.line(record("firstlight.state", "event:Dome:1:position", (byte @Nullable []) null)))
                    .endsWith("state     event:Dome:1:position  (deleted)");
        }

        @ParameterizedTest
        @ValueSource(strings = {"not json", "{\"csc\":", "", "\033[2J\r\nx\u202e", "[1]"})
        void showAnyOtherValueOnOneSafeLine(String value) {
            String line = format.line(record("firstlight.event", "Dome:1\n\033", value));

            assertThat(line).doesNotContain("\033", "\n", "\r", "\u202e");
        }

        @Test
        void showBytesThatAreNoText() {
            assertThat(format.line(record("firstlight.event", "k", new byte[] {(byte) 0xff, 0, 7})))
                    .contains("\\u0000\\u0007");
        }
    }

    @Nested
    final class ForPrograms {
        private final LineFormat format = new JsonLine();

        private JsonNode line(ConsumerRecord<byte[], byte[]> record) throws Exception {
            String line = format.line(record);
            assertThat(line).doesNotContain("\n", "\r");
            return Json.mapper().readTree(line);
        }

        @Test
        void holdTheWholeRecord() throws Exception {
            JsonNode line = line(record("firstlight.telemetry", "Dome:1", TELEMETRY));

            assertThat(line.path("topic").asText()).isEqualTo("firstlight.telemetry");
            assertThat(line.path("partition").asInt()).isEqualTo(2);
            assertThat(line.path("offset").asLong()).isEqualTo(4711);
            assertThat(line.path("time").asText()).isEqualTo("2026-01-31T22:15:00.500Z");
            assertThat(line.path("key").asText()).isEqualTo("Dome:1");
            assertThat(line.path("value")).isEqualTo(Json.mapper().readTree(TELEMETRY));
        }

        @Test
        void areOneLineAlsoWhenTheValueIsNot() throws Exception {
            assertThat(line(record("t", null, "{\n\"a\" : 1.10\r\n}"))
                            .path("value")
                            .path("a")
                            .decimalValue())
                    .isEqualByComparingTo("1.10");
        }

        @ParameterizedTest
        @ValueSource(strings = {"not json", "{\"a\":NaN}", "{\"csc\":", "", " ", "{} {}", "{\"a\":1,\"a\":"})
        void carryWhatIsNoStrictJsonAsBase64(String value) throws Exception {
            JsonNode line = line(record("t", "k", value));

            assertThat(line.path("value").isNull()).isTrue();
            assertThat(Base64.getDecoder().decode(line.path("base64").asText()))
                    .isEqualTo(value.getBytes(StandardCharsets.UTF_8));
        }

        @Test
        void carryBytesThatAreNoTextAsBase64() throws Exception {
            JsonNode line = line(record("t", "k", new byte[] {'"', (byte) 0xff, '"'}));

            assertThat(line.path("value").isNull()).isTrue();
            assertThat(line.has("base64")).isTrue();
        }

        @Test
        void tellATombstoneFromABadValue() throws Exception {
            JsonNode line = line(record("t", null, (byte @Nullable []) null));

            assertThat(line.path("key").isNull()).isTrue();
            assertThat(line.path("value").isNull()).isTrue();
            assertThat(line.has("base64")).isFalse();
        }
    }
}
