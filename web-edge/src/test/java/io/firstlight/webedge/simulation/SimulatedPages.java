package io.firstlight.webedge.simulation;

import io.firstlight.schemas.topic.Topic;
import io.firstlight.webedge.history.Page;
import io.firstlight.webedge.history.PageAnswer;
import io.firstlight.webedge.history.PageSource;
import io.firstlight.webedge.log.LogEntry;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** An edge's pages of the simulated log: of any size, often late, and at times not to be had. */
final class SimulatedPages implements PageSource {

    private record Place(Topic topic, int partition) {}

    private final Map<Topic, SimulatedTopic> topics;
    private final Random random;
    private final Breakage breakage;
    private final int largestPage;
    private final Set<Place> loaded = new HashSet<>();
    private final List<Runnable> loads = new ArrayList<>();
    private boolean readable = true;

    SimulatedPages(Map<Topic, SimulatedTopic> topics, Random random, Breakage breakage) {
        this.topics = topics;
        this.random = random;
        this.breakage = breakage;
        this.largestPage = 1 + random.nextInt(12);
    }

    @Override
    public PageAnswer page(Topic topic, int partition, long offset, Runnable wake) {
        SimulatedTopic of = topics.get(topic);
        if (of == null) {
            throw new Violation("a page of " + topic + " was asked for");
        }
        if (!readable) {
            return new PageAnswer.Unavailable("the simulated log is away");
        }
        if (offset < of.earliest(partition)) {
            return new PageAnswer.Gone(of.earliest(partition));
        }
        if (offset >= of.end(partition)) {
            return new PageAnswer.AtEnd();
        }
        Place place = new Place(topic, partition);
        if (!loaded.remove(place) && random.nextInt(3) == 0) {
            loads.add(() -> {
                loaded.add(place);
                wake.run();
            });
            return new PageAnswer.Loading();
        }
        return new PageAnswer.Loaded(page(of, partition, offset));
    }

    private Page page(SimulatedTopic of, int partition, long offset) {
        long from = Math.max(of.earliest(partition), offset - random.nextInt(largestPage));
        long until = Math.min(of.end(partition), offset + 1 + random.nextInt(largestPage));
        List<LogEntry> entries = new ArrayList<>();
        for (SimulatedRecord record : of.from(partition, from)) {
            if (record.offset() >= until) {
                break;
            }
            if (breakage != Breakage.PAGE_LACKS_RECORD || random.nextInt(20) > 0) {
                entries.add(record.entry());
            }
        }
        return new Page(of.topic(), partition, from, until, entries);
    }

    /** Whether pages are being loaded. */
    boolean isLoading() {
        return !loads.isEmpty();
    }

    /** Loads one of the pages that were asked for. */
    void load() {
        if (!loads.isEmpty()) {
            loads.remove(random.nextInt(loads.size())).run();
        }
    }

    /** Whether the log can be read now. */
    void readable(boolean now) {
        readable = now;
    }
}
