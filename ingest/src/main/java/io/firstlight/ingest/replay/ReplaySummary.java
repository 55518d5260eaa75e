package io.firstlight.ingest.replay;

/**
 * What became of a file. {@code sent = acknowledged + failed}; every row is in {@code sent} or {@code rejected}.
 *
 * @param sent rows sent
 * @param acknowledged rows that Kafka has
 * @param failed rows sent that Kafka did not acknowledge
 * @param rejected rows that could not be understood
 * @param stopped whether it ended before the end of the file
 */
public record ReplaySummary(long sent, long acknowledged, long failed, long rejected, boolean stopped) {

    /** Whether every row of the file is in Kafka. */
    public boolean complete() {
        return failed == 0 && rejected == 0 && !stopped;
    }

    /** One line for the terminal. */
    @Override
    public String toString() {
        return sent + " sent, " + acknowledged + " acknowledged, " + failed + " failed, " + rejected + " rejected"
                + (stopped ? ", stopped before the end" : "");
    }
}
