package io.firstlight.ingest.intake;

import io.firstlight.ingest.producer.LogAppender;
import io.firstlight.schemas.quarantine.QuarantineHeaders;
import io.firstlight.schemas.topic.Topic;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Keeps refused input for an operator to look at, within bounds: whoever sends rubbish as fast as it can must not fill the log. At most
 * {@value #MAX_PER_SECOND} records a second, each cut to {@value #MAX_BYTES} bytes (a cut one has the header
 * {@value #ORIGINAL_BYTES_HEADER}); the rest is counted as {@code firstlight.quarantine.dropped}. Nothing is lost that the sender was not told of.
 * Thread-safe.
 */
final class Quarantine {

    static final int MAX_PER_SECOND = 50;
    static final int MAX_BYTES = 256 << 10;
    static final String ORIGINAL_BYTES_HEADER = "original_bytes";

    private static final Logger log = LoggerFactory.getLogger(Quarantine.class);
    private static final String SERVICE = "intake";

    private final LogAppender appender;
    private final InstantSource clock;
    private final Counter written;
    private final Counter dropped;
    /** Guarded by this. */
    private long second;
    /** Guarded by this. */
    private int inSecond;

    Quarantine(LogAppender appender, MeterRegistry registry, InstantSource clock) {
        this.appender = appender;
        this.clock = clock;
        written = Counter.builder("firstlight.quarantine.written")
                .description("Records put into quarantine")
                .tag("service", SERVICE)
                .register(registry);
        dropped = Counter.builder("firstlight.quarantine.dropped")
                .description("Refused inputs that were not kept, beyond the rate or because Kafka was away")
                .tag("service", SERVICE)
                .register(registry);
    }

    void put(byte[] bytes, String reason, String source) {
        if (!takeSlot()) {
            dropped.increment();
            return;
        }
        List<Header> headers =
                new ArrayList<>(new QuarantineHeaders(reason, source, SERVICE, clock.instant()).toHeaders());
        byte[] kept = bytes;
        if (bytes.length > MAX_BYTES) {
            kept = Arrays.copyOf(bytes, MAX_BYTES);
            headers.add(new RecordHeader(
                    ORIGINAL_BYTES_HEADER, Integer.toString(bytes.length).getBytes(StandardCharsets.US_ASCII)));
        }
        var unused = appender.append(Topic.QUARANTINE, null, kept, headers).whenComplete((ack, failure) -> {
            if (failure == null) {
                written.increment();
            } else {
                dropped.increment();
                log.debug("refused input was not kept", failure);
            }
        });
    }

    private synchronized boolean takeSlot() {
        long now = clock.millis() / 1000;
        if (now != second) {
            second = now;
            inSecond = 0;
        }
        return ++inSecond <= MAX_PER_SECOND;
    }
}
