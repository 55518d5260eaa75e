package io.firstlight.schemas.state;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.schemas.json.Json;
import io.firstlight.schemas.json.RandomJson;
import io.firstlight.schemas.json.Span;
import io.firstlight.schemas.record.ComponentRecord;
import io.firstlight.schemas.record.RecordParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

import static org.assertj.core.api.Assertions.assertThat;

class StateEntryTest {

    @Test
    void isWrittenWithTheAddressThePayloadAndTheTime() throws IOException {
        ComponentRecord record =
                record("{\"category\":\"event\",\"csc\":\"ATDome\",\"salindex\":\"3\",\"data\":{\"s\": [1e+2] },"
                        + "\"producer\":\"p\\ud800\",\"producer_snd\": 1.25}");
        byte[] json = StateEntry.write(record, record.streams().getFirst(), 1_700_000_000_123L);
        JsonNode tree = Json.mapper().readTree(json);
        assertThat(new String(json, StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"category\":\"event\",\"csc\":\"ATDome\",\"salindex\":\"3\",\"stream\":\"s\",\"value\":[1e+2],"
                                + "\"time\":1700000000123,\"producer\":\"p\\ud800\",\"producer_snd\":1.25}");
        assertThat(tree.get("producer").textValue()).isEqualTo("p\ud800");
    }

    @Test
    void readsBackWhatWasWritten() {
        for (long seed = 1; seed <= 5_000; seed++) {
            RandomJson json = new RandomJson(seed, false);
            String payload = json.value(4);
            String producerSnd = json.random().nextBoolean() ? null : json.number();
            long timeMs = json.random().nextLong(Long.MAX_VALUE);
            ComponentRecord record = record("{\"category\":\"log\",\"csc\":\"A\",\"salindex\":"
                    + json.random().nextInt() + ",\"data\":{\"s\":" + payload + "}"
                    + (producerSnd == null ? "" : ",\"producer_snd\":" + producerSnd) + "}");

            StateEntry entry = StateEntry.parse(
                            StateEntry.write(record, record.streams().getFirst(), timeMs))
                    .orElseThrow();

            assertThat(text(entry, entry.payload())).as("seed %d", seed).isEqualTo(payload);
            assertThat(entry.timeMs()).as("seed %d", seed).isEqualTo(timeMs);
            assertThat(entry.salindexIsText()).isFalse();
            if (producerSnd == null) {
                assertThat(entry.producerSnd()).isNull();
            } else {
                assertThat(text(entry, Objects.requireNonNull(entry.producerSnd())))
                        .isEqualTo(producerSnd);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"value\":1}",
                "{\"time\":1}",
                "{\"value\":1,\"time\":\"1\"}",
                "{\"value\":1,\"time\":-1}",
                "{\"value\":1,\"time\":1} x",
                "{\"value\":NaN,\"time\":1}",
                "{\"value\":1,\"time\":99999999999999999999}"
            })
    void isNotReadFromOtherBytes(String json) {
        assertThat(StateEntry.parse(json.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @Test
    void isNotReadFromBytesThatAreNotUtf8() {
        assertThat(StateEntry.parse("{\"value\":\"é\",\"time\":1}".getBytes(StandardCharsets.ISO_8859_1)))
                .isEmpty();
    }

    private static ComponentRecord record(String json) {
        return (ComponentRecord) RecordParser.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(StateEntry entry, Span span) {
        return new String(entry.json(), span.start(), span.length(), StandardCharsets.UTF_8);
    }
}
