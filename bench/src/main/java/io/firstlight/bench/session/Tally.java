package io.firstlight.bench.session;

import io.firstlight.bench.measure.Report;
import io.firstlight.bench.measure.SequenceCheck;
import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.TreeMap;

/** What happened in all sessions of a load, added up. Owned by the thread of the sessions. */
final class Tally {

    private final Map<String, Long> notRecovered = new TreeMap<>();
    private final Map<String, Long> notices = new TreeMap<>();
    private long fresh;
    private long recovered;
    private long snapshotFrames;
    private long shortSnapshots;
    private long merged;
    private long records;
    private long gaps;
    private long repeats;
    private @Nullable String failure;

    void fresh() {
        fresh++;
    }

    void recovered() {
        recovered++;
    }

    void notRecovered(String reason) {
        notRecovered.merge(reason, 1L, Long::sum);
    }

    void notice(String name) {
        notices.merge(name, 1L, Long::sum);
    }

    long notices(String name) {
        return notices.getOrDefault(name, 0L);
    }

    void snapshotFrame() {
        snapshotFrames++;
    }

    void shortSnapshot() {
        shortSnapshots++;
    }

    void merged() {
        merged++;
    }

    /** Something went wrong that no count says; the first is kept. */
    void failure(String what) {
        if (failure == null) {
            failure = what;
        }
    }

    @Nullable
    String failure() {
        return failure;
    }

    long recoveries() {
        return recovered;
    }

    /** Adds what a session that is over has counted. */
    void add(SequenceCheck check) {
        records += check.received();
        gaps += check.gaps();
        repeats += check.repeats();
    }

    /**
     * Writes it all down, with a verdict: nothing missing, nothing twice, every snapshot whole, every position taken, nothing else wrong.
     *
     * @param missing records that had not come when the load waited no longer
     */
    Report report(Report report, long missing) {
        long lost = notRecovered.values().stream().mapToLong(Long::longValue).sum();
        report.count("fresh", "subscribed with a snapshot", fresh)
                .count("resumed", "came back with a position", recovered)
                .count("not_recovered", "  and were not taken up", lost);
        notRecovered.forEach((reason, times) -> report.count("not_recovered_" + reason, "    " + reason, times));
        notices.forEach((name, times) -> report.count("notice_" + name, "notices '" + name + "'", times));
        report.count("snapshot_frames", "snapshot frames", snapshotFrames)
                .count("short_snapshots", "  snapshots that were not whole", shortSnapshots)
                .count("records", "records delivered and checked", records)
                .count("merged_frames", "  frames that stood for several", merged)
                .count("gaps", "  gaps (records passed over)", gaps)
                .count("repeats", "  repeats", repeats)
                .count("missing", "  missing at the end", missing);
        if (failure != null) {
            report.text("first_failure", "first failure", failure);
        }
        return report.verdict(!isBroken(missing));
    }

    /** Whether something was missing, came twice or went wrong, or nothing came at all. */
    boolean isBroken(long missing) {
        return gaps + repeats + missing + shortSnapshots != 0
                || !notRecovered.isEmpty()
                || failure != null
                || records == 0;
    }

    /** The counts that must be 0, in a line. */
    String line(long missing) {
        return records + " records, " + gaps + " gaps, " + repeats + " repeats, " + missing + " missing"
                + (failure == null ? "" : "; " + failure);
    }
}
