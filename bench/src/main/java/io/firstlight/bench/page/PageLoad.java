package io.firstlight.bench.page;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.bench.measure.Latencies;
import io.firstlight.bench.measure.Pace;
import io.firstlight.bench.measure.Report;
import io.firstlight.bench.run.LoadFailure;
import io.firstlight.bench.run.StopFlag;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** One client that asks for pages, one kind after the other, while another posts. Owned by the thread that runs it. */
final class PageLoad {

    /** Messages on a page. */
    static final int PAGE = 100;

    /** What the median of a page or of a single message must stay below. */
    private static final double GOAL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final MessagePagesClient pages;
    private final int messages;
    private final int rate;
    private final int size;
    private final long warmUpNanos;
    private final long measuredNanos;
    private long postedCount;
    private volatile @Nullable Throwable postFailure;

    PageLoad(MessagePagesClient pages, int messages, int rate, int size, long warmUpNanos, long measuredNanos) {
        this.pages = pages;
        this.messages = messages;
        this.rate = rate;
        this.size = size;
        this.warmUpNanos = warmUpNanos;
        this.measuredNanos = measuredNanos;
    }

    /** Makes the text of a question; another one each time. */
    private interface Query {
        String next();
    }

    /** One kind of question. */
    private static final class Kind {
        private final String name;
        private final String label;
        private final boolean bounded;
        private final Query query;
        private final byte @Nullable [] frozen;
        private final Latencies latencies = new Latencies();
        private long moved;

        Kind(String name, String label, boolean bounded, byte @Nullable [] frozen, Query query) {
            this.name = name;
            this.label = label;
            this.bounded = bounded;
            this.frozen = frozen;
            this.query = query;
        }
    }

    Report run(Report report, StopFlag stop) throws IOException, InterruptedException {
        List<Kind> kinds = kinds();
        StopFlag posted = new StopFlag();
        Latencies posts = new Latencies();
        Thread poster = Thread.ofPlatform().name("bench-poster").unstarted(() -> post(posts, posted));
        if (rate > 0) {
            poster.start();
        }
        try {
            ask(kinds, System.nanoTime() + warmUpNanos, stop);
            kinds.forEach(kind -> kind.latencies.take());
            posts.take();
            ask(kinds, System.nanoTime() + measuredNanos, stop);
        } finally {
            posted.set();
            poster.join();
        }
        Throwable failure = postFailure;
        if (failure != null) {
            throw new LoadFailure("a post failed: " + failure.getMessage(), "see the edge's log", failure);
        }
        return tell(report, kinds, posts);
    }

    private List<Kind> kinds() throws IOException, InterruptedException {
        JsonNode newest = pages.json("?offset=0&limit=1&details=true");
        long id = newest.get("paginationId").asLong();
        long total = newest.get("total").asLong();
        if (total < messages) {
            throw new LoadFailure(total + " messages are stored, not " + messages, "run it without --filled");
        }
        String place = newest.at("/messages/0/id").asText();
        String partition = place.substring(0, place.lastIndexOf('.') + 1);
        long offset = Long.parseLong(place.substring(partition.length()));
        String frozen = "?limit=" + PAGE + "&paginationId=" + id + "&offset=";
        String last = frozen + (messages - PAGE);
        Instant from = time(messages / 2 + PAGE);
        Instant to = time(messages / 2);
        String between = frozen + "0&from=" + from + "&to=" + to;
        String path = "&where=" + URLEncoder.encode("$.n % 100 == 0", StandardCharsets.UTF_8);
        List<Kind> kinds = new ArrayList<>();
        kinds.add(new Kind("first", "first page", true, null, () -> "?offset=0&limit=" + PAGE));
        kinds.add(new Kind("frozen", "first page, frozen", true, pages.get(frozen + 0), () -> frozen + 0));
        kinds.add(new Kind("last", "page at offset " + (messages - PAGE), true, pages.get(last), () -> last));
        kinds.add(new Kind("number", "one by number", true, null, () -> String.valueOf(id - random())));
        kinds.add(new Kind("id", "one by id", true, null, () -> partition + (offset - random())));
        kinds.add(new Kind("between", "page between two times", false, pages.get(between), () -> between));
        kinds.add(new Kind("where", "ten of which one in 100 matches", false, null, () -> "?offset=0&limit=10" + path));
        return kinds;
    }

    private Instant time(long offset) throws IOException, InterruptedException {
        return Instant.parse(pages.json("?offset=" + offset + "&limit=1&details=true")
                .at("/messages/0/time")
                .asText());
    }

    private long random() {
        return ThreadLocalRandom.current().nextLong(messages);
    }

    private void ask(List<Kind> kinds, long untilNanos, StopFlag stop) throws IOException, InterruptedException {
        while (System.nanoTime() - untilNanos < 0 && !stop.isSet() && postFailure == null) {
            for (Kind kind : kinds) {
                String query = kind.query.next();
                long begin = System.nanoTime();
                byte[] answer = pages.get(query);
                kind.latencies.add(System.nanoTime() - begin);
                if (kind.frozen != null && !Arrays.equals(answer, kind.frozen)) {
                    kind.moved++;
                }
            }
        }
    }

    private void post(Latencies posts, StopFlag stop) {
        Pace pace = new Pace(System.nanoTime(), rate);
        try {
            for (int i = 0; !stop.awaitUntil(pace.dueNanos(i)); i++) {
                pages.post(MessageFill.body(0, i, size));
                posts.add(System.nanoTime() - pace.dueNanos(i));
                postedCount++;
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            postFailure = e;
        }
    }

    private Report tell(Report report, List<Kind> kinds, Latencies posts) {
        long moved = 0;
        boolean fast = true;
        for (Kind kind : kinds) {
            Histogram taken = kind.latencies.take();
            report.latency(kind.name, kind.label, taken);
            moved += kind.moved;
            fast &= !kind.bounded || taken.getValueAtPercentile(50) < GOAL_NANOS;
        }
        report.latency("post", "posts meanwhile, from when they were due", posts.take())
                .count("posted", "messages posted", postedCount)
                .count("moved", "frozen pages that had changed", moved);
        return report.verdict(moved == 0 && fast);
    }
}
