package io.firstlight.webedge.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Which edges there are, how far each has come in the topic of revocations, and who still waits for them. Has no thread and no clock: it is
 * told what was read and what time it is, in milliseconds that do not run backwards. Thread-safe.
 *
 * <p>An edge is there from its first word on, until it says that it leaves or is silent for {@link #SILENT_MS} while this one has been heard
 * {@link #OWN_WORDS} times: when the topic itself is away, nobody is heard, and nobody is taken for gone. Until this edge has heard its own
 * first word it has not read the topic to the end and knows of nobody for sure.
 */
final class EdgeRoll {

    /** How often an edge speaks. */
    static final long SPEAK_EVERY_MS = 2000;

    /** How long another edge may be silent. */
    static final long SILENT_MS = 6000;

    /** How many words of this edge must have come since the other's last. */
    static final int OWN_WORDS = 3;

    /** How long a revocation waits for the other edges. */
    static final long WAIT_MS = 2000;

    /** Words older than that when they are first read are of edges that are long gone, and left no word. */
    static final long OLD_WORD_MS = 60_000;

    /** Revocations that may wait at once; more are not waited for. */
    static final int MOST_WAITS = 10_000;

    private static final long NOT_WRITTEN = -1;

    private final String self;
    /** Guarded by this, as all below. */
    private final Map<String, Peer> peers = new HashMap<>();

    private final List<Wait> waits = new ArrayList<>();
    private final List<String> goneWithoutWord = new ArrayList<>();
    private boolean joined;
    private long nextOffset;

    private static final class Peer {
        private long heardAtMs;
        private int ownWordsSince;
        private long seen;
    }

    /** A revocation that waits. Its fields belong to the roll. */
    static final class Wait {
        private final long deadlineMs;
        private final CompletableFuture<Boolean> confirmed = new CompletableFuture<>();
        private long offset = NOT_WRITTEN;

        private Wait(long deadlineMs) {
            this.deadlineMs = deadlineMs;
        }

        /** Completes with whether every edge has closed its connections; false when the time was over before. */
        CompletableFuture<Boolean> confirmed() {
            return confirmed;
        }
    }

    /** How a wait ended. */
    record Ended(Wait whose, boolean confirmed) {
        void tell() {
            whose.confirmed.complete(confirmed);
        }
    }

    EdgeRoll(String self) {
        this.self = self;
    }

    /** The topic is read from its beginning, for the first time or again. */
    synchronized void restart() {
        peers.clear();
        joined = false;
        nextOffset = 0;
    }

    /** Begins to wait for a revocation that is about to be written. */
    synchronized Wait begin(long nowMs) {
        Wait wait = new Wait(waits.size() < MOST_WAITS ? nowMs + WAIT_MS : nowMs);
        waits.add(wait);
        return wait;
    }

    /** The revocation is in the topic, there. */
    synchronized void written(Wait wait, long offset) {
        wait.offset = offset;
    }

    /**
     * An edge has said that it is there, and that it has closed the connections of all revocations below an offset.
     *
     * @param ageMs how long ago it said so, by its clock and this machine's
     */
    synchronized void heard(String edge, long seen, long ageMs, long nowMs) {
        if (edge.equals(self)) {
            joined = true;
            peers.values().forEach(peer -> peer.ownWordsSince++);
        } else if (!joined && ageMs > OLD_WORD_MS) {
            peers.remove(edge);
            goneWithoutWord.add(edge);
        } else {
            Peer peer = peers.computeIfAbsent(edge, name -> new Peer());
            peer.heardAtMs = nowMs;
            peer.ownWordsSince = 0;
            peer.seen = seen;
        }
    }

    /** An edge has said that it leaves, or another one has said so of it. */
    synchronized void left(String edge) {
        peers.remove(edge);
    }

    /** The topic has been read up to that offset. */
    synchronized void read(long next) {
        nextOffset = next;
    }

    /** The next offset to be read. */
    synchronized long nextOffset() {
        return nextOffset;
    }

    /** Whether the topic has been read to where it ended when this edge began to. */
    synchronized boolean joined() {
        return joined;
    }

    /** Edges that are there besides this one. */
    synchronized int others() {
        return peers.size();
    }

    /** Edges that have gone without a word, each told once. */
    synchronized List<String> gone(long nowMs) {
        Iterator<Map.Entry<String, Peer>> all = peers.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<String, Peer> entry = all.next();
            Peer peer = entry.getValue();
            if (nowMs - peer.heardAtMs >= SILENT_MS && peer.ownWordsSince >= OWN_WORDS) {
                all.remove();
                goneWithoutWord.add(entry.getKey());
            }
        }
        List<String> gone = List.copyOf(goneWithoutWord);
        goneWithoutWord.clear();
        return gone;
    }

    /** The waits that are over, each once: every edge that is there has seen its revocation, or its time is over. */
    synchronized List<Ended> over(long nowMs) {
        if (waits.isEmpty()) {
            return List.of();
        }
        long seenByAll =
                peers.values().stream().mapToLong(peer -> peer.seen).min().orElse(Long.MAX_VALUE);
        List<Ended> over = new ArrayList<>();
        waits.removeIf(wait -> {
            boolean confirmed =
                    joined && wait.offset != NOT_WRITTEN && nextOffset > wait.offset && seenByAll > wait.offset;
            if (confirmed || nowMs >= wait.deadlineMs) {
                over.add(new Ended(wait, confirmed));
                return true;
            }
            return false;
        });
        return over;
    }

    /** Gives up all that wait. */
    synchronized List<Ended> giveUp() {
        List<Ended> all = waits.stream().map(wait -> new Ended(wait, false)).toList();
        waits.clear();
        return all;
    }
}
