package io.firstlight.bench.page;

import io.firstlight.bench.run.LoadFailure;
import io.firstlight.bench.run.StopFlag;
import io.firstlight.ingest.IngestConfig;
import io.firstlight.ingest.IngestService;
import io.firstlight.ingest.intake.IntakeOutcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Writes messages to the log the way an edge does, through the intake, but without HTTP; the archive stores them as any others.
 *
 * @param run tells the messages of one run from those of another
 * @param count how many
 * @param bytes of each
 */
record MessageFill(int run, int count, int bytes) {

    private static final int UNDER_WAY = 10_000;

    /** Writes all of them and waits until Kafka has them. */
    void write(IngestConfig config, StopFlag stop) throws InterruptedException {
        Semaphore places = new Semaphore(UNDER_WAY);
        AtomicReference<Throwable> failed = new AtomicReference<>();
        try (IngestService ingest = IngestService.start(config, new SimpleMeterRegistry(), Clock.systemUTC())) {
            for (int i = 0; i < count && failed.get() == null && !stop.isSet(); i++) {
                places.acquire();
                switch (ingest.intake().acceptMessage(body(run, i, bytes), null)) {
                    case IntakeOutcome.Accepted accepted -> {
                        var unused = accepted.acknowledgements().whenComplete((stored, failure) -> {
                            if (failure != null) {
                                failed.set(failure);
                            }
                            places.release();
                        });
                    }
                    case IntakeOutcome.Rejected rejected ->
                        throw new LoadFailure("a message was refused: " + rejected.message(), "report this");
                }
            }
            places.acquire(UNDER_WAY);
        }
        Throwable failure = failed.get();
        if (failure != null) {
            throw new LoadFailure("the log did not take a message: " + failure.getMessage(), "check --kafka", failure);
        }
    }

    /** Message {@code i} of a run. */
    static byte[] body(int run, int i, int bytes) {
        String head = "{\"bench\": " + run + ", \"n\": " + i + ", \"filling\": \"";
        return (head + "x".repeat(Math.max(0, bytes - head.length() - 2)) + "\"}").getBytes(StandardCharsets.US_ASCII);
    }
}
