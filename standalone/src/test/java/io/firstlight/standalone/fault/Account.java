package io.firstlight.standalone.fault;

import java.util.List;

/**
 * What the checker found, over everything since the load began.
 *
 * @param acknowledged records that Kafka acknowledged to the producers
 * @param notAcknowledged records that ended in an error at the producer; they may be in the log or not
 * @param lostInLog acknowledged records that the log does not hold, or not where it said
 * @param repeatedInLog numbers that stand in the log twice, or out of order
 * @param lostInArchive records of the log that the archive lacks
 * @param repeatedInArchive rows more than once for one record, or for none
 * @param wrongInState addresses whose latest state is not their last record
 * @param repeatedInState state entries made twice from one record, or out of order
 * @param lostByClients numbers that clients were not shown
 * @param repeatedToClients numbers that clients were shown again
 * @param notRecovered resumes that were answered with a fresh snapshot
 * @param oddities details, at most some
 */
record Account(
        long acknowledged,
        long notAcknowledged,
        long lostInLog,
        long repeatedInLog,
        long lostInArchive,
        long repeatedInArchive,
        long wrongInState,
        long repeatedInState,
        long lostByClients,
        long repeatedToClients,
        long notRecovered,
        List<String> oddities) {

    Account {
        oddities = List.copyOf(oddities);
    }

    /** Everything that must be 0. */
    long faults() {
        return notAcknowledged
                + lostInLog
                + repeatedInLog
                + lostInArchive
                + repeatedInArchive
                + wrongInState
                + repeatedInState
                + lostByClients
                + repeatedToClients
                + notRecovered
                + oddities.size();
    }

    long lost() {
        return lostInLog + lostInArchive + wrongInState + lostByClients;
    }

    long repeated() {
        return repeatedInLog + repeatedInArchive + repeatedInState + repeatedToClients;
    }
}
