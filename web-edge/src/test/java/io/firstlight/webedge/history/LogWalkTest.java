package io.firstlight.webedge.history;

import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.webedge.log.Frontier;
import io.firstlight.webedge.target.Target;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import static org.assertj.core.api.Assertions.assertThat;

class LogWalkTest {

    private static final Target ALL = new Target.OfCategory(Category.TELEMETRY);

    private final TestLog log = new TestLog();
    private final FakePages pages = new FakePages(log, 1, 1).loadingAtOnce();

    private LogWalk walk(Duration patience, AtomicLong nanos) {
        return new LogWalk(
                ALL,
                Frontier.beginning(TestLog.LAYOUT, ALL.topics()),
                null,
                pages,
                patience,
                () -> nanos.getAndAdd(Duration.ofSeconds(1).toNanos()));
    }

    @Test
    void givesUpWhenItsPatienceEndsAndCanBeAskedAgain() throws Exception {
        log.add(Topic.TELEMETRY, 0, 1, TestLog.value(Category.TELEMETRY, "A", 0, "{\"x\":1}"));
        LogWalk walk = walk(Duration.ofSeconds(3), new AtomicLong());
        pages.trouble("broker away");

        assertThat(walk.next()).isEqualTo(new LogScan.Step.Unavailable("broker away"));
        pages.trouble("");
        assertThat(walk.next()).isInstanceOf(LogScan.Step.Hit.class);
        assertThat(walk.next()).isInstanceOf(LogScan.Step.AtEnd.class);
    }

    private LogWalk walkToTheEnd(Duration patience) {
        return new LogWalk(
                ALL,
                Frontier.beginning(TestLog.LAYOUT, ALL.topics()),
                log.end(TestLog.LAYOUT, ALL.topics()),
                pages,
                patience,
                System::nanoTime);
    }

    @Test
    void goesOnToItsEndWhenTheLogsEndThatIsToldIsAnOldOne() throws Exception {
        log.add(Topic.TELEMETRY, 0, 1, TestLog.value(Category.TELEMETRY, "A", 0, "{\"x\":1}"));
        log.add(Topic.TELEMETRY, 0, 2, TestLog.value(Category.TELEMETRY, "A", 0, "{\"x\":2}"));
        LogWalk walk = walkToTheEnd(Duration.ofSeconds(20));
        pages.endIsTold(1, 20);

        assertThat(walk.next()).isInstanceOf(LogScan.Step.Hit.class);
        assertThat(walk.next()).isInstanceOf(LogScan.Step.Hit.class);
        assertThat(walk.next()).isInstanceOf(LogScan.Step.AtEnd.class);
    }

    @Test
    void doesNotTakeALogThatEndsBeforeItsEndForAllThereIs() throws Exception {
        log.add(Topic.TELEMETRY, 0, 1, TestLog.value(Category.TELEMETRY, "A", 0, "{\"x\":1}"));
        log.add(Topic.TELEMETRY, 0, 2, TestLog.value(Category.TELEMETRY, "A", 0, "{\"x\":2}"));
        LogWalk walk = walkToTheEnd(Duration.ofMillis(300));
        pages.endIsTold(1, Integer.MAX_VALUE / 2);

        assertThat(walk.next()).isInstanceOf(LogScan.Step.Hit.class);
        assertThat(walk.next()).isInstanceOf(LogScan.Step.Unavailable.class);
    }

    @Test
    void givesUpOnAPageThatNeverComes() throws Exception {
        log.add(Topic.TELEMETRY, 0, 1, TestLog.value(Category.TELEMETRY, "A", 0, "{\"x\":1}"));
        LogWalk walk = new LogWalk(
                ALL,
                Frontier.beginning(TestLog.LAYOUT, ALL.topics()),
                null,
                new FakePages(log, 1, 1),
                Duration.ofMillis(20),
                System::nanoTime);

        assertThat(walk.next()).isInstanceOf(LogScan.Step.Unavailable.class);
    }
}
