package io.firstlight.ingest.replay;

import io.firstlight.ingest.producer.Message;
import io.firstlight.ingest.producer.MessageBuilder;
import io.firstlight.ingest.producer.MessageSender;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Sends a recorded file as if it happened now: row after row, each as one message, with the distances of its time column divided by the
 * speed. Rows whose time goes back are sent at once, in the file's order.
 *
 * <p>The row's own time goes into the payload as field {@value #TIME_FIELD} (unix seconds, {@code s}). The record's time stamp is the time of
 * sending, not the row's: retention, seeking by time, and "latest" all count in the log's time, and a record dated last year would be
 * deleted at once.
 *
 * <p>{@link #run} is called once, by one thread; {@link #stop} by any, for example at Ctrl-C: what was sent is then waited for, and the
 * summary is as true as at the end.
 */
public final class Replay {

    /** The field of the row's own time. */
    public static final String TIME_FIELD = "time";

    /** Messages that wait for Kafka at most; then reading waits, so that no send is refused for a full buffer. */
    public static final int MAX_IN_FLIGHT = 10_000;

    private static final int MAX_REPORTED = 20;

    private final ReplayOptions options;
    private final MessageSender sender;
    private final ReplayClock clock;
    private final Consumer<String> report;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Semaphore inFlight = new Semaphore(MAX_IN_FLIGHT);
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private long sent;
    private long rejected;

    /**
     * A replay.
     *
     * @param report takes lines for the person who started it: bad rows with their line number, the first {@value #MAX_REPORTED}
     */
    public Replay(ReplayOptions options, MessageSender sender, ReplayClock clock, Consumer<String> report) {
        this.options = options;
        this.sender = sender;
        this.clock = clock;
        this.report = report;
    }

    /**
     * Replays the file and returns when Kafka has answered every row.
     *
     * @throws ReplayFailure if the file cannot be read, or has no time column
     */
    public ReplaySummary run() throws InterruptedException {
        boolean atEnd;
        try (CountingStream in = new CountingStream(Files.newInputStream(options.file()))) {
            Rows rows = Rows.of(in, options.format(), options.timeColumn());
            if (options.progressBar()) {
                try (ProgressBar bar = progressBar()) {
                    atEnd = send(rows, () -> bar.stepTo(in.count()));
                }
            } else {
                atEnd = send(rows, () -> {});
            }
        } catch (IOException e) {
            throw new ReplayFailure(
                    "cannot read " + options.file() + ": " + e.getClass().getSimpleName() + " " + e.getMessage(), e);
        } finally {
            // Every send ends within the producer's delivery time, one way or the other.
            inFlight.acquire(MAX_IN_FLIGHT);
        }
        return new ReplaySummary(sent, acknowledged.get(), failed.get(), rejected, !atEnd);
    }

    /** Sends no further row; {@link #run} returns when those on their way are answered. */
    public void stop() {
        stop.countDown();
    }

    private boolean send(Rows rows, Runnable progress) throws IOException, InterruptedException {
        long startNs = clock.nanoTime();
        double startSeconds = Double.NaN;
        for (Optional<Row> next = rows.next(); next.isPresent(); next = rows.next()) {
            switch (next.get()) {
                case Row.Bad bad -> {
                    reject(bad);
                    if (options.strict()) {
                        return false;
                    }
                }
                case Row.Sample sample -> {
                    if (Double.isNaN(startSeconds)) {
                        startSeconds = sample.timeSeconds();
                    }
                    waitUntilDue(startNs, sample.timeSeconds() - startSeconds);
                    if (stop.getCount() == 0) {
                        return false;
                    }
                    send(sample);
                }
            }
            progress.run();
        }
        return true;
    }

    private void waitUntilDue(long startNs, double recordedSeconds) throws InterruptedException {
        if (options.speed() != ReplayOptions.MAX_SPEED) {
            clock.pause(stop, startNs + (long) (recordedSeconds / options.speed() * 1e9) - clock.nanoTime());
        }
    }

    private void send(Row.Sample sample) throws InterruptedException {
        MessageBuilder message = Message.of(options.category(), options.component()).stream(options.stream())
                .number(TIME_FIELD, sample.timeSeconds(), "s");
        sample.fields().accept(message);
        inFlight.acquire();
        sent++;
        var unused = sender.send(message.build()).whenComplete((acknowledgement, failure) -> {
            if (failure == null) {
                acknowledged.incrementAndGet();
            } else if (failed.getAndIncrement() == 0) {
                report.accept("line " + sample.line() + " (and perhaps more): " + failure.getMessage());
            }
            inFlight.release();
        });
    }

    private void reject(Row.Bad bad) {
        rejected++;
        if (rejected <= MAX_REPORTED) {
            report.accept("line " + bad.line() + ": " + bad.reason());
        } else if (rejected == MAX_REPORTED + 1) {
            report.accept("further bad rows are only counted");
        }
    }

    private ProgressBar progressBar() throws IOException {
        return new ProgressBarBuilder()
                .setTaskName(String.valueOf(options.file().getFileName()))
                .setInitialMax(Files.size(options.file()))
                .setUnit(" MB", 1_000_000)
                .setStyle(ProgressBarStyle.ASCII)
                .build();
    }
}
