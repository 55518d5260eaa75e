package io.firstlight.webedge.tower;

import io.firstlight.schemas.topic.Topic;
import io.firstlight.webedge.hub.Throttle;
import io.firstlight.webedge.log.LogEntry;
import io.firstlight.webedge.log.LogRecord;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;

/** The figures are Tower's own (30 messages per second and job). */
class NoticeThrottleTest {

    private final TowerConfig config = TowerConfig.from(Map.of(), 100);
    private int counted;
    private final NoticeThrottle throttle = new NoticeThrottle(config, () -> counted++);
    private long offset;

    private int admit(String group, int id, String event, long timeMs) {
        byte[] value = ("{\"category\":\"event\",\"csc\":\"" + group + "\",\"salindex\":" + id
                        + ",\"data\":{\"detail\":{\"host\":{\"event\":\"x\"},\"event\":\"" + event + "\"}}}")
                .getBytes(StandardCharsets.UTF_8);
        LogRecord record = new LogRecord(Topic.EVENT, 0, offset++, timeMs, value);
        LogEntry.Reading.Good read = (LogEntry.Reading.Good) LogEntry.read(record);
        return throttle.admit(read.entry());
    }

    private long passed(LongStream times) {
        return times.filter(timeMs -> admit("job_events", 41, "runner_on_ok", timeMs) != Throttle.HELD_BACK)
                .count();
    }

    @Test
    void aThousandASecondGiveFiftyEightInTheFirstAndThenThirtyASecond() {
        assertThat(passed(LongStream.range(0, 1000))).isEqualTo(58);
        assertThat(passed(LongStream.range(1000, 2000))).isBetween(29L, 31L);
        assertThat(passed(LongStream.range(2000, 12_000))).isBetween(295L, 305L);
    }

    @Test
    void aHundredASecondGiveHundredAndSevenInThree() {
        assertThat(passed(LongStream.range(0, 300).map(i -> i * 10))).isBetween(105L, 109L);
    }

    @Test
    void twentyFiveASecondAllPass() {
        assertThat(passed(LongStream.range(0, 250).map(i -> i * 40))).isEqualTo(250);
    }

    @Test
    void theNextThatPassesSaysHowManyWereHeldBack() {
        passed(LongStream.range(0, 30));
        assertThat(admit("job_events", 41, "runner_on_ok", 30)).isEqualTo(Throttle.HELD_BACK);
        assertThat(admit("job_events", 41, "runner_on_ok", 31)).isEqualTo(Throttle.HELD_BACK);

        assertThat(admit("job_events", 41, "runner_on_ok", 100)).isEqualTo(2);
        assertThat(admit("job_events", 41, "runner_on_ok", 200)).isZero();
        assertThat(counted).isEqualTo(2);
    }

    @Test
    void whatMustPassAlwaysDoes() {
        passed(LongStream.range(0, 100));

        assertThat(admit("job_events", 41, "EOF", 100)).isPositive();
        assertThat(admit("job_events", 41, "playbook_on_stats", 100)).isZero();
        assertThat(admit("job_events", 41, "runner_on_ok", 100)).isEqualTo(Throttle.HELD_BACK);
    }

    @Test
    void oneThingsFloodHoldsNoOtherBack() {
        passed(LongStream.range(0, 1000));

        assertThat(admit("job_events", 42, "runner_on_ok", 1000)).isZero();
    }

    @Test
    void groupsThatAreNoDetailsAreNotThrottled() {
        for (int i = 0; i < 1000; i++) {
            assertThat(admit("jobs", 41, "runner_on_ok", i)).isZero();
        }
    }

    @Test
    void aClockThatIsSetBackDoesNotStopTheFlow() {
        passed(LongStream.range(0, 30).map(i -> 3_600_000 + i));

        assertThat(admit("job_events", 41, "runner_on_ok", 0)).isZero();
    }
}
