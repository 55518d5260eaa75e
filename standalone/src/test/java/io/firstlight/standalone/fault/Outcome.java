package io.firstlight.standalone.fault;

/**
 * One fault and what came of it. Times in seconds from the fault; 0 where nothing was ever behind, in the sense of {@link Watch}.
 *
 * @param clientsBehindUntil from then on every client had every record within a second of its sending
 * @param clientsLongestWait the longest that a record was on its way to a client
 * @param stateBehindUntil from then on the state kept up with the log
 * @param archiveBehindUntil the same of the archive
 * @param longestAcknowledgement the longest that a producer waited for Kafka's acknowledgement
 * @param wholeAfter when the victim served again, and every partition had all its copies
 * @param reconnects how many connections of clients ended
 * @param written records acknowledged between the fault and the check
 * @param account what the checker found afterwards
 */
record Outcome(
        Fault fault,
        double clientsBehindUntil,
        double clientsLongestWait,
        double stateBehindUntil,
        double archiveBehindUntil,
        double longestAcknowledgement,
        double wholeAfter,
        int reconnects,
        long written,
        Account account) {}
