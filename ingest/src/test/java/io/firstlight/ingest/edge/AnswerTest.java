package io.firstlight.ingest.edge;

import io.firstlight.ingest.producer.NotAcknowledged.Reason;
import io.firstlight.schemas.position.PartitionOffset;
import io.firstlight.schemas.position.Position;
import io.firstlight.schemas.position.PositionToken;
import io.firstlight.schemas.record.InitialStateRequest;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AnswerTest {

    @Test
    void saysWhereTheMessageIs() {
        PartitionOffset place = new PartitionOffset(Uuid.randomUuid(), 3, 17);
        String token = PositionToken.encode(Position.of(place));

        assertThat(Answer.parse("{\"ack\": 4, \"position\": \"" + token + "\"}"))
                .isEqualTo(new Answer.Acknowledged(4, place));
        assertThat(Answer.parse("{\"ack\": 5, \"position\": null}")).isEqualTo(new Answer.Acknowledged(5, null));
    }

    @Test
    void saysWhyAMessageWasRefused() {
        assertThat(
                        Answer.parse(
                                "{\"error\": {\"code\": 1004, \"name\": \"illegal_name\", \"message\": \"no\", \"remedy\": \"fix_request\"}, \"id\": 7}"))
                .isEqualTo(new Answer.Refused(7, "illegal_name", "no", "fix_request"));
        assertThat(
                        Answer.parse(
                                "{\"error\": {\"code\": 4001, \"name\": \"log_unavailable\", \"message\": \"no\", \"remedy\": \"retry_later\"}}"))
                .isEqualTo(new Answer.Refused(0, "log_unavailable", "no", "retry_later"));
    }

    @Test
    void saysWhetherARefusalIsForGood() {
        assertThat(new Answer.Refused(1, "log_unavailable", "", "retry_later").canBeRetried())
                .isTrue();
        assertThat(new Answer.Refused(1, "schema_violated", "", "fix_request").canBeRetried())
                .isFalse();
        assertThat(new Answer.Refused(1, "schema_violated", "", "fix_request").reason())
                .isEqualTo(Reason.WRONG);
        assertThat(new Answer.Refused(1, "too_large", "", "fix_request").reason())
                .isEqualTo(Reason.TOO_LARGE);
        assertThat(new Answer.Refused(1, "overtaken", "", "fix_request").reason())
                .isEqualTo(Reason.OVERTAKEN);
        assertThat(new Answer.Refused(1, "not_allowed", "", "ask_for_right").reason())
                .isEqualTo(Reason.REFUSED);
    }

    @Test
    void asksForOneInstanceOrAll() {
        String question =
                "{\"category\": \"initial_state\", \"data\": [{\"csc\": \"ATDome\", \"salindex\": %s, \"data\":"
                        + " {\"event_name\": \"summaryState\"}}], \"subscription\": \"initial_state-all-all-all\"}";

        assertThat(Answer.parse(question.formatted("0")))
                .isEqualTo(new Answer.Asked(new InitialStateRequest("ATDome", "ATDome", 0, "summaryState")));
        assertThat(Answer.parse(question.formatted("\"all\"")))
                .isEqualTo(new Answer.Asked(new InitialStateRequest("ATDome", "ATDome", null, "summaryState")));
    }

    @Test
    void isNothingToActOnElse() {
        assertThat(Answer.parse("{\"data\": \"Successfully subscribed to x\"}")).isEqualTo(new Answer.Other());
        assertThat(Answer.parse("no JSON")).isEqualTo(new Answer.Other());
        assertThat(Answer.parse("{\"category\": \"initial_state\", \"data\": []}"))
                .isEqualTo(new Answer.Other());
    }
}
