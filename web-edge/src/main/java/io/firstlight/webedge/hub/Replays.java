package io.firstlight.webedge.hub;

import io.firstlight.schemas.code.ErrorCode;
import io.firstlight.webedge.history.Moment;
import io.firstlight.webedge.history.PastStates;
import io.firstlight.webedge.target.Target;
import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;

/**
 * The subscriptions to the past: the state of the moment where one begins first, then the records at a pace. Each reads the log for itself, so
 * an edge runs only so many at a time. Owned by the hub's thread.
 */
final class Replays {

    private final int most;
    private final PastStates past;
    private final StateTree tree;
    private final Ground ground;
    private final CatchUps catchUps;
    private final Replies replies;
    private final Consumer<Subscription> ending;
    private final HubMeters meters;
    private int running;

    /**
     * None yet.
     *
     * @param most how many may run
     * @param ending ends a subscription whose replay is over or cannot be
     */
    Replays(
            int most,
            PastStates past,
            StateTree tree,
            Ground ground,
            CatchUps catchUps,
            Replies replies,
            Consumer<Subscription> ending,
            HubMeters meters) {
        this.most = most;
        this.past = past;
        this.tree = tree;
        this.ground = ground;
        this.catchUps = catchUps;
        this.replies = replies;
        this.ending = ending;
        this.meters = meters;
    }

    /** Begins one, or refuses it. */
    void begin(Subscription subscription, Start.Replay start) {
        if (running >= most) {
            ending.accept(subscription);
            replies.refused(
                    subscription,
                    ErrorCode.TOO_MANY_REPLAYS,
                    "this edge runs " + running + " replays, as many as it may: try again later");
            return;
        }
        running++;
        meters.replays(running);
        Pace pace = new Pace(start.speed());
        subscription.replay(pace);
        seek(subscription, pace, start.from(), start.to(), true);
    }

    /**
     * Steers a running one.
     *
     * @return whether the subscription is one
     */
    boolean steer(Subscription subscription, ReplayControl control) {
        Pace pace = subscription.replay();
        if (pace == null) {
            return false;
        }
        switch (control) {
            case ReplayControl.Pause pause -> pace.pause();
            case ReplayControl.Continue goOn -> pace.goOn();
            case ReplayControl.Speed speed -> pace.speed(speed.speed());
            case ReplayControl.Seek seek -> {
                pace.goOn();
                seek(subscription, pace, seek.from(), subscription.until(), false);
            }
        }
        CatchUp catchUp = subscription.catchUp();
        if (catchUp != null) {
            catchUps.ready(catchUp);
        }
        return true;
    }

    private void seek(Subscription subscription, Pace pace, Moment from, @Nullable Moment to, boolean first) {
        subscription.catchUp(null);
        int asked = subscription.asked(to);
        Target target = subscription.target();
        past.ask(
                new PastStates.Question(
                        target, from, to, tree.values(target), ground.frontier().copy(target.topics())),
                found -> ground.soon(() -> {
                    if (subscription.isAsked(asked)) {
                        if (from instanceof Moment.AtTime time) {
                            pace.beginAt(time.timeMs(), ground.nowMs());
                        }
                        play(subscription, pace, found, first);
                    }
                }));
    }

    private void play(Subscription subscription, Pace pace, PastStates.Answer found, boolean first) {
        switch (found) {
            case PastStates.Answer.Refused refused -> {
                replies.refused(subscription, refused.code(), refused.message());
                ending.accept(subscription);
            }
            case PastStates.Answer.Found state -> {
                Snapshot snapshot =
                        new Snapshot(subscription.shape(), subscription.target(), state.at(), state.values());
                if (first) {
                    replies.subscribed(subscription, null, -1);
                }
                int unknown = state.unknown().size();
                replies.notice(
                        subscription,
                        Answers.Notice.REPLAY_STARTED,
                        unknown == 0 ? null : unknown + " unknown",
                        snapshot.size());
                catchUps.begin(CatchUp.replay(
                        subscription,
                        ground,
                        replies.frames(subscription, snapshot),
                        state.at().copy(subscription.target().topics()),
                        state.until(),
                        pace));
            }
        }
    }

    /** Says that one has ended, and ends its subscription; {@code reason} is null at the end that was asked for. */
    void end(Subscription subscription, @Nullable String reason) {
        replies.notice(subscription, Answers.Notice.REPLAY_ENDED, reason, 0);
        ending.accept(subscription);
    }

    /** The subscription, if it was one, is no longer: it has gone live, or ended. */
    void release(Subscription subscription) {
        if (subscription.replay() != null) {
            subscription.replay(null);
            running--;
            meters.replays(running);
        }
    }
}
