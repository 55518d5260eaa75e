package io.firstlight.webedge.sender;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The senders that are connected to this edge, each by its latest connection. Thread-safe.
 *
 * <p><b>Once.</b> A connection begins to write for its sender when all that an earlier connection to this edge wrote has come to an end, and this edge
 * has read the log up to where it ended after that. What any edge wrote before then, and has been written, is known; nothing else of the sender
 * is on its way, unless another edge has some of an earlier connection that it could not hand to Kafka yet and has not given up.
 */
public final class Senders {

    private final SentNumbers numbers;
    private final Supplier<CompletableFuture<Void>> readToEnd;
    private final Map<String, Sender> latest = new ConcurrentHashMap<>();

    /**
     * No senders yet.
     *
     * @param readToEnd completes when the numbers include all that is in the log at the time of the call; fails if that takes too long
     */
    public Senders(SentNumbers numbers, Supplier<CompletableFuture<Void>> readToEnd) {
        this.numbers = numbers;
        this.readToEnd = readToEnd;
    }

    /**
     * A connection goes on with the messages of that sender; an earlier one that is still open may not write any more.
     *
     * @param whenFenced run when a later connection has taken over; by any thread
     */
    public Sender open(String name, Runnable whenFenced) {
        Sender opened = new Sender(name, numbers, whenFenced);
        Sender before = latest.put(name, opened);
        CompletableFuture<Void> ended = before == null ? CompletableFuture.completedFuture(null) : before.fence();
        opened.readyAfter(ended.thenCompose(done -> readToEnd.get()));
        return opened;
    }

    /** The connection of a sender has ended. */
    public void close(Sender sender) {
        // Until then a new connection must find it, to wait for it.
        var unused = sender.fence().thenRun(() -> latest.remove(sender.name(), sender));
    }
}
