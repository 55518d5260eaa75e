package io.firstlight.webedge.history;

import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.webedge.log.LogEntry;
import io.firstlight.webedge.log.LogRecord;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import static org.assertj.core.api.Assertions.assertThat;

class PageShelfTest {

    private static final PartitionLog PARTITION = new PartitionLog(Topic.TELEMETRY, 1);

    private final PageShelf shelf = new PageShelf(1000);

    private static Page page(long from, long until) {
        List<LogEntry> entries = new ArrayList<>();
        for (long offset = from; offset < until; offset++) {
            LogRecord record = new LogRecord(
                    Topic.TELEMETRY, 1, offset, offset, TestLog.value(Category.TELEMETRY, "A", 0, "{\"x\":1}"));
            if (LogEntry.read(record) instanceof LogEntry.Reading.Good good) {
                entries.add(good.entry());
            }
        }
        return new Page(Topic.TELEMETRY, 1, from, until, entries);
    }

    @Test
    void findsAPageByAnyOffsetThatItCovers() {
        Page page = page(2048, 2060);
        shelf.put(PARTITION, page, 100);

        assertThat(shelf.find(PARTITION, 2048)).isSameAs(page);
        assertThat(shelf.find(PARTITION, 2059)).isSameAs(page);
        assertThat(shelf.find(PARTITION, 2060)).isNull();
        assertThat(shelf.find(PARTITION, 2047)).isNull();
        assertThat(shelf.find(new PartitionLog(Topic.TELEMETRY, 2), 2050)).isNull();
    }

    @Test
    void beginsAtTheBlockSoThatReadersMeet() {
        assertThat(shelf.startFor(PARTITION, 2047)).isZero();
        assertThat(shelf.startFor(PARTITION, 5000)).isEqualTo(4096);
        assertThat(shelf.limitFor(PARTITION, 4096)).isEqualTo(6144);
    }

    @Test
    void goesOnWhereAShortPageEndedAndMakesOnePageOfBoth() {
        shelf.put(PARTITION, page(0, 10), 100);

        assertThat(shelf.startFor(PARTITION, 12)).isEqualTo(10);
        shelf.put(PARTITION, page(10, 15), 50);

        Page joined = Objects.requireNonNull(shelf.find(PARTITION, 3));
        assertThat(joined.until()).isEqualTo(15);
        assertThat(joined.entries(null)).hasSize(15);
        assertThat(shelf.bytes()).isEqualTo(150);
    }

    @Test
    void beginsAtTheOffsetItselfWhereRecordsAreLarge() {
        PageShelf large = new PageShelf(Long.MAX_VALUE);
        large.put(PARTITION, page(0, 2), PageShelf.PAGE_BYTES);

        assertThat(large.startFor(PARTITION, 3)).isEqualTo(2);
        assertThat(large.startFor(PARTITION, 700)).isEqualTo(700);
        large.put(PARTITION, page(700, 702), PageShelf.PAGE_BYTES);
        assertThat(large.limitFor(PARTITION, 2)).as("pages never overlap").isEqualTo(700);
        assertThat(large.find(PARTITION, 1)).isNotNull();
        assertThat(large.find(PARTITION, 2)).isNull();
    }

    @Test
    void throwsOutWhatWasNotAskedForLongestAndNeverTheNewest() {
        shelf.put(PARTITION, page(0, 1), 400);
        shelf.put(PARTITION, page(2048, 2049), 400);
        assertThat(shelf.find(PARTITION, 0)).isNotNull();

        shelf.put(PARTITION, page(4096, 4097), 400);

        assertThat(shelf.find(PARTITION, 2048)).isNull();
        assertThat(shelf.find(PARTITION, 0)).isNotNull();
        shelf.put(PARTITION, page(6144, 6145), 5000);
        assertThat(shelf.find(PARTITION, 6144)).isNotNull();
        assertThat(shelf.bytes()).isEqualTo(5000);
    }
}
