package io.firstlight.schemas.record;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class InitialStateRequestTest {

    @Test
    void comesBackFromItsRecord() {
        for (InitialStateRequest request : new InitialStateRequest[] {
            new InitialStateRequest("ATDome", "ATDome", 0, "summaryState"),
            new InitialStateRequest("all", "MTHexapod", 2, "x"),
            new InitialStateRequest("ATDome", "ATDome", null, "all"),
            new InitialStateRequest("all", "all", null, "all")
        }) {
            ParsedRecord parsed = RecordParser.parse(request.toValue());

            assertThat(parsed).isInstanceOf(ComponentRecord.class);
            assertThat(InitialStateRequest.of((ComponentRecord) parsed)).contains(request);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"category\":\"initial_state\",\"csc\":\"A\",\"salindex\":0,\"data\":{}}",
                "{\"category\":\"initial_state\",\"csc\":\"A\",\"salindex\":0,\"data\":{\"s\":1},"
                        + "\"request\":{\"event\":\"a\",\"to\":\"A\"}}",
                "{\"category\":\"initial_state\",\"csc\":\"A\",\"salindex\":0,\"data\":{},\"request\":{\"event\":\"a b\",\"to\":\"A\"}}",
                "{\"category\":\"event\",\"csc\":\"A\",\"salindex\":0,\"data\":{},\"request\":{\"event\":\"a\",\"to\":\"A\"}}"
            })
    void isNotFoundInOtherRecords(String value) {
        ComponentRecord record = (ComponentRecord) RecordParser.parse(value.getBytes(StandardCharsets.UTF_8));

        assertThat(InitialStateRequest.of(record)).isEmpty();
    }

    @Test
    void namesWhatTheLogCanHold() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new InitialStateRequest("all", "A B", 0, "s"))
                .withMessageContaining("A B");
    }
}
