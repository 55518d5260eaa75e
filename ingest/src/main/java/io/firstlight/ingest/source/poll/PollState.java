package io.firstlight.ingest.source.poll;

import io.firstlight.ingest.producer.Message;
import org.jspecify.annotations.Nullable;

import java.util.Optional;

/** What is remembered of one poll between two answers. Owned by the source's thread, but for the tag and {@link #isReachable}. */
final class PollState {

    private enum Reach {
        UNKNOWN,
        THERE,
        AWAY
    }

    private final Poll poll;
    private boolean underWay;
    private volatile Reach reach = Reach.UNKNOWN;
    private volatile @Nullable String entityTag;

    PollState(Poll poll) {
        this.poll = poll;
    }

    Poll poll() {
        return poll;
    }

    /** Whether a request may begin; not while the one before is under way. */
    boolean begin() {
        boolean free = !underWay;
        underWay = true;
        return free;
    }

    void ended() {
        underWay = false;
    }

    /** The tag of the last answer that Kafka has; null if there is none. By any thread. */
    @Nullable
    String entityTag() {
        return entityTag;
    }

    /** Kafka has the answer with that tag. By any thread. */
    void known(@Nullable String tag) {
        entityTag = tag;
    }

    /** Whether it was not away when last asked. By any thread. */
    boolean isReachable() {
        return reach != Reach.AWAY;
    }

    /** What came of the last request; returns whether that is news. */
    boolean isNews(boolean reachable) {
        Reach now = reachable ? Reach.THERE : Reach.AWAY;
        boolean news = reach != now;
        reach = now;
        return news;
    }

    /** The event about it, if the rule wants one. */
    Optional<Message> event(boolean reachable, String reason) {
        String stream = poll.reachable();
        return stream == null
                ? Optional.empty()
                : Optional.of(Message.event(poll.component()).stream(stream)
                        .flag("reachable", reachable)
                        .text("reason", reason)
                        .build());
    }
}
