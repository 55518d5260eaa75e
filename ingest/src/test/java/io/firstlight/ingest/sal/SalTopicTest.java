package io.firstlight.ingest.sal;

import io.firstlight.schemas.address.Category;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class SalTopicTest {

    private static SalTopic.Reading read(String name) {
        return SalTopic.read("lsst.sal.", name);
    }

    @Test
    void tellsTelemetryFromEvents() {
        assertThat(read("lsst.sal.ATDome.position"))
                .isEqualTo(new SalTopic.Reading.Samples(new SalTopic(Category.TELEMETRY, "ATDome", "position")));
        assertThat(read("lsst.sal.ATDome.logevent_summaryState"))
                .isEqualTo(new SalTopic.Reading.Samples(new SalTopic(Category.EVENT, "ATDome", "summaryState")));
    }

    @Test
    void leavesOutWhatIsNoSample() {
        assertThat(read("lsst.sal.ATDome.command_start")).isInstanceOf(SalTopic.Reading.Other.class);
        assertThat(read("lsst.sal.ATDome.ackcmd")).isInstanceOf(SalTopic.Reading.Other.class);
        assertThat(read("lsst.other.ATDome.position")).isInstanceOf(SalTopic.Reading.Other.class);
        assertThat(read("lsst.sal.ATDome")).isInstanceOf(SalTopic.Reading.Other.class);
        assertThat(read("_schemas")).isInstanceOf(SalTopic.Reading.Other.class);
    }

    @Test
    void saysWhichNamesAreNoneOfOurs() {
        assertThat(read("lsst.sal.ATDome.")).isInstanceOf(SalTopic.Reading.Illegal.class);
        assertThat(read("lsst.sal..position")).isInstanceOf(SalTopic.Reading.Illegal.class);
        assertThat(read("lsst.sal.ATDome.logevent_")).isInstanceOf(SalTopic.Reading.Illegal.class);
        assertThat(read("lsst.sal.ATDome." + "x".repeat(100))).isInstanceOf(SalTopic.Reading.Illegal.class);
    }

    @Test
    void knowsThatTelemetryAndHeartbeatsHaveNoPast() {
        assertThat(new SalTopic(Category.EVENT, "ATDome", "summaryState").hasPast())
                .isTrue();
        assertThat(new SalTopic(Category.EVENT, "ATDome", "heartbeat").hasPast())
                .isFalse();
        assertThat(new SalTopic(Category.TELEMETRY, "ATDome", "position").hasPast())
                .isFalse();
    }
}
