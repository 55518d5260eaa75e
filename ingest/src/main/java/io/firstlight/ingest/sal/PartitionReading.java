package io.firstlight.ingest.sal;

import io.firstlight.ingest.component.Sample;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How far a partition has been read, and what of its past is wanted. Of a topic of events the last sample of each instance is: if the very
 * last record shows that there are no instances, it is all; else reading goes back so many records, and what it finds is kept until it has
 * come to where the past ends. Owned by the feed's thread.
 */
final class PartitionReading {

    private final TopicPartition place;
    private final SalTopic topic;
    private final Uuid topicId;
    private final Wanted wanted;
    private final long historyFrom;
    private long pastEnd;
    private final Map<Integer, Sample> newest = new LinkedHashMap<>();
    private Phase phase;
    private long next;
    private long loggedAtNs;
    private boolean logged;
    private boolean late;
    /** Where it was when it had last got on, and when that was. */
    private long movedTo = -1;

    private long movedAtNs;

    /** What is done with a record. */
    enum Phase {
        /** The last of the past: does the topic have instances? */
        PROBING,
        /** The past, of which the newest of each instance counts. */
        LAST,
        /** Each is delivered. */
        EACH
    }

    private PartitionReading(
            TopicPartition place,
            SalTopic topic,
            Uuid topicId,
            Wanted wanted,
            Phase phase,
            long next,
            long historyFrom,
            long pastEnd) {
        this.place = place;
        this.topic = topic;
        this.topicId = topicId;
        this.wanted = wanted;
        this.phase = phase;
        this.next = next;
        this.historyFrom = historyFrom;
        this.pastEnd = pastEnd;
    }

    /** Of a topic that was there when the feed began to listen. */
    static PartitionReading ofOld(
            TopicPartition place,
            SalTopic topic,
            Uuid topicId,
            Wanted wanted,
            TopicDirectory.Extent extent,
            int historyRecords) {
        long end = extent.end();
        if (!topic.hasPast()) {
            return new PartitionReading(place, topic, topicId, wanted, Phase.EACH, end, end, end);
        }
        if (wanted.isWholePast()) {
            return new PartitionReading(place, topic, topicId, wanted, Phase.EACH, extent.beginning(), end, end);
        }
        long from = Math.max(extent.beginning(), end - historyRecords);
        long probe = Math.max(from, end - 1);
        Phase phase = from < probe ? Phase.PROBING : Phase.LAST;
        return new PartitionReading(place, topic, topicId, wanted, phase, probe, from, end);
    }

    /** Of a topic that came later. */
    static PartitionReading ofNew(TopicPartition place, SalTopic topic, Uuid topicId, Wanted wanted, long from) {
        return new PartitionReading(place, topic, topicId, wanted, Phase.EACH, from, from, from);
    }

    TopicPartition place() {
        return place;
    }

    SalTopic topic() {
        return topic;
    }

    Uuid topicId() {
        return topicId;
    }

    Wanted wanted() {
        return wanted;
    }

    Phase phase() {
        return phase;
    }

    /** The next record to read. */
    long next() {
        return next;
    }

    void next(long offset) {
        next = offset;
    }

    boolean isPast(long offset) {
        return offset < pastEnd;
    }

    /** Whether reading has come to where the past ends. */
    boolean hasCaughtUp() {
        return next >= pastEnd;
    }

    /** The topic has instances, or its last record told nothing: back to where the past begins. */
    void goBack() {
        phase = Phase.LAST;
        next = historyFrom;
    }

    /** A record was good. If it was the last one of a topic without instances it is all of the past. */
    void told() {
        if (phase == Phase.PROBING) {
            phase = Phase.LAST;
        }
    }

    void keep(Sample sample) {
        // Taken out first, so that they are in the order in which they were said.
        newest.remove(sample.component().salindex());
        newest.put(sample.component().salindex(), sample);
    }

    /** The past is over: its newest samples, in order; from now on each is delivered. */
    Collection<Sample> endPast() {
        phase = Phase.EACH;
        List<Sample> samples = List.copyOf(newest.values());
        newest.clear();
        return samples;
    }

    /** Whether a skip is to be logged: the first, and again after a while. */
    boolean logsSkip(long nowNs, long everyNs) {
        if (logged && nowNs - loggedAtNs < everyNs) {
            return false;
        }
        logged = true;
        loggedAtNs = nowNs;
        return true;
    }

    /** It cannot be read for now: nobody is to wait for its past, which is delivered when it can. */
    void holdNobodyUp() {
        late = true;
    }

    /**
     * Whether it can be read, and has got on within that time; to be asked again and again.
     *
     * @param allAway whether nothing could get on at all, which does not count
     */
    boolean holdsOthersUp(long patienceNs, long nowNs, boolean allAway) {
        if (allAway || next != movedTo) {
            movedTo = next;
            movedAtNs = nowNs;
        }
        return !late && nowNs - movedAtNs < patienceNs;
    }

    /** The log goes on elsewhere; it has no more of the past than that. */
    void jump(long offset) {
        next = offset;
        pastEnd = Math.min(pastEnd, offset);
    }
}
