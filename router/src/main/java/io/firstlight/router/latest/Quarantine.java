package io.firstlight.router.latest;

import io.firstlight.schemas.quarantine.QuarantineHeaders;
import io.firstlight.schemas.state.SourceOffset;
import io.firstlight.schemas.topic.TopicPlan;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;

/**
 * Turns a bad record into its quarantine record and logs it: the first of a flood, then one line a minute with the count. Owned by one
 * task.
 */
final class Quarantine {

    private static final Logger log = LoggerFactory.getLogger(Quarantine.class);
    private static final String SERVICE = "router";
    private static final long LOG_EVERY_MS = 60_000;
    // What Kafka and our own headers need beside the bytes.
    private static final int OVERHEAD_BYTES = 16 << 10;
    private static final int MAX_REASON_CHARS = 1_000;

    private final LatestMetrics metrics;
    private boolean logged;
    private long loggedAtMs;
    private long sinceLogged;

    Quarantine(LatestMetrics metrics) {
        this.metrics = metrics;
    }

    /** Whether a record of these parts fits into the quarantine topic. */
    private static boolean fits(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        long bytes = (long) OVERHEAD_BYTES + length(key) + length(value);
        for (Header header : headers) {
            // At most 3 bytes a character, and up to 10 for the lengths.
            bytes += header.key().length() * 3L + length(header.value()) + 10;
        }
        return bytes <= TopicPlan.MAX_DERIVED_RECORD_BYTES;
    }

    /**
     * The record for the quarantine topic: key, value and headers as they came, and ours after them. What is too large for any topic
     * (compressed batches may hold it) keeps its place in the source topic, and only the reason goes to quarantine. The time stamp is
     * now: with an old one the topic's retention would take it at once.
     */
    Record<byte[], byte[]> record(Record<byte[], byte[]> bad, SourceOffset source, String reason, long nowMs) {
        metrics.quarantined().increment();
        logFirst(source, reason, nowMs);
        boolean fits = fits(bad.key(), bad.value(), bad.headers());
        Headers headers = fits ? new RecordHeaders(bad.headers()) : new RecordHeaders();
        String told = reason.substring(0, Math.min(reason.length(), MAX_REASON_CHARS));
        new QuarantineHeaders(
                        fits ? told : told + " (too large to be copied here: read it at its source)",
                        source.toString(),
                        SERVICE,
                        Instant.ofEpochMilli(nowMs))
                .toHeaders()
                .forEach(headers::add);
        return fits
                ? new Record<>(bad.key(), bad.value(), nowMs, headers)
                : new Record<>(new byte[0], new byte[0], nowMs, headers);
    }

    private void logFirst(SourceOffset source, String reason, long nowMs) {
        if (logged && nowMs - loggedAtMs < LOG_EVERY_MS) {
            sinceLogged++;
            return;
        }
        log.warn("record {} goes to quarantine: {} ({} more since the last line)", source, reason, sinceLogged);
        logged = true;
        loggedAtMs = nowMs;
        sinceLogged = 0;
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
