package io.firstlight.ingest.source.tail;

import io.firstlight.ingest.producer.MessageSender;
import io.firstlight.ingest.source.Delivery;
import io.firstlight.ingest.source.Source;
import io.firstlight.ingest.source.SourceMeters;
import io.firstlight.ingest.source.Translation;
import io.firstlight.schemas.topic.TopicPlan;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lines of files that grow, in; each is a message. How far Kafka has them is kept in a small file, once a second and at the end, so that a restart goes
 * on where it was: each line reaches Kafka at least once, after a crash some twice. {@link FollowedFile} tells of rotations.
 *
 * <p>While Kafka takes nothing, at most {@value #MOST_UNDER_WAY} lines are on their way, and no more are read. A file that cannot be read is counted as
 * failing, logged once, and touches no other.
 *
 * <p>One thread of its own. {@link #start} and {@link #close} may be called from any thread.
 */
public final class TailSource implements Source {

    /** Lines that have been read and not acknowledged, at most. */
    public static final int MOST_UNDER_WAY = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(TailSource.class);

    /** Lines of one file before it is another's turn. */
    private static final int MOST_LINES_A_TURN = 1_000;

    /** The form of a message is longer than the line. */
    private static final int MOST_LINE_BYTES = TopicPlan.MAX_RECORD_BYTES / 2;

    /** How many times the pause between looks a renamed file must be quiet before the next is begun: its writer may still have it open. */
    private static final int QUIET_LOOKS = 4;

    private static final long SAVE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);
    private static final Duration CLOSES_WITHIN = Duration.ofSeconds(1);

    private final List<Following> files;
    private final TailState state;
    private final Duration look;
    private final SourceMeters meters;
    private final Duration pause;
    private final CountDownLatch stop = new CountDownLatch(1);
    private @Nullable Delivery delivery;
    private @Nullable Thread thread;

    /** One file with all that belongs to it; owned by the thread, but for the progress and what is volatile. */
    private static final class Following {
        private final Tail tail;
        private final FollowedFile file;
        private final LineTranslator translator;
        private final TailProgress progress = new TailProgress();
        private volatile boolean failing;

        Following(Tail tail, Duration look) {
            this.tail = tail;
            file = new FollowedFile(tail.file(), MOST_LINE_BYTES, look.multipliedBy(QUIET_LOOKS), System::nanoTime);
            translator = new LineTranslator(tail);
        }

        String name() {
            return tail.file().toAbsolutePath().normalize().toString();
        }
    }

    /** A source; opens nothing before it is started. */
    public TailSource(TailConfig config, MeterRegistry registry) {
        this(config, registry, Delivery.PAUSE);
    }

    TailSource(TailConfig config, MeterRegistry registry, Duration pause) {
        look = config.look();
        files = config.files().stream()
                .map(tail -> new Following(tail, config.look()))
                .toList();
        state = new TailState(config.state());
        meters = new SourceMeters("tail", registry);
        this.pause = pause;
    }

    /**
     * Begins.
     *
     * @throws UncheckedIOException if the file of places cannot be read
     * @throws IllegalStateException if that file is something else
     */
    @Override
    public synchronized void start(MessageSender sender) {
        if (thread != null || stop.getCount() == 0) {
            throw new IllegalStateException("the tail source was started or closed before");
        }
        Map<String, Place> places = loaded();
        Delivery started = new Delivery(sender, MOST_UNDER_WAY, pause, meters);
        delivery = started;
        thread = Thread.ofPlatform().name("tail-source").daemon().start(() -> run(places, started));
    }

    private Map<String, Place> loaded() {
        try {
            return state.load();
        } catch (IOException e) {
            throw new UncheckedIOException("the file of places cannot be read: " + e.getMessage(), e);
        }
    }

    private void run(Map<String, Place> places, Delivery to) {
        files.forEach(each -> begin(each, places.get(each.name())));
        long saved = System.nanoTime();
        try {
            while (stop.getCount() > 0) {
                boolean news = false;
                for (Following each : files) {
                    news |= look(each, to);
                }
                if (System.nanoTime() - saved >= SAVE_NANOS) {
                    save();
                    saved = System.nanoTime();
                }
                if (!news && stop.await(look.toMillis(), TimeUnit.MILLISECONDS)) {
                    break;
                }
            }
            if (!to.awaitDone(LAST_WORDS)) {
                LOG.info("lines that Kafka has not acknowledged are read again by the next start");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            to.close();
            save();
            files.forEach(TailSource::close);
        }
    }

    /** Reads what is new of a file; returns whether there was something. */
    private boolean look(Following each, Delivery to) {
        try {
            boolean news = read(each, to);
            boolean there = each.file.isOpen();
            if (there && each.failing) {
                LOG.info("{} is followed again", each.tail.file());
            }
            if (!there && !each.failing) {
                LOG.warn("{} is not there yet, and is followed as soon as it is", each.tail.file());
            }
            each.failing = !there;
            return news;
        } catch (IOException e) {
            meters.failed();
            if (!each.failing) {
                LOG.warn(
                        "{} cannot be read; it is tried again, further failures are only counted", each.tail.file(), e);
            }
            each.failing = true;
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop.countDown();
            return false;
        }
    }

    private static void close(Following each) {
        try {
            each.file.close();
        } catch (IOException e) {
            LOG.debug("{} was read and could not be closed", each.tail.file(), e);
        }
    }

    private void begin(Following each, @Nullable Place noted) {
        try {
            beginAt(each, noted);
        } catch (IOException e) {
            meters.failed();
            LOG.warn("{} cannot be read and is tried again from its beginning", each.tail.file(), e);
        }
    }

    private static void beginAt(Following each, @Nullable Place noted) throws IOException {
        if (noted != null) {
            each.progress.beginAt(noted);
            if (!each.file.beginAt(noted)) {
                LOG.warn(
                        "{} is not the file any more that was followed until byte {}: it is read from its beginning",
                        each.tail.file(),
                        noted.position());
            }
        } else if (!each.tail.fromBeginning()) {
            Place end = each.file.beginAtEnd();
            if (end != null) {
                each.progress.beginAt(end);
            }
        }
    }

    private boolean read(Following each, Delivery to) throws IOException, InterruptedException {
        for (int lines = 0; lines < MOST_LINES_A_TURN && stop.getCount() > 0; lines++) {
            Line line = each.file.next();
            if (line == null) {
                return lines > 0;
            }
            take(each, line, to);
        }
        return true;
    }

    private void take(Following each, Line line, Delivery to) throws IOException, InterruptedException {
        Optional<Translation> translation = each.translator.translate(line, each.file);
        if (translation.isEmpty()) {
            each.progress.skipped(line.end());
            return;
        }
        switch (translation.get()) {
            case Translation.Translated translated -> {
                // What a closed delivery does not take is not done, and read again by the next start.
                var unused = to.deliver(translated.message(), each.progress.begun(line.end()));
            }
            case Translation.Refused refused -> {
                meters.refused(refused.reason(), refused.what());
                each.progress.skipped(line.end());
            }
        }
    }

    private void save() {
        Map<String, Place> places = new HashMap<>();
        for (Following each : files) {
            Place done = each.progress.done();
            if (done != null) {
                places.put(each.name(), done);
            }
        }
        try {
            state.save(places);
        } catch (IOException e) {
            meters.failed();
            LOG.warn("how far files were read could not be saved; after a restart lines come twice", e);
        }
    }

    /** Whether all files are there, can be read, and are. */
    @Override
    public synchronized boolean isWorking() {
        return thread != null && thread.isAlive() && files.stream().noneMatch(each -> each.failing);
    }

    @Override
    public void close() {
        Thread reading;
        Delivery to;
        synchronized (this) {
            stop.countDown();
            reading = thread;
            to = delivery;
        }
        if (reading == null || to == null) {
            return;
        }
        try {
            // Held up by a Kafka that takes nothing, it goes on as soon as the delivery is closed.
            if (!reading.join(LAST_WORDS.plusMillis(200))) {
                to.close();
            }
            if (!reading.join(CLOSES_WITHIN)) {
                LOG.warn("the tail source is still held up and is left behind");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
